package dev.metier.policy;

import dev.metier.job.ModelName;

/// What was found of one model for one job.
///
/// @param verdict the word: FIT, UNFIT, UNDECIDED, FORBIDDEN or EXPIRED
/// @param reason one sentence
/// @param trials how many trials it rests on
public record Candidate(ModelName model, String verdict, String reason, int trials) {}
