package dev.metier.ledger;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.util.Optional;

/// Which kept answers are wanted. What is empty does not restrict.
///
/// @param grading only answers that these graders graded, and only their grades
/// @param ungraded only answers that these graders have not graded yet
/// @param below only answers whose grade (by `grading`, or else by the latest graders) is under
///   this score; above 1 means all
/// @param limit at most so many, the oldest first
/// @param content only answers to the case of this hash
/// @param superseded also answers that were set aside and count no more
public record Filter(
    Optional<String> setting,
    Optional<JobName> job,
    Optional<ModelName> model,
    Optional<String> grading,
    Optional<String> ungraded,
    double below,
    long limit,
    Optional<String> content,
    boolean superseded) {
  public static final Filter ALL =
      new Filter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          2,
          Long.MAX_VALUE,
          Optional.empty(),
          false);

  public static Filter setting(String hash) {
    return new Filter(
        Optional.of(hash),
        ALL.job,
        ALL.model,
        ALL.grading,
        ALL.ungraded,
        ALL.below,
        ALL.limit,
        ALL.content,
        false);
  }

  public Filter ofJob(JobName name) {
    return new Filter(
        setting, Optional.of(name), model, grading, ungraded, below, limit, content, superseded);
  }

  public Filter ofModel(ModelName name) {
    return new Filter(
        setting, job, Optional.of(name), grading, ungraded, below, limit, content, superseded);
  }

  public Filter gradedBy(String hash) {
    return new Filter(
        setting, job, model, Optional.of(hash), ungraded, below, limit, content, superseded);
  }

  public Filter ungradedBy(String hash) {
    return new Filter(
        setting, job, model, grading, Optional.of(hash), below, limit, content, superseded);
  }

  public Filter scoreBelow(double score) {
    return new Filter(setting, job, model, grading, ungraded, score, limit, content, superseded);
  }

  public Filter atMost(long answers) {
    return new Filter(setting, job, model, grading, ungraded, below, answers, content, superseded);
  }

  public Filter ofContent(String hash) {
    return new Filter(
        setting, job, model, grading, ungraded, below, limit, Optional.of(hash), superseded);
  }

  /// Also answers that were set aside.
  public Filter withSuperseded() {
    return new Filter(setting, job, model, grading, ungraded, below, limit, content, true);
  }
}
