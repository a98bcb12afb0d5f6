package dev.metier.policy;

import dev.metier.catalog.Host;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// All routes. Immutable; the gateway replaces a policy as a whole.
///
/// @param evidence hash of the evidence behind it, 32 hexadecimal characters
/// @param project hash of what metier.yaml said of jobs, models and hosts, 32 hexadecimal
///   characters
/// @param compiled when it was
/// @param jobs by name, in the order of the file
/// @param models those that a route may reach, by name
public record Policy(
    String evidence,
    String project,
    Instant compiled,
    Map<JobName, ServedJob> jobs,
    Map<ModelName, ServedModel> models) {
  private static final String CLAUDE = "claude-";

  public Policy {
    jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    oneClearanceEach(models.values());
    for (ServedJob job : jobs.values()) {
      if (job.route() instanceof Route.Workflow flow) {
        for (ServedStage stage : flow.stages()) {
          cleared(
              job.name() + "/" + stage.name(),
              flow.reached(stage),
              reads(job, flow, stage),
              models);
        }
      } else {
        cleared(job.name().text(), job.route().reached(), job.data(), models);
      }
    }
  }

  /// What a stage is told, at least.
  private static DataClass reads(ServedJob job, Route.Workflow flow, ServedStage stage) {
    DataClass flows = flow.reads(job.data(), job.data()).getOrDefault(stage.name(), job.data());
    if (flows.compareTo(stage.data()) > 0) {
      throw new IllegalArgumentException(job.name() + "/" + stage.name() + " reads " + flows);
    }
    return stage.data();
  }

  private static void cleared(
      String what, List<ModelName> names, DataClass data, Map<ModelName, ServedModel> models) {
    for (ModelName name : names) {
      ServedModel model = models.get(name);
      if (model == null) {
        throw new IllegalArgumentException(what + " routes to unknown " + name);
      }
      if (!model.model().mayRead(data)) {
        throw new IllegalArgumentException(
            what + " routes to " + name + ", which may not read its data");
      }
    }
  }

  private static void oneClearanceEach(Iterable<ServedModel> models) {
    var hosts = new HashMap<String, Host>();
    for (ServedModel model : models) {
      Host host = model.model().host();
      Host other = hosts.putIfAbsent(host.name(), host);
      if (other != null && !other.equals(host)) {
        throw new IllegalArgumentException("two clearances for " + host.name());
      }
    }
  }

  /// The model of this name.
  ///
  /// @throws IllegalArgumentException when no route leads to it
  public ServedModel model(ModelName name) {
    ServedModel model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no route leads to " + name);
    }
    return model;
  }

  /// The job of exactly this name.
  ///
  /// @throws IllegalArgumentException when there is none; `named` is for what clients say
  public ServedJob job(JobName name) {
    ServedJob job = jobs.get(name);
    if (job == null) {
      throw new IllegalArgumentException("no job " + name);
    }
    return job;
  }

  /// The job that a client means: its name, one of its aliases, or `claude-` before its name; for a
  /// stage of a workflow the same, and behind a slash the stage's name.
  public Optional<ServedJob> named(String name) {
    Optional<ServedJob> whole = whole(name);
    int slash = name.lastIndexOf('/');
    return whole.isPresent() || slash < 0
        ? whole
        : whole(name.substring(0, slash)).flatMap(job -> job.stage(name.substring(slash + 1)));
  }

  /// Whether this names a stage of a workflow that others follow.
  public boolean isInnerStage(String name) {
    int slash = name.lastIndexOf('/');
    return slash > 0
        && whole(name).isEmpty()
        && whole(name.substring(0, slash))
            .map(ServedJob::route)
            .filter(route ->
                route instanceof Route.Workflow flow
                    && !flow.stages().getLast().name().equals(name.substring(slash + 1)))
            .isPresent();
  }

  private Optional<ServedJob> whole(String name) {
    if (JobName.allowed(name)) {
      ServedJob exact = jobs.get(new JobName(name));
      if (exact != null) {
        return Optional.of(exact);
      }
    }
    for (ServedJob job : jobs.values()) {
      if (job.serving().aliases().contains(name) || isClaude(name, job.name().text())) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }

  private static boolean isClaude(String name, String job) {
    return name.length() == CLAUDE.length() + job.length()
        && name.startsWith(CLAUDE)
        && name.endsWith(job);
  }

  /// The tokens that every model of a job's route can read and write together; empty when that is
  /// not known of one of them.
  public OptionalInt window(ServedJob job) {
    int least = Integer.MAX_VALUE;
    for (ModelName name : job.route().models()) {
      ServedModel model = models.get(name);
      if (model == null || model.model().knownWindow().isEmpty()) {
        return OptionalInt.empty();
      }
      least = Math.min(least, model.model().knownWindow().getAsInt());
    }
    return least == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(least);
  }
}
