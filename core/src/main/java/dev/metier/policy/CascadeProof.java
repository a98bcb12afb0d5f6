package dev.metier.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What the evidence proved of a cascade when it was compiled.
///
/// @param guarantee one sentence: how many of the answers that are kept are wrong at most, with
///   which confidence, from how many cases
/// @param kept share of the checked answers that is kept
/// @param ends other ends that are followed, as `failed:complete`, `broken:program` (shares of the
///   checked answers) and `down` (of all requests)
public record CascadeProof(String guarantee, Share kept, Map<String, Share> ends) {
  /// Where a share lies.
  ///
  /// @param least 0..1
  /// @param most `least`..1
  public record Share(double least, double most) {
    public Share {
      if (!(least >= 0 && least <= most && most <= 1)) {
        throw new IllegalArgumentException("shares are 0 <= least <= most <= 1");
      }
    }
  }

  public CascadeProof {
    ends = Collections.unmodifiableMap(new TreeMap<>(ends));
  }

  /// A proof that tells of no other ends.
  public CascadeProof(String guarantee, double least, double most) {
    this(guarantee, new Share(least, most), Map.of());
  }

  public double least() {
    return kept.least();
  }

  public double most() {
    return kept.most();
  }
}
