package dev.metier.report.screen;

import dev.metier.report.view.VisibleText;
import java.util.List;
import java.util.Optional;

/// A page in place of a screen: what is wrong, and what to do about it. Public only for the
/// templates.
///
/// @param lead empty for none
/// @param messages what is wrong, with its places, as the terminal shows it
/// @param back whether the matrix can be gone back to
public record MessagePage(
    String project, String title, String lead, List<String> messages, String last, boolean back) {
  public MessagePage {
    messages = messages.stream().map(VisibleText::of).toList();
  }

  public FrameTexts words() {
    return FrameTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(title, project, Frame.MESSAGE, Optional.empty(), Optional.empty(), List.of());
  }
}
