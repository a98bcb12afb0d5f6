package dev.metier.report.learn;

import dev.metier.report.screen.ScreenTexts;

/// The words of the page where a team guesses before it looks.
public record GuessTexts(
    String title,
    String lead,
    String rules,
    String none,
    String question,
    String needs,
    String fit,
    String unfit,
    String pass,
    String why,
    String whyHint,
    String see,
    String resultTitle,
    String resultSame,
    String resultSurprise,
    String resultAs,
    String resultPass,
    String said,
    String guessed,
    String because,
    String surprisesTitle,
    String surprisesNone,
    String surprise,
    String surpriseBecause,
    String recordTitle,
    String recordLead,
    String recordHead,
    String recordLine,
    String recordReason,
    String recordPass,
    String recordOffer,
    String recordNone,
    String recordDraft,
    String again,
    String crumbs,
    String page,
    String go) {
  static final GuessTexts ENGLISH = ScreenTexts.english(GuessTexts.class);
}
