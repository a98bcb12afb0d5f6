package dev.metier.check;

/// What a check says of an answer.
public sealed interface CheckResult {
  /// The answer may be kept, as far as this check sees.
  record Pass() implements CheckResult {}

  /// The answer may not be kept.
  ///
  /// @param reason for programs: the check's word and what it found, as `complete:empty`; nothing
  ///   of the answer is in it
  record Fail(String reason) implements CheckResult {}

  /// The check could not run, which says nothing of the answer.
  ///
  /// @param reason as for [Fail]
  record Broken(String reason) implements CheckResult {}

  CheckResult PASS = new Pass();
}
