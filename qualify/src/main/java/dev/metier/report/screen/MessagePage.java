package dev.metier.report.screen;

import dev.metier.report.view.VisibleText;
import java.util.List;
import java.util.Optional;

/// A page in place of a screen: what is wrong, and what to do about it. Public only for the
/// templates.
///
/// @param lead empty for none
/// @param messages what is wrong, with its places, as the terminal shows it
/// @param back where to go on, as an address of these pages
public record MessagePage(
    String project,
    String title,
    String lead,
    List<String> messages,
    String last,
    Optional<String> back) {
  static final String MATRIX = "/";

  public MessagePage {
    messages = messages.stream().map(VisibleText::of).toList();
  }

  public FrameTexts words() {
    return FrameTexts.ENGLISH;
  }

  /// The words of the way on.
  public String backText() {
    return back.filter(MATRIX::equals).isPresent() ? words().missingBack() : words().staleBack();
  }

  public Frame frame() {
    return new Frame(title, project, Frame.MESSAGE, Optional.empty(), Optional.empty(), List.of());
  }
}
