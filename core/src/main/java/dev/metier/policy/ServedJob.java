package dev.metier.policy;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.Serving;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A job as the gateway serves it.
///
/// @param candidates all verdicts that the route rests on
public record ServedJob(
    JobName name,
    String purpose,
    DataClass data,
    Route route,
    List<Candidate> candidates,
    Serving serving) {
  public ServedJob {
    candidates = List.copyOf(candidates);
  }

  /// The models of its route that are FIT by the form of their answers alone, in words to stand
  /// behind it; empty where there is none.
  public String byForm() {
    String models =
        candidates.stream()
            .filter(each -> each.formOnly() && route.models().contains(each.model()))
            .map(each -> each.model().text())
            .collect(Collectors.joining(", "));
    return models.isEmpty()
        ? ""
        : " (" + models + ": FIT by form alone, nothing looked at what is right)";
  }

  /// A stage of the workflow that it is, as a job: under the same name, budgets and keys, with the
  /// stage's models and class; of a chain the later one, since nothing is checked. Empty when it
  /// has no such stage.
  public Optional<ServedJob> stage(String stage) {
    return route instanceof Route.Workflow flow
        ? flow.stage(stage)
            .map(
                each -> new ServedJob(name, purpose, each.data(), alone(each), candidates, serving))
        : Optional.empty();
  }

  private static Route alone(ServedStage stage) {
    return new Route.Single(
        stage.chain().map(ServedStage.Chain::then).orElseGet(stage::model), stage.fallbacks());
  }
}
