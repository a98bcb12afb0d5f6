package dev.metier.report.screen;

/// The words of the page of changes.
public record ChangesTexts(
    String title,
    String kicker,
    String headlineTurned,
    String headlineMoved,
    String headlineSame,
    String headlineNothing,
    String lead,
    String emptyLead,
    String since,
    String go,
    String turned,
    String moved,
    String then,
    String name,
    String noMore,
    String now,
    String more,
    String why) {
  static final ChangesTexts ENGLISH = ScreenTexts.english(ChangesTexts.class);
}
