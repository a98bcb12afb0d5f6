package dev.metier.learn;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import java.util.List;
import java.util.stream.Collectors;

/// What is read of a request to decide about it: the newest turn of the user and the system's text,
/// without what clients add to every request, and never what a model said.
///
/// @param tools how many there are
public record RequestText(String user, String system, int tools) {
  public static RequestText of(ChatRequest request) {
    var system = new StringBuilder();
    for (Message message : request.messages()) {
      if (message.role() == Role.SYSTEM) {
        append(system, ClientBoilerplate.inSystem(text(message)));
      }
    }
    return new RequestText(newest(request.messages()), system.toString(), request.tools().size());
  }

  /// Both texts, the user's first.
  public String text() {
    return system.isEmpty() ? user : user + "\n" + system;
  }

  /// What it consists of.
  public NgramCounts counts() {
    return NgramCounts.of(text(), tools);
  }

  /// Messages of the user that follow each other are one turn; one that only brings what tools
  /// found is none.
  private static String newest(List<Message> messages) {
    var turn = new StringBuilder();
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.role() == Role.USER) {
        var before = new StringBuilder(ClientBoilerplate.inUser(text(message)));
        append(before, turn.toString());
        turn = before;
      } else if (message.role() != Role.SYSTEM && !turn.isEmpty()) {
        break;
      }
    }
    return turn.toString();
  }

  private static void append(StringBuilder text, String more) {
    if (!more.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(more);
    }
  }

  private static String text(Message message) {
    return message.parts().stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining("\n"));
  }
}
