package dev.metier.grade;

import dev.metier.chat.ChatReply;
import dev.metier.job.Case;
import dev.metier.job.Money;
import dev.metier.provider.Timing;
import java.util.Optional;

/// An answer to be graded, with the case it answers.
public record Sample(Case given, ChatReply reply, Timing timing, Optional<Money> cost) {}
