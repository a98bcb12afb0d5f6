package dev.metier.qualify;

import dev.metier.chat.ChatReply;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.plan.TrialKey;

/// An answer that waits for the job's judge.
///
/// @param place of its trial in its track
/// @param grade by the other graders
record Unjudged(int place, TrialKey key, Case given, ChatReply reply, Grade grade) {}
