package dev.metier.plan;

import dev.metier.catalog.Model;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.provider.Question;

/// One model on one case, once.
///
/// @param index the case's place in the job's committed order, from 0
public record Trial(TrialKey key, Job job, Model model, Case given, int index, Question question) {}
