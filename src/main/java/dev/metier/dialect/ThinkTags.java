package dev.metier.dialect;

import java.util.function.Consumer;

/// Tells reasoning from answer where a model marks it by `<think>` at the very beginning of its
/// text and its server leaves it there. Not thread-safe.
final class ThinkTags {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

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

  ThinkTags(Consumer<String> thinking, Consumer<String> answer) {
    this.thinking = thinking;
    this.answer = answer;
  }

  void add(String text) {
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

  /// A whole text. Here the opening tag may be missing too, as templates put it into the prompt.
  void whole(String text) {
    int close = text.indexOf(CLOSE);
    boolean alone = close > 0 && place == Place.BEGINNING && !text.contains(OPEN);
    if (alone && ownLine(text, close)) {
      thinking.accept(text.substring(0, close).strip());
      place = Place.BEHIND;
      add(text.substring(close + CLOSE.length()));
    } else {
      add(text);
    }
  }

  /// The server tells reasoning apart itself, or something else has begun.
  void noMore() {
    if (place == Place.BEGINNING) {
      end();
      place = Place.ANSWER;
    }
  }

  /// Gives what was held back.
  void end() {
    String rest = held.toString();
    held.setLength(0);
    if (!rest.isEmpty() && place != Place.BEHIND) {
      (place == Place.THINKING ? thinking : answer).accept(rest);
    }
  }

  private static boolean ownLine(String text, int close) {
    int end = close + CLOSE.length();
    return text.charAt(close - 1) == '\n' || end == text.length() || text.charAt(end) == '\n';
  }

  private void beginning() {
    int start = firstWord();
    int length = held.length() - start;
    if (length >= OPEN.length() && held.indexOf(OPEN, start) == start) {
      held.delete(0, start + OPEN.length());
      place = Place.THINKING;
      thinking();
    } else if (!OPEN.startsWith(held.substring(start, start + Math.min(length, OPEN.length())))) {
      place = Place.ANSWER;
      end();
    }
  }

  private void thinking() {
    int close = held.indexOf(CLOSE);
    int sure = close >= 0 ? close : held.length() - partOfClose();
    if (sure > 0) {
      thinking.accept(held.substring(0, sure));
      held.delete(0, sure);
    }
    if (close >= 0) {
      held.delete(0, CLOSE.length());
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

  /// How many of the last characters may be the beginning of the closing tag.
  private int partOfClose() {
    for (int length = Math.min(CLOSE.length() - 1, held.length()); length > 0; length--) {
      if (CLOSE.startsWith(held.substring(held.length() - length))) {
        return length;
      }
    }
    return 0;
  }
}
