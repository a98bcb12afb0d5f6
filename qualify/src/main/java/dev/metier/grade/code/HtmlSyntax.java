package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;

/// HTML, as browsers' parsing rules see it, and every element closed that must be.
final class HtmlSyntax {
  private static final int MOST_ERRORS = 3;
  private static final int LONGEST = 2_000_000;
  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
          "track", "wbr");
  private static final Set<String> OPTIONAL_END =
      Set.of(
          "html",
          "head",
          "body",
          "li",
          "dt",
          "dd",
          "p",
          "rt",
          "rp",
          "optgroup",
          "option",
          "colgroup",
          "caption",
          "thead",
          "tbody",
          "tfoot",
          "tr",
          "td",
          "th");
  private static final Set<String> RAW = Set.of("script", "style", "textarea", "title");

  private HtmlSyntax() {}

  static Optional<String> wrong(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("The HTML is longer than " + LONGEST + " characters.");
    }
    Optional<String> unclosed = unclosed(text);
    return unclosed.isPresent() ? unclosed : parseErrors(text);
  }

  private static Optional<String> parseErrors(String text) {
    Parser parser = Parser.htmlParser().setTrackErrors(MOST_ERRORS);
    boolean document = text.regionMatches(true, 0, "<!doctype", 0, 9);
    parser.parseInput(document ? text : "<!doctype html>" + text, "");
    List<ParseError> errors = parser.getErrors();
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Not well-formed HTML: "
                + quote(errors.getFirst().getErrorMessage())
                + " in "
                + quote(text)
                + ".");
  }

  /// Walks over the tags; the HTML rules themselves forgive a missing end.
  private static Optional<String> unclosed(String text) {
    var open = new ArrayDeque<String>();
    boolean any = false;
    int at = text.indexOf('<');
    while (at >= 0) {
      String name = name(text, at);
      boolean comment = text.startsWith("<!--", at);
      int end = name.isEmpty() && !comment ? at : end(text, at);
      if (end < 0) {
        String what = comment ? "A comment" : "The tag <" + name + ">";
        return Optional.of(what + " does not end in " + quote(text) + ".");
      }
      if (!name.isEmpty()) {
        any = true;
        if (text.charAt(at + 1) == '/') {
          if (!close(open, name)) {
            return Optional.of("</" + name + "> ends what is not open in " + quote(text) + ".");
          }
        } else if (!VOID.contains(name) && text.charAt(end - 1) != '/') {
          open.push(name);
          end = RAW.contains(name) ? rawEnd(text, end, name) : end;
          if (end < 0) {
            return neverClosed(name, text);
          }
        }
      }
      at = text.indexOf('<', Math.max(end, at + 1));
    }
    String left = open.stream().filter(n -> !OPTIONAL_END.contains(n)).findFirst().orElse("");
    return !any
        ? Optional.of("There is no HTML element in " + quote(text) + ".")
        : left.isEmpty() ? Optional.empty() : neverClosed(left, text);
  }

  private static Optional<String> neverClosed(String name, String text) {
    return Optional.of("<" + name + "> is never closed in " + quote(text) + ".");
  }

  private static boolean close(ArrayDeque<String> open, String name) {
    while (!open.isEmpty()) {
      String last = open.pop();
      if (last.equals(name)) {
        return true;
      }
      if (!OPTIONAL_END.contains(last)) {
        return false;
      }
    }
    return false;
  }

  /// The lower-case name of the tag at `at`, empty when there is none.
  private static String name(String text, int at) {
    int from = at + 1 < text.length() && text.charAt(at + 1) == '/' ? at + 2 : at + 1;
    int to = from;
    while (to < text.length()
        && to - from < 64
        && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '-')) {
      to++;
    }
    boolean letter = to > from && Character.isLetter(text.charAt(from));
    return letter ? text.substring(from, to).toLowerCase(Locale.ROOT) : "";
  }

  /// Where the tag or comment at `at` ends, -1 when it does not.
  private static int end(String text, int at) {
    if (text.startsWith("<!--", at)) {
      return text.indexOf("-->", at);
    }
    char quote = 0;
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return -1;
  }

  private static int rawEnd(String text, int from, String name) {
    for (int i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 2)) {
      if (text.regionMatches(true, i + 2, name, 0, name.length())) {
        return i;
      }
    }
    return -1;
  }
}
