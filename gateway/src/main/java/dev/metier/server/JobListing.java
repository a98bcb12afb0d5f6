package dev.metier.server;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.job.ModelName;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import dev.metier.server.ModelListing.ListedJob;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The jobs of a policy as clients see them listed.
final class JobListing {
  private static final List<String> FEATURES = List.of("tools", "json_mode", "structured_outputs");

  private JobListing() {}

  /// @param policy the one that the job belongs to
  static ListedJob job(ServedJob job, Policy policy) {
    var window = OptionalInt.empty();
    var longest = OptionalInt.empty();
    Optional<Price.PerToken> price = Optional.empty();
    List<ModelName> models = job.route().models();
    for (ModelName name : models) {
      Model model = policy.model(name).model();
      // whoever answers in the end, it must fit
      window = least(window, model.knownWindow());
      longest = least(longest, model.profile().longestOutput());
    }
    if (!models.isEmpty()
        && policy.model(models.getFirst()).model().price() instanceof Price.PerToken perToken) {
      price = Optional.of(perToken);
    }
    return new ListedJob(
        job.name().text(),
        job.purpose(),
        window,
        longest,
        policy.compiled(),
        price,
        FEATURES,
        List.of("text"));
  }

  private static OptionalInt least(OptionalInt one, OptionalInt other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()));
  }
}
