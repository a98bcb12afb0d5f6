package dev.metier.plan;

/// How far ahead of the counted cases calls are started: enough to keep the slots busy, few enough
/// that a verdict finds little in flight that it did not need.
public final class Window {
  private static final int LEAST = 4;
  private static final double SHARE = 4;

  private Window() {}

  /// Units that may be started beyond the counted ones: a quarter of those estimated to be needed
  /// yet.
  ///
  /// @param remaining estimated units until the verdict
  /// @param concurrency calls that may be in flight, at least 1
  public static int ahead(double remaining, int concurrency) {
    int wanted = (int) Math.min(Integer.MAX_VALUE, Math.ceil(remaining / SHARE));
    return Math.max(LEAST, Math.min(wanted, Math.max(LEAST, concurrency)));
  }
}
