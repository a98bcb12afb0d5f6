package dev.metier.verdict;

import dev.metier.job.Requirement;

/// How the chance of a false verdict is shared out.
///
/// FIT needs every need MET, so each may be tested at the full alpha (intersection-union). UNFIT
/// follows from any one need, so alpha is split over the needs. Where one model is to be chosen
/// among several, the chance of a false FIT is split over those (Bonferroni).
///
/// @param family models among which one is to be chosen, at least 1; 1 when each verdict stands for
///   itself
/// @param needs needs of the job, at least 1
public record Rigour(int family, int needs) {
  public Rigour {
    if (family < 1 || needs < 1) {
      throw new IllegalArgumentException("at least one model and one need");
    }
  }

  double alphaMet(Requirement need) {
    return alpha(need) / family;
  }

  double alphaUnmet(Requirement need) {
    return alpha(need) / needs;
  }

  private static double alpha(Requirement need) {
    // 1 - 0.95 is 0.050000000000000044; boundaries are compared with exact tables.
    return Math.round((1 - need.confidence()) * 1e12) / 1e12;
  }
}
