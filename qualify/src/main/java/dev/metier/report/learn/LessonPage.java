package dev.metier.report.learn;

import dev.metier.report.lesson.Lesson;
import dev.metier.report.screen.Frame;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.ScreenTexts;
import java.util.List;
import java.util.Optional;

/// A lesson as its template needs it. Public only for the templates.
///
/// @param demo whether its numbers are those of the demo, since the project has none
public record LessonPage(
    Lesson lesson, String project, Optional<String> at, boolean demo, Body body) {

  /// What a lesson says and shows.
  ///
  /// @param picture as SVG
  /// @param caption below it
  public record Body(
      String title,
      List<Paragraph> before,
      String picture,
      String caption,
      Table table,
      List<Paragraph> after,
      Attempt attempt) {}

  /// @param mark where its numbers come from; empty where it has none
  public record Paragraph(String text, Optional<String> mark) {}

  /// The numbers of the picture, and more.
  ///
  /// @param open whether it is read with the text
  public record Table(List<String> heads, List<List<Value>> rows, boolean open) {}

  /// @param href where it leads; empty for nowhere
  public record Value(String text, Optional<String> href) {}

  /// What the reader can do about it now: follow a link, or give a command.
  public record Attempt(String text, Optional<Value> link, Optional<String> command) {}

  public LearnTexts words() {
    return LearnTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(body.title(), project, "learn", Optional.empty(), at, List.of());
  }

  public String place() {
    return ScreenTexts.fill(words().place(), lesson.ordinal() + 1, Lesson.values().length);
  }

  /// The lesson so many places on; empty at the ends.
  public Optional<Value> near(int places) {
    int there = lesson.ordinal() + places;
    if (there < 0 || there >= Lesson.values().length) {
      return Optional.empty();
    }
    Lesson other = Lesson.values()[there];
    String text = places < 0 ? words().before() : words().after();
    return Optional.of(
        new Value(
            ScreenTexts.fill(text, LearnPage.topic(other)),
            Optional.of(ScreenAddress.lesson(other.word()).toString())));
  }
}
