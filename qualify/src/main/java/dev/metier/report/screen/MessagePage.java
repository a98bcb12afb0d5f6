package dev.metier.report.screen;

import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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
  private static final Pattern SHOWN_LINE = Pattern.compile(" *\\d* \\|");

  public MessagePage {
    messages = messages.stream().map(VisibleText::of).toList();
  }

  public FrameTexts words() {
    return FrameTexts.ENGLISH;
  }

  /// A part of a message.
  ///
  /// @param code whether it shows lines of a file, whose columns must stay below each other
  public record Passage(boolean code, String text) {}

  /// A message with the lines that it shows of a file apart from its words, which may wrap.
  public List<Passage> passages(String message) {
    var passages = new ArrayList<Passage>();
    for (String line : message.lines().toList()) {
      boolean code = SHOWN_LINE.matcher(line).lookingAt();
      int last = passages.size() - 1;
      if (last >= 0 && passages.get(last).code() == code) {
        passages.set(last, new Passage(code, passages.get(last).text() + "\n" + line));
      } else {
        passages.add(new Passage(code, line));
      }
    }
    return passages;
  }

  /// The words of the way on.
  public String backText() {
    return back.filter(MATRIX::equals).isPresent() ? words().missingBack() : words().staleBack();
  }

  public Frame frame() {
    return new Frame(title, project, Frame.MESSAGE, Optional.empty(), Optional.empty(), List.of());
  }
}
