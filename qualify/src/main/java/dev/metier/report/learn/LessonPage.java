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
  private static final List<Lesson> ALL = List.of(Lesson.values());

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

  /// A few sentences.
  ///
  /// @param mark where its numbers come from; empty where it has none
  public record Paragraph(String text, Optional<String> mark) {}

  /// The numbers of the picture, and more.
  ///
  /// @param open whether it is read with the text
  public record Table(List<String> heads, List<List<Value>> rows, boolean open) {
    private static final int FEW = 4;
    private static final int MANY = 6;

    /// Whether a narrow screen shows each row as a list: with fewer columns it is narrow enough,
    /// with more a list is longer than the table is wide.
    public boolean isStacked() {
      return heads.size() >= FEW && heads.size() <= MANY;
    }
  }

  /// A name or a number.
  ///
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
    return ScreenTexts.fill(words().place(), ALL.indexOf(lesson) + 1, ALL.size());
  }

  /// The lesson so many places on; empty at the ends.
  public Optional<Value> near(int places) {
    int there = ALL.indexOf(lesson) + places;
    if (there < 0 || there >= ALL.size()) {
      return Optional.empty();
    }
    Lesson other = ALL.get(there);
    String text = places < 0 ? words().before() : words().after();
    return Optional.of(
        new Value(
            ScreenTexts.fill(text, LearnPage.topic(other)),
            Optional.of(ScreenAddress.lesson(other.word()).toString())));
  }
}
