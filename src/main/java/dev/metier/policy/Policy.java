package dev.metier.policy;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All routes. Immutable; the gateway replaces a policy as a whole.
///
/// @param evidence hash of the evidence behind it, 32 hexadecimal characters
/// @param compiled when it was
/// @param jobs by name, in the order of the file
/// @param models those that a route may reach, by name
public record Policy(
    String evidence,
    Instant compiled,
    Map<JobName, ServedJob> jobs,
    Map<ModelName, ServedModel> models) {
  public Policy {
    jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    for (ServedJob job : jobs.values()) {
      for (ModelName model : job.route().models()) {
        if (!models.containsKey(model)) {
          throw new IllegalArgumentException(job.name() + " routes to unknown " + model);
        }
      }
    }
  }

  /// A model that a route names.
  ///
  /// @throws IllegalArgumentException when none does
  public ServedModel model(ModelName name) {
    ServedModel model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no route leads to " + name);
    }
    return model;
  }

  /// The job that a client means: its name, one of its aliases, or `claude-` before its name.
  public Optional<ServedJob> named(String name) {
    for (ServedJob job : jobs.values()) {
      String own = job.name().text();
      if (own.equals(name)
          || job.serving().aliases().contains(name)
          || name.equals("claude-" + own)) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }
}
