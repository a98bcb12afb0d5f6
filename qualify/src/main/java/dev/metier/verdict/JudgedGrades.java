package dev.metier.verdict;

import dev.metier.stats.JudgeRates;

/// That a job's grades are a judge's word, and what is known of the judge.
///
/// @param rates how often it errs on answers of the model's family
/// @param behindOthers whether other graders fail some answers before the judge sees them
/// @param unproven why nothing is proved while it tells too little: a sentence with what to do
public record JudgedGrades(JudgeRates rates, boolean behindOthers, String unproven) {}
