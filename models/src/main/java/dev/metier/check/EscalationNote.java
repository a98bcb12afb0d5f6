package dev.metier.check;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import java.util.ArrayList;

/// What a later model of a cascade is told by `hand_over: reason`: which check did not pass, never
/// the answer that was held back.
///
/// Evidence and gateway ask the later model the same, so both take its words from here.
public final class EscalationNote {
  private EscalationNote() {}

  /// The check that a reason comes from: `agree` of `agree:1_of_3`. Nothing else of the reason is
  /// told, so that cases of one check are asked alike.
  public static String check(String reason) {
    int colon = reason.indexOf(':');
    return colon < 0 ? reason : reason.substring(0, colon);
  }

  /// The sentence for the model.
  ///
  /// @param reason of a check that failed, for programs
  public static String sentence(String reason) {
    return "(An earlier answer to this was not released: it did not pass the check `"
        + check(reason)
        + "`.)";
  }

  /// The request with the sentence behind its last message of the user.
  public static ChatRequest told(ChatRequest request, String reason) {
    var messages = new ArrayList<>(request.messages());
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.role() == Role.USER) {
        var parts = new ArrayList<>(message.parts());
        parts.add(new Part.Text("\n\n" + sentence(reason)));
        messages.set(i, new Message(Role.USER, parts));
        return new ChatRequest(messages, request.tools(), request.settings(), request.hints());
      }
    }
    messages.add(Message.of(Role.USER, sentence(reason)));
    return new ChatRequest(messages, request.tools(), request.settings(), request.hints());
  }
}
