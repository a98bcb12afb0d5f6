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
///   checked answers) and `down` (of all requests); with [#MIDDLE] before it the same of the middle
///   model: `middle:kept`, `middle:failed:complete` (shares of its checked answers) and
///   `middle:down` (of the requests that it is asked)
/// @param told cases in which the later model was told which check failed, as it is where the
///   cascade hands over a reason
public record CascadeProof(String guarantee, Share kept, Map<String, Share> ends, int told) {
  /// What stands before an end of requests that the middle model of a cascade is asked.
  public static final String MIDDLE = "middle:";

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

  /// A proof of requests that are handed over as they came.
  public CascadeProof(String guarantee, Share kept, Map<String, Share> ends) {
    this(guarantee, kept, ends, 0);
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
