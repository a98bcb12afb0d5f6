package dev.metier.drill;

import dev.metier.job.DataClass;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import java.util.Optional;

/// What is drilled: a job's requests, of its own class or of the one that a header raises them to.
///
/// @param data the class that hosts are measured by
record Subject(ServedJob job, DataClass data) {
  /// The job with its own class where some host may not read that, else as restricted where some
  /// host may not read restricted data; empty when every host may read everything.
  static Optional<Subject> of(Policy policy, ServedJob job) {
    var own = new Subject(job, job.data());
    var raised = new Subject(job, DataClass.RESTRICTED);
    return own.leavesOut(policy)
        ? Optional.of(own)
        : Optional.of(raised).filter(r -> r.leavesOut(policy));
  }

  private boolean leavesOut(Policy policy) {
    return Stage.hosts(policy).stream().anyMatch(host -> !host.mayRead(data));
  }

  /// Whether only a header makes it so sensitive.
  boolean raised() {
    return data != job.data();
  }
}
