package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.core.text.NumberText;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.judge.JobJudge;
import dev.metier.judge.JudgeRules;
import dev.metier.ledger.Ledger;
import dev.metier.provider.Identity;
import dev.metier.stats.JudgeRates;
import dev.metier.verdict.JudgedGrades;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The judges of a run: which there are, whom they may judge, and how often they err.
///
/// @param identities what is known of the models, by name
record Judging(Assignment assignment, Map<ModelName, Identity> identities, Ledger ledger) {
  /// How a job's answers are graded, with what its judge said before.
  Grading grading(Job job) {
    Optional<JobJudge> judge = assignment.judge(job, identities);
    judge.ifPresent(one -> one.recall(ledger));
    return new Grading(job, judge);
  }

  private Identity identity(Model model) {
    return identities.getOrDefault(model.name(), Board.UNKNOWN);
  }

  /// Why nothing is asked, if the judge is not to judge a cell's answers. The same rule of who may
  /// read the data holds for it as for candidates.
  Optional<Verdict> refused(JobJudge judge, Cell cell) {
    Identity known = identity(judge.model());
    return Standing.forbidden(assignment.project(), cell.job(), judge.model(), known)
        .<Verdict>map(forbidden ->
            new Verdict.Forbidden(
                judge.model().name() + " judges the answers. " + forbidden.reason()))
        .or(() ->
            JudgeRules.refused(
                judge.spec(), judge.model(), known, cell.model(), identity(cell.model())));
  }

  /// What is known of the judge's errors on answers of a model's family.
  JudgedGrades known(JobJudge judge, Grading grading, Model model) {
    return new JudgedGrades(
        JudgeRates.UNKNOWN,
        grading.behindOthers(),
        "How often " + judge.model().name() + " errs is not known, so that it only reports.");
  }

  /// What a reader must know of the judging.
  List<String> notes(Cell cell) {
    int waiting = cell.own().unjudged().size();
    return waiting == 0
        ? List.of()
        : List.of(NumberText.count(waiting, "answer") + " not judged yet.");
  }
}
