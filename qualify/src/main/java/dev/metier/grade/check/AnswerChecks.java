package dev.metier.grade.check;

import dev.metier.check.Agreement;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckSource;
import dev.metier.check.Likelihood;
import dev.metier.check.LoopCheck;
import dev.metier.check.TokenCheck;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Check;

/// All checks of answers.
public final class AnswerChecks implements CheckSource {
  @Override
  public AnswerCheck open(Check check) {
    return switch (check) {
      case Check.Complete _ -> new CompleteCheck();
      case Check.Agree(int _, int least, double _) -> new Agreement(least);
      case Check.Program program -> new ProgramCheck(program);
      case Check.Graders(var specs) ->
          new GradersCheck(
              Graders.of(
                  specs.orElseThrow(() -> new IllegalArgumentException("no graders are named"))));
      case Check.LogProbability(double atLeast) -> new Likelihood(atLeast);
      case Check.Loops _ -> new LoopCheck();
      case Check.Tokens(int atMost) -> new TokenCheck(atMost);
      case Check.Score _ ->
          throw new IllegalArgumentException("a score is weighed of what other checks say");
      case Check.Judge _, Check.Baseline _ ->
          throw new IllegalArgumentException(
              check.word() + " is another model, which is asked like one");
    };
  }
}
