package dev.metier.learn.router;

import dev.metier.learn.LearnedRouter;
import java.util.Locale;
import java.util.Map;

/// What became of learning a router.
public sealed interface RouterVerdict {
  /// In one sentence.
  String reason();

  /// Too few cases with both grades to learn from.
  ///
  /// @param cases how many there are
  record TooFew(int cases) implements RouterVerdict {
    @Override
    public String reason() {
      return "A router is not learned from fewer than %d cases that both models answered; there are %d."
          .formatted(RouterTraining.LEAST_CASES, cases);
    }

    /// How many are missing.
    public int missing() {
      return RouterTraining.LEAST_CASES - cases;
    }
  }

  /// It would send nearly everything to one model, so it is that model's static route.
  ///
  /// @param strong whether that is the strong model
  /// @param share of cases sent to the strong model
  record Static(boolean strong, double share) implements RouterVerdict {
    @Override
    public String reason() {
      return "It sends %.0f %% to the %s model: that is its static route."
          .formatted(100 * (strong ? share : 1 - share), strong ? "strong" : "weak");
    }
  }

  /// It is no better than what is simpler, so it does not exist.
  ///
  /// @param skill of the router, on held-out folds
  record NoSkill(Skill skill) implements RouterVerdict {
    @Override
    public String reason() {
      return String.format(
          Locale.ROOT,
          "It does not exist: sending %.0f %% to the strong model it gains %.2f, chance %.2f (p %.2f)"
              + "%s.",
          100 * skill.share(),
          skill.gain(),
          skill.share(),
          skill.pChance(),
          skill.sliced()
              ? String.format(
                  Locale.ROOT,
                  ", the choice by slice %.2f (p %.2f)",
                  skill.bySlice(),
                  skill.pSlice())
              : "");
    }
  }

  /// Too many of its decisions change with what should change none.
  ///
  /// @param skill of the router, on held-out folds
  /// @param flips the share of decisions that change, by alteration
  record Unsteady(Skill skill, Map<Alteration, Double> flips) implements RouterVerdict {
    @Override
    public String reason() {
      double most = flips.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
      return "%.0f %% of its decisions change under a changed case, blanks or a typo."
          .formatted(100 * most);
    }
  }

  /// A router that may be proposed.
  ///
  /// @param p the chance of evidence this good if it gave up more than the margin
  /// @param flips the share of decisions that change, by alteration
  record Learned(LearnedRouter router, Skill skill, double p, Map<Alteration, Double> flips)
      implements RouterVerdict {
    @Override
    public String reason() {
      return "It sends %.0f %% to the strong model and gains %.2f of what that is worth."
          .formatted(100 * skill.share(), skill.gain());
    }
  }

  /// What it gains, measured on held-out folds, where 1 is what the strong model alone gains.
  ///
  /// @param share sent to the strong model; chance gains as much
  /// @param gain of the router at that share
  /// @param bySlice the gain of the choice by slice at that share
  /// @param pChance the chance to look this much above chance, over all shares, without being it
  /// @param pSlice the same for the choice by slice; 0 when there is but one
  record Skill(double share, double gain, double bySlice, double pChance, double pSlice) {
    /// Whether there is more than one slice to choose by.
    public boolean sliced() {
      return pSlice > 0;
    }

    boolean exists(double chance) {
      return pChance <= chance && pSlice <= chance;
    }
  }
}
