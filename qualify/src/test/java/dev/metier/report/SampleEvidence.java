package dev.metier.report;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.report.view.cases.CaseEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Evidence made up for tests of the case lab.
public final class SampleEvidence implements CaseEvidence {
  private final Function<Filter, List<KeptAnswer>> answers;
  private final List<FailedGrade> failed = new ArrayList<>();
  private final List<AskedCase> asked = new ArrayList<>();
  private Set<String> mentioning = Set.of();

  public SampleEvidence(Function<Filter, List<KeptAnswer>> answers) {
    this.answers = answers;
  }

  public SampleEvidence failed(List<FailedGrade> grades) {
    failed.addAll(grades);
    return this;
  }

  public SampleEvidence asked(List<AskedCase> cases) {
    asked.addAll(cases);
    return this;
  }

  public SampleEvidence mentioning(Set<String> contents) {
    mentioning = contents;
    return this;
  }

  @Override
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    answers.apply(filter).forEach(each);
  }

  @Override
  public Set<String> mentioning(String setting, String text) {
    return mentioning;
  }

  @Override
  public List<AskedCase> asked(JobName job, ModelName model) {
    return asked;
  }

  @Override
  public List<FailedGrade> failedGrades(String setting, String grading) {
    return failed;
  }
}
