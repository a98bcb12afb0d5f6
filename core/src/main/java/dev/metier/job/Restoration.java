package dev.metier.job;

/// Puts back into an answer what an earlier stage redacted.
///
/// @param from the stage that redacted
/// @param every whether each placeholder that was handed out must be in the answer; otherwise some
///   may be left out. One that was never handed out is a failure either way
public record Restoration(String from, boolean every) {}
