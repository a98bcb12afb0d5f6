package dev.metier.ledger.sqlite;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.RunCell.Bar;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What runs were to find out, in the database; the bars of a job's needs are JSON text.
final class RunCellTable {
  static final Query<RunCell> ALL =
      new Query<>(
          """
          select r.run, j.name, m.name, s.hash, r.bars, coalesce(r.repeats, 0)
          from run_cell r join job j on j.id = r.job join model m on m.id = r.model
            left join setting s on s.id = r.setting
          order by r.run\
          """,
          row ->
              new RunCell(
                  row.number(),
                  new JobName(row.plain()),
                  new ModelName(row.plain()),
                  row.optionalString(),
                  read(row.text()),
                  (int) row.number()));

  private RunCellTable() {}

  private static List<Bar> read(String json) {
    var bars = new ArrayList<Bar>();
    for (JsonNode node : AnswerJson.MAPPER.readTree(json)) {
      bars.add(
          new Bar(
              node.path("measure").asString(""),
              node.path("limit").asString(""),
              node.path("confidence").asDouble(0)));
    }
    return bars;
  }

  /// Keeps them.
  ///
  /// @return how many
  static int keep(Appender appender, List<RunCell> cells) throws SQLException {
    int kept = 0;
    for (RunCell cell : cells) {
      kept += keep(appender, cell);
    }
    return kept;
  }

  private static int keep(Appender appender, RunCell cell) throws SQLException {
    var json = AnswerJson.MAPPER.createArrayNode();
    for (Bar bar : cell.bars()) {
      json.addObject()
          .put("measure", bar.measure())
          .put("limit", bar.limit())
          .put("confidence", bar.confidence());
    }
    return appender
        .bind(
            """
            insert into run_cell (run, job, model, setting, bars, repeats)
            values (?, ?, ?, (select id from setting where hash = ?), ?, ?)
            on conflict (run, job, model) do nothing\
            """)
        .number(cell.run())
        .number(appender.number("job", cell.job().text()))
        .number(appender.number("model", cell.model().text()))
        .plain(cell.setting().orElse(null))
        .text(json.toString())
        .number(cell.repeats())
        .execute();
  }
}
