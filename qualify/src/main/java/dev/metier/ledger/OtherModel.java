package dev.metier.ledger;

/// Answers under a setting that say they are of another model than the one that was asked.
///
/// @param name of that other model
/// @param answers how many
public record OtherModel(String name, long answers) {}
