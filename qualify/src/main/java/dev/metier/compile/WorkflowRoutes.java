package dev.metier.compile;

import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.StageLoop;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.workflow.search.StageModels;
import dev.metier.workflow.search.WorkflowResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The routes of workflows: the assignment that is FIT from end to end, or nothing. No other model
/// stands in for a stage's, since only the whole was proven.
final class WorkflowRoutes {
  private WorkflowRoutes() {}

  static Route of(WorkflowResult result) {
    return result
        .chosen()
        .<Route>map(row -> open(result, row))
        .orElseGet(() -> new Route.Closed(closed(result)));
  }

  private static Route open(WorkflowResult result, WorkflowResult.Row row) {
    Workflow workflow = result.stages().workflow();
    var served = new ArrayList<ServedStage>();
    for (int i = 0; i < workflow.stages().size(); i++) {
      WorkflowStage stage = workflow.stages().get(i);
      Job job = result.stages().jobs().get(i);
      served.add(
          new ServedStage(
              stage,
              job.prompt(),
              job.settings(),
              row.models().models().get(i),
              List.of(),
              result.stages().read(stage.name())));
    }
    return new Route.Workflow(
        workflow.input(), served, workflow.deadline(), row.cell().verdict().reason());
  }

  private static String closed(WorkflowResult result) {
    JobName name = result.workflow().name();
    if (result.impossible().isPresent()) {
      return "Nobody can run " + name + ": " + result.impossible().get() + ".";
    }
    return "No assignment of "
        + name
        + " is FIT from end to end ("
        + result.rows().stream()
            .map(row -> told(row.models()) + " " + row.cell().verdict().word())
            .collect(Collectors.joining(", "))
        + "); run `metier qualify "
        + name
        + "` to find out, or change what it needs, in metier.yaml.";
  }

  private static String told(StageModels models) {
    return models.models().stream().map(ModelName::text).collect(Collectors.joining(" then "));
  }

  /// The models that answer for a workflow, those of last rounds too.
  static Set<ModelName> models(WorkflowResult result) {
    var models = new LinkedHashSet<ModelName>();
    result
        .chosen()
        .ifPresent(row -> {
          models.addAll(row.models().models());
          result.stages().workflow().stages().stream()
              .flatMap(stage -> stage.loop().stream())
              .map(StageLoop::escalate)
              .forEach(model -> model.ifPresent(models::add));
        });
    return models;
  }
}
