package dev.metier.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import java.util.List;

/// A model found the tokens of its answer likely enough. An answer whose server does not tell is
/// none of either.
///
/// @param atLeast mean natural logarithm of a token's probability
public record Likelihood(double atLeast) implements AnswerCheck {
  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    return answers
        .getFirst()
        .likelihood()
        .map(
            told -> told.mean() >= atLeast ? CheckResult.PASS : new CheckResult.Fail("logprob:low"))
        .orElseGet(() -> new CheckResult.Broken("logprob:not_told"));
  }
}
