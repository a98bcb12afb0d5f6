package dev.metier.evidence;

/// An entry cut down to what verdicts need; a million of them fit in memory.
///
/// @param content hash of the case (see TrialKey)
/// @param score 0..1
/// @param served false when no usable answer came (counted as score 0)
/// @param totalNanos time of the answer, or -1 when not known
/// @param firstTokenNanos time to the first token, or -1
/// @param tokensPerSecond decode speed, or NaN
/// @param costNanos full cost in billionths of a dollar, or -1
/// @param cold whether the server had to load the model first; such times are left out of latency
public record Outcome(
    String content,
    int repeat,
    double score,
    boolean served,
    long totalNanos,
    long firstTokenNanos,
    double tokensPerSecond,
    long costNanos,
    boolean cold) {}
