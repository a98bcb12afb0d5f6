package dev.metier.report.screen;

/// The words around every screen, and of what is shown in place of one.
public record FrameTexts(
    String product,
    String skip,
    String navigation,
    String matrix,
    String cases,
    String keys,
    String keysTitle,
    String keyFind,
    String keyArrows,
    String keyOpen,
    String keyNext,
    String keyBefore,
    String keyCases,
    String keyHelp,
    String close,
    String evidence,
    String noEvidence,
    String ignored,
    String problemsTitle,
    String problemsLead,
    String problemsLater,
    String missingTitle,
    String missingBack,
    String entered,
    String accessTitle,
    String accessLead,
    String hostTitle,
    String hostLead,
    String failedTitle,
    String failedLead,
    String footer,
    String changeTitle,
    String changeLead) {
  static final FrameTexts ENGLISH = ScreenTexts.english(FrameTexts.class);
}
