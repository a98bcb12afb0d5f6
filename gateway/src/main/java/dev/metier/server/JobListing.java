package dev.metier.server;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.job.ModelName;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedStage;
import dev.metier.server.ModelListing.ListedJob;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The jobs of a policy as clients see them listed.
final class JobListing {
  private static final List<String> FEATURES = List.of("tools", "json_mode", "structured_outputs");

  private JobListing() {}

  /// The job, and behind it the stages that it has, each by its own name.
  static Stream<ListedJob> listed(ServedJob job, Policy policy) {
    Stream<ListedJob> stages =
        job.route() instanceof Route.Workflow flow
            ? flow.stages().stream()
                .map(ServedStage::name)
                .flatMap(stage ->
                    job.stage(stage).stream()
                        .map(each -> job(job.name() + "/" + stage, each, policy)))
            : Stream.of();
    return Stream.concat(Stream.of(job(job, policy)), stages);
  }

  /// @param policy the one that the job belongs to
  static ListedJob job(ServedJob job, Policy policy) {
    return job(job.name().text(), job, policy);
  }

  private static ListedJob job(String name, ServedJob job, Policy policy) {
    var window = OptionalInt.empty();
    var longest = OptionalInt.empty();
    Optional<Price.PerToken> price = Optional.empty();
    List<ModelName> models = job.route().models();
    for (ModelName each : models) {
      Model model = policy.model(each).model();
      // whoever answers in the end, it must fit
      window = least(window, model.knownWindow());
      longest = least(longest, model.profile().longestOutput());
    }
    if (!models.isEmpty()
        && !(job.route() instanceof Route.Workflow)
        && policy.model(models.getFirst()).model().price() instanceof Price.PerToken perToken) {
      price = Optional.of(perToken);
    }
    return new ListedJob(
        name, job.purpose(), window, longest, policy.compiled(), price, FEATURES, List.of("text"));
  }

  private static OptionalInt least(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
  }
}
