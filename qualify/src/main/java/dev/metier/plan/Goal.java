package dev.metier.plan;

/// What a run is to find out.
public enum Goal {
  /// Every job with every candidate.
  MATRIX,
  /// For every job the first candidate, from the cheapest on, that is FIT.
  CHOOSE
}
