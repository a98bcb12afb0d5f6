package dev.metier.report.view.cases;

import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.plan.Hashes;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What the case lab reads from the ledger.
public interface CaseEvidence {
  /// Hands over kept answers, the oldest first.
  void answers(Filter filter, Consumer<KeptAnswer> each);

  /// The cases with an answer under a setting that has a text in it.
  Set<String> mentioning(String setting, String text);

  /// The cases that a model was asked for a job, under every setting, the oldest first.
  List<AskedCase> asked(JobName job, ModelName model);

  /// The grades under a setting that these graders gave and that are no pass.
  List<FailedGrade> failedGrades(String setting, String grading);

  /// The hashes that the answers to a job's cases are kept under, in the order of its file.
  default List<String> contents(Job job) {
    return job.written().stream().map(given -> Hashes.content(job, given)).toList();
  }
}
