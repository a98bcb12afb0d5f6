package dev.metier.provider;

import dev.metier.chat.ChatRequest;
import dev.metier.job.JobName;

/// One question to a model; a record of earlier outcomes is asked by job, case and repeat.
///
/// @param repeat counts from 0
public record Question(JobName job, String caseId, int repeat, ChatRequest request) {}
