package dev.metier.grade.judge;

import dev.metier.check.judge.Judgement;
import dev.metier.grade.Grade;
import dev.metier.job.Criterion;
import dev.metier.job.ModelName;
import java.util.List;

/// From a judge's words to a grade.
public final class Judgements {
  /// What the reason of a grade says where the judge could not judge.
  public static final String COULD_NOT = " could not judge it, asked twice: ";

  private Judgements() {}

  /// The grade by what was said to each request; one that is unclear breaks it.
  public static Grade grade(ModelName judge, Criterion criterion, List<Judgement> said) {
    for (Judgement each : said) {
      if (each instanceof Judgement.Unclear(var why)) {
        return Grade.broken(judge + COULD_NOT + why + ".");
      }
    }
    long passed = said.stream().filter(Judgement.Passed.class::isInstance).count();
    long failed = said.stream().filter(Judgement.Failed.class::isInstance).count();
    String reason = judge + " judges: " + said.getFirst().reason();
    if (criterion instanceof Criterion.Pairwise pair && passed < said.size()) {
      boolean lost = failed == said.size();
      String told = lost ? reason : judge + " sees no difference in both orders.";
      return !lost && pair.tiesPass() ? Grade.pass(told) : Grade.fail(told);
    }
    return failed == 0 ? Grade.pass(reason) : Grade.fail(reason);
  }
}
