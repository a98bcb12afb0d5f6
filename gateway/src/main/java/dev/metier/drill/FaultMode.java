package dev.metier.drill;

/// How a played model behaves.
enum FaultMode {
  WELL,
  /// Nothing listens at its address.
  DEAD,
  /// The connection is cut before the answer.
  CUT,
  /// Status 429.
  LIMITED,
  /// Status 500, after a while.
  FAILING,
  /// Never a word.
  STALLED,
  TOO_LONG,
  /// A status of success, and no answer.
  MALFORMED,
  /// The answer breaks off in the middle.
  BROKEN,
  /// Its server says that it passes requests on to a cloud.
  CLOUD_SHOWN,
  /// Only its answers say so.
  CLOUD_TOLD
}
