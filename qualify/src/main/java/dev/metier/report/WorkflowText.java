package dev.metier.report;

import dev.metier.core.text.NumberText;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.qualify.Forecast;
import dev.metier.report.matrix.CellFacts;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.workflow.search.StageModels;
import dev.metier.workflow.search.WorkflowResult;
import dev.metier.workflow.search.WorkflowSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Workflows for people.
public final class WorkflowText {
  private WorkflowText() {}

  /// What is known of a workflow: a row for each assignment that races, the preferred first.
  public static String of(WorkflowResult result) {
    var text = new StringBuilder("\n").append(head(result.workflow()));
    var lines = new ArrayList<List<String>>();
    lines.add(names(result.workflow()));
    result.rows().forEach(row -> lines.add(models(row.models())));
    List<String> columns = columns(lines);
    if (!result.rows().isEmpty()) {
      text.append("  ").append(columns.getFirst().stripTrailing()).append('\n');
    }
    for (int i = 0; i < result.rows().size(); i++) {
      var row = result.rows().get(i);
      text.append("  ").append(columns.get(i + 1)).append("  ").append(row(row)).append('\n');
      text.append("    ").append(row.cell().verdict().reason()).append('\n');
    }
    text.append("  ").append(ending(result)).append('\n');
    return text.toString();
  }

  private static String row(WorkflowResult.Row row) {
    FitMatrix.Facts facts = CellFacts.facts(row.cell(), row.cell().outcomes(), Optional.empty());
    return String.format(Locale.ROOT, "%-9s", row.cell().verdict().word())
        + "  "
        + row.cell().kept()
        + " of "
        + NumberText.count(row.cell().possible(), "run")
        + facts.perThousand().map(money -> ", " + Figures.perThousand(money)).orElse("")
        + facts.totalP95().map(time -> ", p95 " + time.toMillis() + " ms").orElse("");
  }

  private static String ending(WorkflowResult result) {
    if (result.impossible().isPresent()) {
      return "Nobody can run it: " + result.impossible().get() + ".";
    }
    return result
        .chosen()
        .map(row -> "To be served: " + told(result.workflow(), row.models()) + ".")
        .orElse("No assignment is FIT from end to end.");
  }

  /// `sort by weak, answer by strong`.
  public static String told(Workflow workflow, StageModels models) {
    var told = new ArrayList<String>();
    for (int i = 0; i < models.models().size(); i++) {
      told.add(workflow.stages().get(i).name() + " by " + models.models().get(i));
    }
    return String.join(", ", told);
  }

  /// What a run of a workflow would do.
  public static String of(WorkflowSearch search) {
    Workflow workflow = search.workflow();
    var text = new StringBuilder("\n").append(head(workflow));
    for (WorkflowStage stage : workflow.stages()) {
      text.append("  stage ")
          .append(stage.name())
          .append(": job ")
          .append(stage.job())
          .append(", reads ")
          .append(ForecastText.word(search.stages().read(stage.name())))
          .append(" data\n");
    }
    var lines = new ArrayList<List<String>>();
    search.race().forEach(each -> lines.add(models(each)));
    List<String> columns = columns(lines);
    List<Forecast> forecasts = search.forecast();
    for (int i = 0; i < forecasts.size(); i++) {
      text.append("  ").append(columns.get(i)).append("  ").append(runs(forecasts.get(i)));
    }
    search
        .impossible()
        .ifPresent(why -> text.append("  Nobody can run it: ").append(why).append(".\n"));
    return text.toString();
  }

  private static String runs(Forecast forecast) {
    return forecast.fewest()
        + " to "
        + NumberText.count(forecast.most(), "run")
        + " from end to end, "
        + forecast.mostMoney().map(m -> "at most " + m).orElse("price not known")
        + "\n";
  }

  /// What a reader must know of the evidence for the stages.
  public static List<String> notes(List<String> unknownJobs, Workflow workflow) {
    return unknownJobs.isEmpty()
        ? List.of()
        : List.of(
            "Workflow "
                + workflow.name()
                + ": nothing is known of "
                + String.join(", ", unknownJobs)
                + "; let `metier qualify "
                + String.join(" ", unknownJobs)
                + "` find out first who is likely to do these stages well.");
  }

  private static String head(Workflow workflow) {
    var whole = workflow.whole();
    return "Workflow "
        + workflow.name()
        + ": "
        + ForecastText.count(whole.cases().size(), "case")
        + ", "
        + ForecastText.word(whole.data())
        + " data; needs "
        + String.join(", ", whole.needs().stream().map(Requirement::inWords).toList())
        + "\n";
  }

  private static List<String> names(Workflow workflow) {
    return workflow.stages().stream().map(WorkflowStage::name).toList();
  }

  private static List<String> models(StageModels models) {
    return models.models().stream().map(ModelName::text).toList();
  }

  private static List<String> columns(List<List<String>> lines) {
    var texts = new ArrayList<StringBuilder>();
    lines.forEach(_ -> texts.add(new StringBuilder()));
    int columns = lines.isEmpty() ? 0 : lines.getFirst().size();
    for (int column = 0; column < columns; column++) {
      int at = column;
      int width = lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0);
      for (int i = 0; i < lines.size(); i++) {
        String word = lines.get(i).get(column);
        texts.get(i).append(column == 0 ? "" : "  ").append(word);
        texts.get(i).append(" ".repeat(width - word.length()));
      }
    }
    return texts.stream().map(StringBuilder::toString).toList();
  }
}
