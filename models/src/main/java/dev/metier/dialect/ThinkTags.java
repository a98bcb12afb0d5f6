package dev.metier.dialect;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells reasoning from answer where a model marks it at the very beginning of its text and its
/// server leaves it there: `<think>` and its kin, and channels. Not thread-safe.
public final class ThinkTags {
  private static final String FINAL = "<|channel|>final<|message|>";
  private static final String FINAL_TURN = "<|end|><|start|>assistant" + FINAL;
  private static final String ANALYSIS = "<|channel|>analysis<|message|>";

  /// What stands before and behind reasoning; no opening is the beginning of another one.
  private record Form(String open, String close) {}

  private static final List<Form> FORMS =
      List.of(
          new Form("<think>", "</think>"),
          new Form("<thinking>", "</thinking>"),
          new Form("<thought>", "</thought>"),
          new Form("<seed:think>", "</seed:think>"),
          new Form("[THINK]", "[/THINK]"),
          new Form("◁think▷", "◁/think▷"),
          new Form("<|START_THINKING|>", "<|END_THINKING|>"),
          new Form("<|inner_prefix|>", "<|inner_suffix|>"),
          new Form("<|channel>thought", "<channel|>"),
          new Form(ANALYSIS, FINAL_TURN),
          new Form("<|start|>assistant" + ANALYSIS, FINAL_TURN),
          new Form(FINAL, ""),
          new Form("<|start|>assistant" + FINAL, ""));

  private static final String QUOTES = "\"'`“”‘’«»";

  private enum Place {
    BEGINNING,
    THINKING,
    BEHIND,
    ANSWER
  }

  private final Consumer<String> thinking;
  private final Consumer<String> answer;
  private final StringBuilder held = new StringBuilder();
  private Place place = Place.BEGINNING;
  private String close = "";
  private Optional<String> mark = Optional.empty();

  /// @param thinking takes the reasoning as it becomes certain
  /// @param answer takes the answer as it becomes certain
  public ThinkTags(Consumer<String> thinking, Consumer<String> answer) {
    this.thinking = thinking;
    this.answer = answer;
  }

  /// The answer with the reasoning in its text told apart, also where only what closes it stands
  /// there since the template wrote what opens it. That can be told of a whole text alone.
  public static ChatReply apart(ChatReply reply) {
    if (reply.parts().stream().anyMatch(Part.Thinking.class::isInstance)
        || reply.parts().isEmpty()
        || !(reply.parts().getFirst() instanceof Part.Text(String text))) {
      return reply;
    }
    var thought = new StringBuilder();
    var said = new StringBuilder();
    var tags = new ThinkTags(thought::append, said::append);
    tags.whole(text);
    tags.end();
    return said.length() == text.length() ? reply : told(reply, thought, said);
  }

  private static ChatReply told(ChatReply reply, StringBuilder thought, StringBuilder said) {
    var parts = new ArrayList<Part>();
    if (!thought.isEmpty()) {
      parts.add(new Part.Thinking(thought.toString(), Optional.empty()));
    }
    if (!said.isEmpty()) {
      parts.add(new Part.Text(said.toString()));
    }
    parts.addAll(reply.parts().subList(1, reply.parts().size()));
    return new ChatReply(parts, reply.finish(), reply.stopText(), reply.usage());
  }

  /// Takes a piece of a text that comes bit by bit.
  public void add(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (place == Place.ANSWER) {
      answer.accept(text);
      return;
    }
    held.append(text);
    switch (place) {
      case BEGINNING -> beginning();
      case THINKING -> thinking();
      case BEHIND -> behind();
      case ANSWER -> {}
    }
  }

  /// Takes a whole text. Here the opening tag may be missing too, as templates put it into the
  /// prompt.
  public void whole(String text) {
    Optional<Mark> closing = place == Place.BEGINNING ? loneClose(text) : Optional.empty();
    if (closing.isPresent()) {
      thinking.accept(text.substring(0, closing.get().from()).strip());
      mark = Optional.of(text.substring(closing.get().from(), closing.get().to()));
      place = Place.BEHIND;
      add(text.substring(closing.get().to()));
    } else {
      add(text);
    }
  }

  /// The server tells reasoning apart itself, or something else has begun.
  public void noMore() {
    if (place == Place.BEGINNING) {
      end();
      place = Place.ANSWER;
    }
  }

  /// Gives what was held back.
  public void end() {
    String rest = held.toString();
    held.setLength(0);
    if (!rest.isEmpty() && place != Place.BEHIND) {
      (place == Place.THINKING ? thinking : answer).accept(rest);
    }
  }

  /// What told reasoning apart so far, as it stood in the text.
  public Optional<String> mark() {
    return mark;
  }

  private record Mark(int from, int to) {}

  /// The first mark in a text that closes reasoning which nothing opens.
  private static Optional<Mark> loneClose(String text) {
    for (Form form : FORMS) {
      String close = form.close.equals(FINAL_TURN) ? FINAL : form.close;
      int at = close.isEmpty() ? -1 : text.indexOf(close);
      if (at > 0 && !opens(text.strip()) && !text.substring(0, at).contains(form.open)) {
        var mark = new Mark(at, at + close.length());
        if (!mentioned(text, mark)) {
          return Optional.of(mark);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean opens(String text) {
    return FORMS.stream().anyMatch(form -> text.startsWith(form.open));
  }

  /// Whether a text speaks of the mark: in quotes, or between words.
  private static boolean mentioned(String text, Mark mark) {
    char before = text.charAt(mark.from() - 1);
    char behind = mark.to() < text.length() ? text.charAt(mark.to()) : '\n';
    return QUOTES.indexOf(before) >= 0
        || QUOTES.indexOf(behind) >= 0
        || (before == ' ' && behind == ' ');
  }

  private void beginning() {
    int start = firstWord();
    String begun = held.substring(start);
    boolean possible = false;
    for (Form form : FORMS) {
      if (begun.startsWith(form.open)) {
        held.delete(0, start + form.open.length());
        close = form.close;
        mark = Optional.of(form.open);
        place = Place.THINKING;
        thinking();
        return;
      }
      possible |= form.open.startsWith(begun);
    }
    if (!possible) {
      place = Place.ANSWER;
      end();
    }
  }

  private void thinking() {
    int end = held.indexOf(close);
    int sure = end >= 0 ? end : held.length() - partOfClose();
    if (sure > 0) {
      thinking.accept(held.substring(0, sure));
      held.delete(0, sure);
    }
    if (end >= 0) {
      held.delete(0, close.length());
      place = Place.BEHIND;
      behind();
    }
  }

  private void behind() {
    held.delete(0, firstWord());
    if (!held.isEmpty()) {
      place = Place.ANSWER;
      end();
    }
  }

  private int firstWord() {
    int start = 0;
    while (start < held.length() && Character.isWhitespace(held.charAt(start))) {
      start++;
    }
    return start;
  }

  /// How many of the last characters may be the beginning of what closes.
  private int partOfClose() {
    for (int length = Math.min(close.length() - 1, held.length()); length > 0; length--) {
      if (close.startsWith(held.substring(held.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
