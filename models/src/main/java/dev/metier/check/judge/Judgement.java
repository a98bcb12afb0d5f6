package dev.metier.check.judge;

import dev.metier.check.CheckResult;

/// What one answer of a judge comes to.
public sealed interface Judgement {
  /// What it says of an answer that is to be kept.
  default CheckResult check() {
    return switch (this) {
      case Passed _ -> CheckResult.PASS;
      case Failed _ -> new CheckResult.Fail("judge:says_no");
      case Tied _, Unclear _ -> new CheckResult.Broken("judge:unclear");
    };
  }

  /// In a sentence for people, as the judge gives it.
  String reason();

  /// The answer does what is demanded.
  record Passed(String reason) implements Judgement {}

  /// The answer does not.
  record Failed(String reason) implements Judgement {}

  /// Of two answers none is the one to prefer; only for comparisons.
  record Tied(String reason) implements Judgement {}

  /// Nothing can be concluded from what it said: it could not judge.
  record Unclear(String reason) implements Judgement {}
}
