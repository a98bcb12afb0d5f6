package dev.metier.qualify;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.util.Set;

/// What is to be asked anew though there are answers.
///
/// @param unserved every trial that brought no usable answer, also of judges
/// @param jobs all trials of these jobs
/// @param models all trials of these models; where one judges, only what it could not judge, since
///   whoever asks again about the failed ones alone lets more of them pass
public record Again(boolean unserved, Set<JobName> jobs, Set<ModelName> models) {
  public static final Again NOTHING = new Again(false, Set.of(), Set.of());

  public Again {
    jobs = Set.copyOf(jobs);
    models = Set.copyOf(models);
  }

  boolean isNothing() {
    return equals(NOTHING);
  }

  /// Whether all trials of a job and model are asked anew.
  boolean all(JobName job, ModelName model) {
    return jobs.contains(job) || models.contains(model);
  }

  /// Whether a job's judge is asked anew where it could not judge.
  boolean judge(JobName job, ModelName judge) {
    return unserved || all(job, judge);
  }
}
