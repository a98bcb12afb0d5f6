package dev.metier.drill;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import java.util.Map;

/// A policy of one scenario for one subject, with a canary in the place of every model's server.
/// Nothing of it knows a real address or a key.
interface PlayedPolicy extends AutoCloseable {
  /// The played one for a scenario.
  static PlayedPolicy of(Policy policy, Subject subject, Scenario scenario) {
    return subject.stage().isPresent()
        ? new PlayedWorkflow(policy, subject, scenario)
        : new PlayedJob(policy, subject, scenario);
  }

  /// The job with its class and its models, and beside it the open one.
  Policy before();

  /// The same names, but every model runs on a host that may not read what is drilled.
  Policy after();

  /// A job without a class of its own that may go everywhere.
  JobName open();

  /// The class that requests to the open job are raised to.
  DataClass raise();

  /// What requests say besides, if anything.
  default String text() {
    return "";
  }

  /// Connections until now to hosts that may not read what goes there, by name.
  Map<String, Integer> connections();

  /// What hosts were sent until now that may not read it, by name; a cleared one that passes
  /// requests on may be asked what its models are.
  Map<String, Integer> received();

  @Override
  void close();
}
