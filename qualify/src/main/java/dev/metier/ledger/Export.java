package dev.metier.ledger;

import dev.metier.catalog.Cost;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.grade.Grade;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Kept answers for other programs: one JSON object or CSV line for each entry, with the columns
/// below, in this order. Columns may be added at the end; none changes its meaning. What is not
/// known is empty in CSV and left out in JSON.
///
/// * `id` number of the entry; `at` when it began (ISO 8601, UTC); `source`, `job`, `model`, `case`
/// * `setting`, `content`, `repeat`: the trial's key
/// * `status`: REPLY, RECORDED, or why there is no answer; `served`, `attempts`
/// * `score` (0..1), `broken`, `reason`, `grading`: the grade asked for, or else the latest one
/// * `text`, `thinking`, `tools` (an array of id, name, arguments): what the model said; `finish`;
///   `detail`: why there is no answer, or a record's reason
/// * `input_tokens`, `cached_tokens`, `output_tokens`, `tokens_estimated`
/// * `total_seconds`, `first_token_seconds`, `tokens_per_second`, `cold`
/// * `cost_dollars` (marginal), `full_cost_dollars`, `cost_estimated`
/// * `superseded`: whether it was set aside to be asked anew, and counts no more
/// * `served_model`: the name of the model that the answer says it is of; `other_model`: whether
///   that is another one than was asked
///
/// In CSV a cell that a spreadsheet would take for a formula has an apostrophe before it, unless
/// the exact text is asked for. CSV has U+FFFD for characters that spreadsheets refuse (NUL, lone
/// surrogates). JSON has them, and in `grades` all the grades, groups with their `parts`.
public final class Export {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private static final List<String> COLUMNS =
      List.of(
          ("id at source job model case setting content repeat status served attempts score broken"
                  + " reason grading text thinking tools finish detail input_tokens cached_tokens"
                  + " output_tokens tokens_estimated total_seconds first_token_seconds"
                  + " tokens_per_second cold cost_dollars full_cost_dollars cost_estimated"
                  + " superseded served_model other_model")
              .split(" "));

  /// What a spreadsheet takes for a formula, or skips before one, at the start of a cell.
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private Export() {}

  /// Writes one JSON object a line.
  public static void jsonl(Ledger ledger, Appendable out, Filter filter) throws IOException {
    try {
      ledger.answers(
          filter,
          kept -> {
            ObjectNode node = columns(kept);
            node.set("grades", grades(kept));
            write(out, PortableText.asciiSurrogates(MAPPER.writeValueAsString(node)) + "\n");
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Writes a header, and a CSV line for each entry.
  ///
  /// @param raw whether cells hold the exact text, also what spreadsheets take for formulas
  public static void csv(Ledger ledger, Appendable out, Filter filter, boolean raw)
      throws IOException {
    CSVPrinter printer = CSVFormat.RFC4180.print(out);
    printer.printRecord(COLUMNS);
    try {
      ledger.answers(filter, kept -> write(printer, cells(columns(kept), raw)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    printer.flush();
  }

  private static void write(Appendable out, String text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(CSVPrinter printer, List<String> cells) {
    try {
      printer.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(ObjectNode node, boolean raw) {
    var cells = new ArrayList<String>();
    for (String column : COLUMNS) {
      var value = node.path(column);
      String text = value.isArray() ? value.toString() : value.asString("");
      cells.add(raw ? PortableText.printable(text) : cell(text));
    }
    return cells;
  }

  /// A text as a cell that no spreadsheet takes for a formula.
  public static String cell(String text) {
    String shown = PortableText.printable(text);
    return shown.isEmpty() || FORMULA.indexOf(shown.charAt(0)) < 0 ? shown : "'" + shown;
  }

  private static ObjectNode columns(KeptAnswer kept) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("id", kept.id()).put("at", kept.at().toString()).put("source", kept.source().name());
    node.put("job", kept.job().text()).put("model", kept.model().text()).put("case", kept.caseId());
    node.put("setting", kept.key().setting()).put("content", kept.key().content());
    node.put("repeat", kept.key().repeat()).put("status", KeptAnswer.status(kept.answer()));
    node.put("served", kept.served()).put("attempts", kept.attempts());
    KeptAnswer.Graded graded = kept.grades().getLast();
    node.put("score", graded.grade().score()).put("broken", graded.grade().broken());
    node.put("reason", graded.grade().reason()).put("grading", graded.grading());
    switch (kept.answer()) {
      case Answer.Reply(var reply, _) -> said(node, reply);
      case Answer.Recorded(_, String reason, _, _) -> node.put("detail", reason);
      case Answer.Failure(_, String detail, _) -> node.put("detail", detail);
    }
    KeptAnswer.timing(kept.answer()).ifPresent(timing -> times(node, timing));
    kept.cost().ifPresent(cost -> costs(node, cost));
    node.put("superseded", kept.superseded());
    KeptAnswer.servedModel(kept.answer()).ifPresent(name -> node.put("served_model", name));
    node.put("other_model", kept.otherModel());
    return node;
  }

  private static void said(ObjectNode node, ChatReply reply) {
    node.put("text", reply.text());
    String thinking =
        reply.parts().stream()
            .filter(Part.Thinking.class::isInstance)
            .map(part -> ((Part.Thinking) part).text())
            .collect(Collectors.joining());
    if (!thinking.isEmpty()) {
      node.put("thinking", thinking);
    }
    if (!reply.toolUses().isEmpty()) {
      ArrayNode tools = node.putArray("tools");
      for (Part.ToolUse use : reply.toolUses()) {
        tools
            .addObject()
            .put("id", use.id())
            .put("name", use.name())
            .put("arguments", use.arguments());
      }
    }
    node.put("finish", reply.finish().name());
    node.put("input_tokens", reply.usage().input()).put("cached_tokens", reply.usage().cached());
    node.put("output_tokens", reply.usage().output());
    node.put("tokens_estimated", reply.usage().estimated());
  }

  private static void times(ObjectNode node, Timing timing) {
    node.put("total_seconds", seconds(timing.total()));
    timing.firstToken().ifPresent(first -> node.put("first_token_seconds", seconds(first)));
    timing.tokensPerSecond().ifPresent(speed -> node.put("tokens_per_second", speed));
    node.put("cold", timing.cold());
  }

  private static void costs(ObjectNode node, Cost cost) {
    node.put("cost_dollars", billionths(cost.marginal().nanos()));
    node.put("full_cost_dollars", billionths(cost.full().nanos()));
    node.put("cost_estimated", cost.estimated());
  }

  private static BigDecimal seconds(Duration duration) {
    return billionths(duration.toNanos());
  }

  /// Exact, and without an exponent, which spreadsheets misread.
  private static BigDecimal billionths(long number) {
    BigDecimal exact = BigDecimal.valueOf(number, 9).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  private static ArrayNode grades(KeptAnswer kept) {
    ArrayNode grades = MAPPER.createArrayNode();
    for (KeptAnswer.Graded each : kept.grades()) {
      grade(grades.addObject().put("grading", each.grading()), each.grade());
    }
    return grades;
  }

  private static void grade(ObjectNode node, Grade grade) {
    node.put("score", grade.score()).put("broken", grade.broken()).put("reason", grade.reason());
    if (!grade.parts().isEmpty()) {
      ArrayNode parts = node.putArray("parts");
      grade.parts().forEach(part -> grade(parts.addObject(), part));
    }
  }
}
