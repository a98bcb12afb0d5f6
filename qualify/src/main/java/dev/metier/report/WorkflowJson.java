package dev.metier.report;

import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.qualify.Forecast;
import dev.metier.report.matrix.CellFacts;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.verdict.Verdict;
import dev.metier.workflow.search.StageModels;
import dev.metier.workflow.search.Stages;
import dev.metier.workflow.search.WorkflowResult;
import dev.metier.workflow.search.WorkflowSearch;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Workflows for programs.
public final class WorkflowJson {
  private WorkflowJson() {}

  /// What is known of a workflow.
  static ObjectNode of(WorkflowResult result) {
    ObjectNode node = head(result.workflow(), result.stages());
    ArrayNode assignments = node.putArray("assignments");
    result.rows().forEach(row -> assignments.add(row(result.workflow(), row)));
    result
        .chosen()
        .ifPresentOrElse(
            row -> node.set("chosen", models(result.workflow(), row.models())),
            () -> node.putNull("chosen"));
    result.impossible().ifPresent(why -> node.put("impossible", why));
    return node;
  }

  private static ObjectNode row(Workflow workflow, WorkflowResult.Row row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Verdict verdict = row.cell().verdict();
    node.set("models", models(workflow, row.models()));
    node.put("name", row.models().name().text());
    node.put("verdict", verdict.word()).put("reason", verdict.reason());
    if (verdict instanceof Verdict.Undecided undecided) {
      node.put("doubt", undecided.doubt().name());
    }
    node.put("runs", row.cell().kept()).put("possible", row.cell().possible());
    FitMatrix.Facts facts = CellFacts.facts(row.cell(), row.cell().outcomes(), Optional.empty());
    facts.perThousand().ifPresent(money -> node.put("usd_per_thousand", money.dollars()));
    facts.totalP95().ifPresent(time -> node.put("p95_ms", time.toMillis()));
    return node;
  }

  /// What a run would do to a workflow.
  public static ObjectNode of(WorkflowSearch search) {
    ObjectNode node = head(search.workflow(), search.stages());
    ArrayNode assignments = node.putArray("assignments");
    List<Forecast> forecasts = search.forecast();
    for (int i = 0; i < forecasts.size(); i++) {
      Forecast forecast = forecasts.get(i);
      ObjectNode one = assignments.addObject();
      one.set("models", models(search.workflow(), search.race().get(i)));
      one.put("fewest_runs", forecast.fewest()).put("most_runs", forecast.most());
      forecast
          .mostMoney()
          .ifPresentOrElse(
              m -> one.put("usd_at_most", m.dollars()), () -> one.putNull("usd_at_most"));
    }
    search.impossible().ifPresent(why -> node.put("impossible", why));
    return node;
  }

  private static ObjectNode head(Workflow workflow, Stages stages) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("workflow", workflow.name().text());
    node.put("data", ForecastText.word(workflow.whole().data()));
    ArrayNode list = node.putArray("stages");
    for (WorkflowStage stage : workflow.stages()) {
      list.addObject()
          .put("stage", stage.name())
          .put("job", stage.job().text())
          .put("reads", ForecastText.word(stages.read(stage.name())));
    }
    workflow.whole().judged().ifPresent(spec -> node.put("judge", spec.judge().text()));
    stages.leftOut().ifPresent(who -> node.put("left_out", who));
    return node.put("redaction_lowers", stages.lowers());
  }

  private static ObjectNode models(Workflow workflow, StageModels models) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < models.models().size(); i++) {
      node.put(workflow.stages().get(i).name(), models.models().get(i).text());
    }
    return node;
  }
}
