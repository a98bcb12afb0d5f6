package dev.metier.job;

import java.util.List;
import java.util.Optional;

/// What may stand in place of one model for a job, as the project says it.
///
/// @param searched whether anything may
/// @param first models that may answer first, in the order in which they are tried, at most
///   [#MOST_FIRST]; empty: the cheapest that may read the data
/// @param middle a model between each of them and `then`, whose answers are checked like theirs;
///   chains of three are searched beside those of two where it is named, and never otherwise
/// @param then what stands behind them
/// @param checks in the order in which they are run; empty: those that the evidence can value
/// @param keptWrong how many of the answers that are kept may be wrong, where that is limited
/// @param router whether a router is learned that chooses by the request alone, and by what
public record HybridSpec(
    boolean searched,
    List<ModelName> first,
    Optional<ModelName> middle,
    Then then,
    List<Check> checks,
    NotWorse notWorse,
    Optional<KeptWrong> keptWrong,
    CascadeRules rules,
    Router router) {
  /// Error rates are divided over first stages, so that there are few.
  public static final int MOST_FIRST = 3;

  /// What is searched when the project says nothing.
  public static final HybridSpec USUAL =
      new HybridSpec(
          true,
          List.of(),
          Optional.empty(),
          new Then.StaticRoute(),
          List.of(),
          new NotWorse(0.02, 0.95),
          Optional.empty(),
          CascadeRules.USUAL,
          Router.SEARCHED);

  /// One model alone.
  public static final HybridSpec OFF =
      new HybridSpec(
          false,
          USUAL.first(),
          USUAL.middle(),
          USUAL.then(),
          USUAL.checks(),
          USUAL.notWorse(),
          USUAL.keptWrong(),
          USUAL.rules(),
          Router.OFF);

  /// How a router is learned.
  public enum Router {
    OFF,
    /// By whatever errs least on cases that it was not learned from.
    SEARCHED,
    RIDGE,
    NEIGHBOURS
  }

  /// What answers where the first answer may not be kept.
  public sealed interface Then {
    /// The model that the job would have alone.
    record StaticRoute() implements Then {}

    record Named(ModelName model) implements Then {}

    record Nobody() implements Then {}
  }

  /// How much lower the mean grade may be than that of the one model that would do the job alone.
  ///
  /// @param margin in (0, 1)
  /// @param confidence in [0.5, 1)
  public record NotWorse(double margin, double confidence) {
    public NotWorse {
      share(margin, "margin");
      share(confidence, "confidence");
    }
  }

  /// How many answers may be kept and wrong.
  ///
  /// @param atMost a share, in (0, 1)
  /// @param confidence in [0.5, 1)
  /// @param ofAll whether the share is one of all answers, rather than of those that are kept
  public record KeptWrong(double atMost, double confidence, boolean ofAll) {
    public KeptWrong {
      share(atMost, "at_most");
      share(confidence, "confidence");
    }

    /// How many cases it takes when none of them is kept and wrong.
    public int cases() {
      return cases(atMost, confidence);
    }

    /// The fewest draws without a failure that prove a share of failures.
    public static int cases(double share, double confidence) {
      return (int) Math.ceil(Math.log1p(-confidence) / Math.log1p(-share));
    }
  }

  public HybridSpec {
    first = List.copyOf(first);
    checks = List.copyOf(checks);
    if (first.size() > MOST_FIRST) {
      throw new IllegalArgumentException("at most " + MOST_FIRST + " models are tried first");
    }
  }

  /// What it says, to be hashed: without a middle model what it was before there were any, so that
  /// policies and searches of then are the same ones still.
  public String hashed() {
    return toString().replace(", middle=Optional.empty", "");
  }

  private static void share(double value, String name) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " is above 0 and below 1");
    }
  }
}
