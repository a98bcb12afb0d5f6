package dev.metier.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import java.util.List;

/// An answer took no more than so many tokens, reasoning included, as its server counted them. What
/// we would have to count ourselves could not run: the evidence tells another number.
///
/// @param atMost at least 1
public record TokenCheck(int atMost) implements AnswerCheck {
  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    var usage = answers.getFirst().usage();
    if (usage.estimated()) {
      return new CheckResult.Broken("tokens:not_told");
    }
    return usage.output() <= atMost ? CheckResult.PASS : new CheckResult.Fail("tokens:many");
  }
}
