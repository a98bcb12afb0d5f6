package dev.metier.hybrid;

/// A way to answer requests with one model or another.
public interface Strategy {
  /// In a few words.
  String label();

  /// What it would have done with a case.
  Passage run(CheckedCase on);
}
