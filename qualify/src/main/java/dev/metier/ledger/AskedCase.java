package dev.metier.ledger;

/// A case that a model was asked under one setting, whether or not the job still has it.
///
/// @param content hash of the case (see TrialKey)
/// @param name what the case was called
/// @param passed whether the latest answer had the full grade, by the graders that graded it last
public record AskedCase(String setting, String content, String name, boolean passed) {}
