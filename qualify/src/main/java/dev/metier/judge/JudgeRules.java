package dev.metier.judge;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.job.GraderSpec;
import dev.metier.provider.Identity;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/// Who may judge whose answers.
public final class JudgeRules {
  private JudgeRules() {}

  /// Why a judge does not judge a model's answers, if so; nothing is then asked.
  public static Optional<Verdict> refused(
      GraderSpec.Judged spec, Model judge, Identity ofJudge, Model model, Identity ofModel) {
    return kin(spec, judge, ofJudge, model, ofModel)
        .or(() ->
            unpriced(judge)
                ? Optional.of(
                    new Verdict.Undecided(
                        List.of(),
                        Verdict.Doubt.BUDGET,
                        "What "
                            + judge.name()
                            + " costs, which judges the answers, is not known: write its `price`"
                            + " (`{input: 0, output: 0}` for a server of your own).",
                        Optional.of("judge's cost unknown")))
                : Optional.empty());
  }

  /// Why it does not since both are too near to each other.
  public static Optional<Verdict> kin(
      GraderSpec.Judged spec, Model judge, Identity ofJudge, Model model, Identity ofModel) {
    if (Kinship.same(judge, ofJudge.fingerprint(), model, ofModel.fingerprint())) {
      return Optional.of(
          undecided(
              judge.name()
                  + " judges this job's answers, and "
                  + (judge.name().equals(model.name())
                      ? "no model judges its own."
                      : model.name() + " is the same weights: no model judges its own.")));
    }
    String family = Kinship.family(model, ofModel.fingerprint());
    if (!spec.sameFamily() && family.equals(Kinship.family(judge, ofJudge.fingerprint()))) {
      return Optional.of(
          undecided(
              judge.name()
                  + " judges this job's answers and is of the same family, "
                  + family
                  + ": models favour their own kind. Name a judge of another family, or say"
                  + " `same_family: true`."));
    }
    return Optional.empty();
  }

  private static boolean unpriced(Model judge) {
    return judge.price() instanceof Price.Unknown && !judge.kind().local();
  }

  private static Verdict undecided(String reason) {
    return new Verdict.Undecided(
        List.of(), Verdict.Doubt.JUDGE, reason, Optional.of("judge refused"));
  }
}
