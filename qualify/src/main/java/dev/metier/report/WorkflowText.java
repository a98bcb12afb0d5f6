package dev.metier.report;

import dev.metier.core.text.NumberText;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.qualify.Forecast;
import dev.metier.report.matrix.WorkflowFigures;
import dev.metier.workflow.search.StageChain;
import dev.metier.workflow.search.WorkflowResult;
import dev.metier.workflow.search.WorkflowSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Workflows for people.
public final class WorkflowText {
  private WorkflowText() {}

  /// What is known of a workflow: a row for each assignment that races, the preferred first.
  public static String of(WorkflowResult result) {
    var text = new StringBuilder("\n").append(head(result.workflow()));
    var lines = new ArrayList<List<String>>();
    lines.add(WorkflowFigures.stages(result.workflow()));
    result.rows().forEach(row -> lines.add(WorkflowFigures.models(row.models())));
    List<String> columns = columns(lines);
    if (!result.rows().isEmpty()) {
      text.append("  ").append(columns.getFirst().stripTrailing()).append('\n');
    }
    for (int i = 0; i < result.rows().size(); i++) {
      var row = result.rows().get(i);
      text.append("  ").append(columns.get(i + 1)).append("  ");
      text.append(String.format(Locale.ROOT, "%-9s", row.cell().verdict().word())).append("  ");
      text.append(WorkflowFigures.runs(row)).append('\n');
      text.append("    ").append(row.cell().verdict().reason()).append('\n');
    }
    result.stages().withheld().forEach(why -> text.append("  ").append(why).append('\n'));
    result.stages().leftOut().ifPresent(who -> text.append("  ").append(who).append('\n'));
    text.append("  ").append(WorkflowFigures.ending(result)).append('\n');
    return text.toString();
  }

  /// What a run of a workflow would do.
  public static String of(WorkflowSearch search) {
    Workflow workflow = search.workflow();
    var text = new StringBuilder("\n").append(head(workflow));
    for (int i = 0; i < workflow.stages().size(); i++) {
      WorkflowStage stage = workflow.stages().get(i);
      text.append("  stage ")
          .append(stage.name())
          .append(": job ")
          .append(stage.job())
          .append(", reads ")
          .append(ForecastText.word(search.stages().read(stage.name())))
          .append(" data\n");
      search.stages().chains().get(i).ifPresent(chain -> text.append(told(chain)));
    }
    workflow.stages().stream()
        .filter(stage -> stage.redacts().isPresent() && !search.stages().lowers())
        .forEach(stage ->
            text.append("  No model is FIT for stage ")
                .append(stage.name())
                .append(" so far, so that its redaction lowers the class of nothing yet.\n"));
    var lines = new ArrayList<List<String>>();
    search.race().forEach(each -> lines.add(WorkflowFigures.models(each)));
    List<String> columns = columns(lines);
    List<Forecast> forecasts = search.forecast();
    for (int i = 0; i < forecasts.size(); i++) {
      text.append("  ").append(columns.get(i)).append("  ").append(runs(forecasts.get(i)));
    }
    search.stages().withheld().forEach(why -> text.append("  ").append(why).append('\n'));
    search.stages().leftOut().ifPresent(who -> text.append("  ").append(who).append('\n'));
    search
        .impossible()
        .ifPresent(why -> text.append("  Nobody can run it: ").append(why).append(".\n"));
    return text.toString();
  }

  /// Who is told what a stage is told besides those that do it.
  private static String told(StageChain chain) {
    List<ModelName> asked = chain.chain().asks();
    return "    "
        + chain.name()
        + ": "
        + chain.first()
        + " checked by "
        + chain.chain().checks().stream().map(Check::word).collect(Collectors.joining(", "))
        + (asked.isEmpty()
            ? ""
            : ", asking " + asked.stream().map(ModelName::text).collect(Collectors.joining(", ")))
        + ", then "
        + chain.chain().then()
        + "\n";
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
    return "Workflow " + workflow.name() + ": " + WorkflowFigures.needs(workflow) + "\n";
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
