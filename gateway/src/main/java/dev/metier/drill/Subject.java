package dev.metier.drill;

import dev.metier.catalog.Host;
import dev.metier.job.DataClass;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedStage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is drilled: a job's requests, of its own class or of the one that a header raises them to;
/// of a workflow what one of its stages is told of them.
///
/// @param stage the stage whose models fail, of a workflow
/// @param data the class that hosts are measured by
/// @param raised whether only a header makes it so sensitive
record Subject(ServedJob job, Optional<String> stage, DataClass data, boolean raised) {
  /// The job with its own class where some host may not read that, else as restricted where some
  /// host may not read restricted data; so each stage of a workflow. Empty when every host may read
  /// everything.
  static List<Subject> of(Policy policy, ServedJob job) {
    if (!(job.route() instanceof Route.Workflow flow)) {
      return of(policy, job, Optional.empty(), job.data()).toList();
    }
    var reads = flow.reads(job.data(), job.data());
    return flow.stages().stream()
        .map(ServedStage::name)
        .flatMap(name -> of(policy, job, Optional.of(name), reads.getOrDefault(name, job.data())))
        .toList();
  }

  private static Stream<Subject> of(
      Policy policy, ServedJob job, Optional<String> stage, DataClass data) {
    return Stream.of(
            new Subject(job, stage, data, false),
            new Subject(job, stage, DataClass.RESTRICTED, true))
        .filter(subject -> subject.leavesOut(policy))
        .limit(1);
  }

  /// The job, and behind a slash the stage.
  String what() {
    return job.name() + stage.map(name -> "/" + name).orElse("");
  }

  private boolean leavesOut(Policy policy) {
    return hosts(policy).stream().anyMatch(host -> !host.mayRead(data));
  }

  /// All hosts that a policy leads to.
  static Set<Host> hosts(Policy policy) {
    var hosts = new LinkedHashSet<Host>();
    policy.models().values().forEach(served -> hosts.add(served.model().host()));
    return hosts;
  }

  /// Hosts that may not read what is drilled.
  List<Host> closed(Policy policy) {
    return hosts(policy).stream().filter(host -> !host.mayRead(data)).toList();
  }

  /// Whether it is a stage that hides what the request says.
  boolean redacts() {
    return stage
        .filter(_ -> job.route() instanceof Route.Workflow)
        .flatMap(name -> ((Route.Workflow) job.route()).stage(name))
        .flatMap(each -> each.stage().redacts())
        .isPresent();
  }

  /// The scenarios that are played for it.
  List<Scenario> scenarios() {
    return Stream.of(Scenario.values()).filter(each -> redacts() || !each.isOfRedaction()).toList();
  }
}
