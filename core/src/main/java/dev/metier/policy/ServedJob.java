package dev.metier.policy;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.Serving;
import java.util.List;

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
}
