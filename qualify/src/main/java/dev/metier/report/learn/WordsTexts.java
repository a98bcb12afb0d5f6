package dev.metier.report.learn;

import dev.metier.report.screen.ScreenTexts;

/// The words around the page of words.
public record WordsTexts(
    String title,
    String lead,
    String wordsTitle,
    String field,
    String verdictsTitle,
    String doubtsTitle,
    String picturesTitle,
    String rangeTitle,
    String rangeText,
    String rangeFit,
    String rangeOpen,
    String rangeUnfit,
    String pathTitle,
    String pathText,
    String pathExample,
    String pathState,
    String pathUnfit,
    String pathFit,
    String pathAcross,
    String pathUpwards,
    String unitsTitle,
    String unitsText,
    String unitsRow,
    String crumbs,
    String lessons) {
  static final WordsTexts ENGLISH = ScreenTexts.english(WordsTexts.class);
}
