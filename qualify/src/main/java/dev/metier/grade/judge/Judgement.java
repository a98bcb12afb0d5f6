package dev.metier.grade.judge;

/// What one answer of a judge comes to.
public sealed interface Judgement {
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
