package dev.metier.hybrid;

/// The most that single answers can take, without which a mean over rare dear ones is not known.
///
/// @param costBefore the most that all answers of the first model to one request can cost, in
///   billionths of a dollar; NaN when nothing limits it
/// @param costAlone the most that the answer of the one model can cost; NaN when nothing limits it
/// @param nanosBefore the longest that the chain can take before it escalates
/// @param nanosAlone the longest that the one model can take
public record Limits(double costBefore, double costAlone, double nanosBefore, double nanosAlone) {
  /// Nothing limits anything.
  public static final Limits NONE = new Limits(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
