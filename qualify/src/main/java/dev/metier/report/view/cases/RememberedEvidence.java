package dev.metier.report.view.cases;

import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Evidence as it is at one moment: what is read of all cases at once is read once, so that the
/// next case takes no longer than what is read of it alone. Thread-safe.
public final class RememberedEvidence implements CaseEvidence {
  /// Searches that are remembered; a page of a search that was found is not searched for again.
  private static final int MOST_SEARCHES = 50;

  private final CaseEvidence evidence;
  private final Map<List<Object>, List<AskedCase>> asked = new ConcurrentHashMap<>();
  private final Map<List<Object>, List<FailedGrade>> failed = new ConcurrentHashMap<>();
  private final Map<List<Object>, Set<String>> mentioning = new ConcurrentHashMap<>();
  private final IdentityHashMap<Job, List<String>> contents = new IdentityHashMap<>();

  public RememberedEvidence(CaseEvidence evidence) {
    this.evidence = evidence;
  }

  @Override
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    evidence.answers(filter, each);
  }

  @Override
  public Set<String> mentioning(String setting, String text) {
    if (mentioning.size() >= MOST_SEARCHES) {
      mentioning.clear();
    }
    return mentioning.computeIfAbsent(
        List.of(setting, text), _ -> evidence.mentioning(setting, text));
  }

  @Override
  public List<AskedCase> asked(JobName job, ModelName model) {
    return asked.computeIfAbsent(List.of(job, model), _ -> evidence.asked(job, model));
  }

  @Override
  public List<FailedGrade> failedGrades(String setting, String grading) {
    return failed.computeIfAbsent(
        List.of(setting, grading), _ -> evidence.failedGrades(setting, grading));
  }

  @Override
  public List<String> contents(Job job) {
    synchronized (contents) {
      return contents.computeIfAbsent(job, evidence::contents);
    }
  }
}
