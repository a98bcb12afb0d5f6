package dev.metier.stats;

/// What the results so far prove about one requirement.
public enum Decision {
  /// The requirement is met, except with probability alpha_fit.
  FIT,
  /// The requirement is missed, except with probability alpha_unfit.
  UNFIT,
  /// Neither is proved yet.
  UNDECIDED
}
