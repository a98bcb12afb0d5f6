package dev.metier.policy;

/// What the evidence proved of a cascade when it was compiled.
///
/// @param guarantee one sentence: how many of the answers that are kept are wrong at most, with
///   which confidence, from how many cases
/// @param least share of answers that is kept at least, 0..1
/// @param most share of answers that is kept at most, `least`..1
public record CascadeProof(String guarantee, double least, double most) {
  public CascadeProof {
    if (!(least >= 0 && least <= most && most <= 1)) {
      throw new IllegalArgumentException("shares are 0 <= least <= most <= 1");
    }
  }
}
