package dev.metier.report.screen;

import dev.metier.report.lesson.Glossary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A text in which words are explained where they stand: `[[need]]`, or `[[need|needs]]` where it
/// is shown otherwise. Public only for the templates.
public final class Terms {
  private static final Pattern TERM = Pattern.compile("\\[\\[([a-z-]+)(?:\\|([^\\]]+))?]]");

  private Terms() {}

  /// A piece of such a text.
  ///
  /// @param meaning of a word; empty for plain text
  /// @param address where a word is explained; empty for plain text
  /// @param popover what explains it where it stands, where that is an element of its own
  public record Piece(
      String text, String meaning, Optional<String> address, Optional<String> popover) {}

  /// The text in pieces.
  ///
  /// @param links where words are explained, if anywhere
  public static List<Piece> of(String text, PageLinks links) {
    var pieces = new ArrayList<Piece>();
    var found = TERM.matcher(text);
    int from = 0;
    while (found.find()) {
      plain(pieces, text.substring(from, found.start()));
      String anchor = found.group(1);
      String shown = Optional.ofNullable(found.group(2)).orElse(anchor.replace('-', ' '));
      String meaning =
          Glossary.meaning(anchor)
              .orElseThrow(() -> new IllegalStateException("not in the glossary: " + anchor));
      pieces.add(new Piece(shown, meaning, links.word(anchor), links.popover(anchor)));
      from = found.end();
    }
    plain(pieces, text.substring(from));
    return pieces;
  }

  private static void plain(List<Piece> pieces, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, "", Optional.empty(), Optional.empty()));
    }
  }
}
