package dev.metier.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a reviewing stage says of an answer: its first word alone decides, so that no text that is
/// quoted further down can.
public sealed interface Review {
  /// The answer stands.
  record Approved() implements Review {}

  /// It is to be done again.
  ///
  /// @param plan how; not blank
  record Redo(String plan) implements Review {}

  /// Nobody can say what the review means: it could not run.
  record Unreadable() implements Review {}

  /// `approve` alone on the first line; or `redo`, and behind it what to do.
  Pattern APPROVE =
      Pattern.compile("[*_`\"#\\s]*(?:approve|approved)[*_`\".!\\s]*", Pattern.CASE_INSENSITIVE);

  Pattern REDO =
      Pattern.compile(
          "[*_`\"#\\s]*redo\\b[*_`\"]*[\\s:,.;-]*(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /// The review that an answer is.
  static Review of(String answer) {
    String text = answer.strip();
    String first = text.lines().findFirst().orElse("");
    if (APPROVE.matcher(first).matches()) {
      return new Approved();
    }
    Matcher redo = REDO.matcher(text);
    return redo.matches() && !redo.group(1).isBlank()
        ? new Redo(redo.group(1).strip())
        : new Unreadable();
  }
}
