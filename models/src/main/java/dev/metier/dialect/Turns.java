package dev.metier.dialect;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the turns of a chat in the order that all vendors insist on: behind the calls of a turn
/// come their results and nothing else, one for each call, in the calls' order. A call that was
/// never answered is told to be interrupted; a result of no call becomes text.
public final class Turns {
  /// What the user says behind an answer that a model must not be given to go on with.
  public static final String GO_ON =
      "[Go on exactly where your answer ends, without repeating it.]";

  private static final String INTERRUPTED = "[The call was interrupted; there is no result.]";

  private final List<Message> out = new ArrayList<>();
  private final boolean picturesApart;

  private Turns(boolean picturesApart) {
    this.picturesApart = picturesApart;
  }

  /// The messages with each result of a tool behind its call.
  ///
  /// @param picturesApart whether results can hold only text, so that what else they show is moved
  ///   to the user's next turn
  public static List<Message> settled(List<Message> messages, boolean picturesApart) {
    if (messages.stream().noneMatch(Turns::hasTools)) {
      return messages;
    }
    var turns = new Turns(picturesApart);
    int i = 0;
    while (i < messages.size()) {
      int next = i + 1;
      while (next < messages.size() && messages.get(next).role() != Role.ASSISTANT) {
        next++;
      }
      boolean assistant = messages.get(i).role() == Role.ASSISTANT;
      turns.stretch(
          assistant ? messages.get(i) : null, messages.subList(assistant ? i + 1 : i, next));
      i = next;
    }
    return turns.out;
  }

  /// Whether the model is to go on with an answer that was begun.
  public static boolean isPrefill(List<Message> messages) {
    return !messages.isEmpty()
        && messages.getLast().role() == Role.ASSISTANT
        && messages.getLast().parts().stream().noneMatch(Part.ToolUse.class::isInstance);
  }

  private static boolean hasTools(Message message) {
    for (Part part : message.parts()) {
      if (part instanceof Part.ToolUse || part instanceof Part.ToolResult) {
        return true;
      }
    }
    return false;
  }

  /// What the assistant said and all that follows until it speaks again.
  private void stretch(@org.jspecify.annotations.Nullable Message said, List<Message> after) {
    List<Part.ToolUse> uses = new ArrayList<>();
    if (said != null) {
      said = joined(said);
      said.parts().stream()
          .filter(Part.ToolUse.class::isInstance)
          .forEach(part -> uses.add((Part.ToolUse) part));
    }
    if (said != null) {
      out.add(said);
    }
    if (after.isEmpty() && said != null && !uses.isEmpty()) {
      return;
    }
    List<Part.ToolResult> results = new ArrayList<>();
    for (Message message : after) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolResult result) {
          results.add(result);
        }
      }
    }
    List<Part> shown = new ArrayList<>();
    answers(uses, results, shown);
    List<Message> rest = rest(after, results);
    show(shown, rest);
    out.addAll(rest);
  }

  /// Calls that were told in two turns of the assistant belong together.
  private Message joined(Message said) {
    Message last = out.isEmpty() ? null : out.getLast();
    if (last == null || last.role() != Role.ASSISTANT || !hasTools(last)) {
      return said;
    }
    out.removeLast();
    List<Part> parts = new ArrayList<>(last.parts());
    parts.addAll(said.parts());
    return new Message(Role.ASSISTANT, parts);
  }

  /// Takes the results of these calls out of `results`.
  private void answers(List<Part.ToolUse> uses, List<Part.ToolResult> results, List<Part> shown) {
    List<Part> answers = new ArrayList<>();
    for (Part.ToolUse use : uses) {
      Optional<Part.ToolResult> own =
          results.stream().filter(result -> result.id().equals(use.id())).findFirst();
      own.ifPresent(results::remove);
      Part.ToolResult result =
          own.orElseGet(() -> new Part.ToolResult(use.id(), INTERRUPTED, true));
      answers.add(picturesApart ? textOnly(result, shown) : result);
    }
    if (!answers.isEmpty()) {
      out.add(new Message(Role.TOOL, answers));
    }
  }

  private static Part.ToolResult textOnly(Part.ToolResult result, List<Part> shown) {
    List<Part> texts = new ArrayList<>();
    int before = shown.size();
    for (Part part : result.content()) {
      if (part instanceof Part.Document document && Media.isText(document)) {
        texts.add(new Part.Text(Media.told(document)));
      } else {
        (part instanceof Part.Text ? texts : shown).add(part);
      }
    }
    if (shown.size() == before) {
      return texts.equals(result.content())
          ? result
          : new Part.ToolResult(result.id(), texts, result.error());
    }
    shown.add(before, new Part.Text("What the call " + result.id() + " showed:"));
    if (texts.isEmpty()) {
      texts.add(new Part.Text("[Shown below.]"));
    }
    return new Part.ToolResult(result.id(), texts, result.error());
  }

  /// The messages without the results that have found their call; the others become text.
  private static List<Message> rest(List<Message> after, List<Part.ToolResult> orphans) {
    List<Message> rest = new ArrayList<>();
    for (Message message : after) {
      List<Part> parts = new ArrayList<>();
      for (Part part : message.parts()) {
        if (!(part instanceof Part.ToolResult result)) {
          parts.add(part);
        } else if (orphans.remove(result)) {
          parts.add(new Part.Text("Result of an earlier call:"));
          parts.addAll(result.content());
        }
      }
      if (!parts.isEmpty()) {
        rest.add(new Message(message.role() == Role.TOOL ? Role.USER : message.role(), parts));
      } else if (message.parts().isEmpty()) {
        rest.add(message);
      }
    }
    return rest;
  }

  private static void show(List<Part> shown, List<Message> rest) {
    if (shown.isEmpty()) {
      return;
    }
    boolean user = !rest.isEmpty() && rest.getFirst().role() == Role.USER;
    List<Part> parts = new ArrayList<>(shown);
    if (user) {
      parts.addAll(rest.removeFirst().parts());
    }
    rest.addFirst(new Message(Role.USER, parts));
  }
}
