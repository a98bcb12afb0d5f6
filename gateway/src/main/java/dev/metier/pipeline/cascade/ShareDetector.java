package dev.metier.pipeline.cascade;

import java.util.Arrays;

/// Notices that the mean of outcomes in 0..1 has fallen below a bar, however slowly they come and
/// as often as one looks: an e-detector (Shin, Ramdas and Rinaldo 2024) of the Shiryaev-Roberts
/// kind, mixed over bets. While each outcome has a mean of at least the bar, given all before, the
/// expected number of outcomes until an alarm is at least its run length. Not thread-safe.
final class ShareDetector {
  /// Outcomes between false alarms, at least, on average, of all that is followed together.
  static final double RUN_LENGTH = 1000;

  private static final double[] BETS = {0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9};

  /// A bar of 1 would make of a single failure an alarm.
  private static final double HIGHEST = 0.999;

  private final double bar;
  private final double runLength;
  private final double[] sums = new double[BETS.length];

  /// @param bar 0..1; nothing falls below 0
  /// @param runLength outcomes between its own false alarms, at least, on average
  ShareDetector(double bar, double runLength) {
    this.bar = Math.min(bar, HIGHEST);
    this.runLength = runLength;
  }

  /// Takes an outcome; true when there is an alarm.
  ///
  /// @param outcome 0..1
  boolean add(double outcome) {
    if (bar <= 0) {
      return false;
    }
    double excess = (1 - outcome) / (1 - bar) - 1;
    for (int i = 0; i < BETS.length; i++) {
      sums[i] = (sums[i] + 1) * (1 + BETS[i] * excess);
    }
    return Arrays.stream(sums).sum() / BETS.length >= runLength;
  }
}
