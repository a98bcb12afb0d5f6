package dev.metier.stats;

/// What the cases stand for.
public enum Scope {
  /// An independent sample of future requests; the requirement is about the mean of all of them.
  TRAFFIC,
  /// The whole population: the requirement is about the score that a full run would get.
  SUITE
}
