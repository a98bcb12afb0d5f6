package dev.metier.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import java.util.List;

/// Looks at an answer before it is kept. It reads the answer as data: no text of the answer can
/// speak for it. Thread-safe; may block, and never throws for what an answer says.
public interface AnswerCheck {
  /// What it says of an answer.
  ///
  /// @param request what was asked
  /// @param answers the one to be kept, and then further ones of the same model to the same
  ///   request, for checks that compare; at least one
  CheckResult check(ChatRequest request, List<ChatReply> answers);
}
