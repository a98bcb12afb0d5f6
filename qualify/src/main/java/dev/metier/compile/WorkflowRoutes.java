package dev.metier.compile;

import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import dev.metier.workflow.search.StageChain;
import dev.metier.workflow.search.StageModels;
import dev.metier.workflow.search.WorkflowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The routes of workflows: the assignment that is FIT from end to end, or nothing. Where a stage's
/// model does not answer, those stand in for it that are FIT for the stage's job and may read what
/// the stage is told; the whole is not proven with them.
///
/// @param results of the stages' jobs
record WorkflowRoutes(List<CellResult> results, HostLocations locations) {
  Route of(WorkflowResult result) {
    return result
        .chosen()
        .<Route>map(row -> open(result, row))
        .orElseGet(() -> new Route.Closed(closed(result)));
  }

  private Route open(WorkflowResult result, WorkflowResult.Row row) {
    Workflow workflow = result.stages().workflow();
    var served = new ArrayList<ServedStage>();
    for (int i = 0; i < workflow.stages().size(); i++) {
      WorkflowStage stage = workflow.stages().get(i);
      Job job = result.stages().jobs().get(i);
      ModelName name = row.models().models().get(i);
      Optional<StageChain> chain = result.stages().chain(i, name);
      DataClass read = result.stages().read(stage.name());
      List<ModelName> proven =
          chain.map(each -> List.of(each.first(), each.chain().then())).orElse(List.of(name));
      served.add(
          new ServedStage(
              stage,
              job.prompt(),
              job.settings(),
              proven.getFirst(),
              chain.map(StageChain::chain).map(each -> followed(each, result, stage.name())),
              fallbacks(job, proven, read),
              read));
    }
    return new Route.Workflow(
        workflow.input(), served, workflow.deadline(), row.cell().verdict().reason());
  }

  /// The shares of the stage's job say nothing of what the stage is told: those that are followed
  /// were seen in runs from end to end.
  private static ServedStage.Chain followed(
      ServedStage.Chain chain, WorkflowResult result, String stage) {
    Map<String, Integer> ended = result.ends().getOrDefault(stage, Map.of());
    int checked = ended.values().stream().mapToInt(Integer::intValue).sum();
    CascadeProof proof =
        checked == 0
            ? new CascadeProof(chain.proof().guarantee(), 0, 1)
            : ProvedChains.proof(
                chain.proof().guarantee(), chain.checks(), ended, result.perDraw());
    return new ServedStage.Chain(chain.then(), chain.checks(), proof);
  }

  /// In the order that the stage's job prefers, as a route of that job has them.
  private List<ModelName> fallbacks(Job job, List<ModelName> proven, DataClass read) {
    return results.stream()
        .filter(each -> each.job().name().equals(job.name()))
        .filter(each -> each.verdict() instanceof Verdict.Fit)
        .filter(each -> each.model().kind().answersRequests())
        .filter(each -> locations.host(each).mayRead(read))
        .sorted(Ranking.of(job.prefer(), locations))
        .map(each -> each.model().name())
        .filter(name -> !proven.contains(name))
        .toList();
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
}
