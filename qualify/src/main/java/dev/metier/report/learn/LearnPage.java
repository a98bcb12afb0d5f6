package dev.metier.report.learn;

import dev.metier.report.learn.LessonPage.Value;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.screen.Frame;
import dev.metier.report.screen.FrameTexts;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.ScreenTexts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The page that leads to all lessons. Public only for the templates.
public record LearnPage(String project, Optional<String> at, List<String> models) {
  public LearnTexts words() {
    return LearnTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(words().learnTitle(), project, "learn", Optional.empty(), at, List.of());
  }

  public List<Value> lessons() {
    return Arrays.stream(Lesson.values())
        .map(each ->
            new Value(topic(each), Optional.of(ScreenAddress.lesson(each.word()).toString())))
        .toList();
  }

  public String card(String model) {
    return ScreenAddress.model(model).toString();
  }

  public String guess() {
    return ScreenAddress.GUESS.toString();
  }

  public String glossary() {
    return ScreenAddress.WORDS.toString();
  }

  static String matrix() {
    return FrameTexts.ENGLISH.matrix();
  }

  /// What a lesson is about, whatever its numbers are.
  static String topic(Lesson lesson) {
    LearnTexts words = LearnTexts.ENGLISH;
    return switch (lesson) {
      case KINDS -> words.kindsTitle();
      case NOT_YET -> ScreenTexts.fill(words.notYetTitle(), 41, 50);
      case NO_RANKING -> words.rankingTitle();
      case LOCAL_COST -> words.localCostTitle();
      case DESTINATIONS -> words.destinationsTitle();
      case SPEED -> words.speedTitle();
      case PAIRS -> words.pairsTitle();
      case CASES -> words.casesTitle();
    };
  }
}
