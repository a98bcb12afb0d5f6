package dev.metier.report.matrix;

import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.ledger.Unserved;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Why answers failed, in the graders' own words: reasons that differ only in their values are one
/// cause.
public final class FailureCauses {
  private static final Pattern LONG_QUOTE = Pattern.compile("\"(?:[^\"\\\\]|\\\\.){25,}\"");
  private static final Pattern QUOTES =
      Pattern.compile("\"[^\"]*\"(?:, \"[^\"]*\")*(?: and \\d+ more)?");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}_])[-+]?\\d(?:[\\d.,:/-]*\\d)?");
  private static final Pattern OUTSIDE = Pattern.compile("\"[^\"]*\"|" + NUMBER.pattern());
  private static final Pattern FIELDS = Pattern.compile("(?s)\\d+ of \\d+ fields right; (.+)");
  private static final Pattern NEXT_FIELD =
      Pattern.compile("(?<=[\")]\\.|missing\\.) (?=[^\\s\"]+: \\p{Ll})");
  private static final Pattern MORE = Pattern.compile(" And \\d+ more\\.$");
  private static final int LONGEST = 160;

  private FailureCauses() {}

  /// A cause of a grade that is no pass.
  ///
  /// @param pattern the reason without its values, or how the value that was found differs from the
  ///   expected one
  /// @param text the reason with what it quotes, so that it says which label was taken for which
  public record Cause(String pattern, String text) {}

  /// The causes of one grade that is no pass, each once: how values differ where that can be said,
  /// else the reason with its short quotes. The pattern has no numbers, the text has them.
  public static List<Cause> of(Grade grade) {
    return reasons(grade)
        .map(each -> {
          String told = difference(each).orElseGet(() -> line(quoted(each)));
          return new Cause(NUMBER.matcher(told).replaceAll("#"), told);
        })
        .distinct()
        .toList();
  }

  /// Why there was no answer to grade.
  ///
  /// @param kind what the cause is, in a few words
  /// @param why the same in the words of the server
  public static Cause unserved(String kind, String why) {
    return new Cause(Unserved.REASON + kind, Unserved.REASON + line(quoted(why)));
  }

  /// What texts of one pattern have in common: numbers that differ are left out.
  ///
  /// @param texts at least one
  public static String common(Collection<String> texts) {
    List<List<String>> numbers =
        texts.stream()
            .map(text -> NUMBER.matcher(text).results().map(MatchResult::group).toList())
            .toList();
    List<String> first = numbers.getFirst();
    var number = new AtomicInteger();
    return NUMBER
        .matcher(texts.iterator().next())
        .replaceAll(found -> {
          int at = number.getAndIncrement();
          boolean same =
              numbers.stream()
                  .allMatch(all -> all.size() > at && all.get(at).equals(first.get(at)));
          return same ? Matcher.quoteReplacement(found.group()) : "…";
        });
  }

  /// The same at both depths.
  public static List<Cause> patterns(Grade grade) {
    return reasons(grade)
        .map(reason -> new Cause(difference(reason).orElseGet(() -> pattern(reason)), text(reason)))
        .distinct()
        .toList();
  }

  /// The reasons of the innermost grades; of fields, one each.
  private static Stream<String> reasons(Grade grade) {
    return innermost(grade)
        .map(Grade::reason)
        .flatMap(reason -> {
          Matcher fields = FIELDS.matcher(start(reason));
          return fields.matches()
              ? NEXT_FIELD.splitAsStream(MORE.matcher(fields.group(1)).replaceFirst(""))
              : Stream.of(reason);
        });
  }

  /// The grades in a group that are no pass, or the grade itself.
  private static Stream<Grade> innermost(Grade grade) {
    List<Grade> parts = grade.parts().stream().filter(part -> !part.passed()).toList();
    return parts.isEmpty() ? Stream.of(grade) : parts.stream().flatMap(FailureCauses::innermost);
  }

  private static Optional<String> difference(String reason) {
    return ValueDifference.in(start(reason)).map(FailureCauses::line);
  }

  private static String text(String reason) {
    return line(
        OUTSIDE
            .matcher(quoted(reason))
            .replaceAll(found ->
                found.group().startsWith("\"") ? Matcher.quoteReplacement(found.group()) : "#"));
  }

  private static String quoted(String reason) {
    return LONG_QUOTE.matcher(start(reason)).replaceAll("\"…\"");
  }

  private static String pattern(String reason) {
    String quoted = QUOTES.matcher(start(reason)).replaceAll("\"…\"");
    return line(NUMBER.matcher(quoted).replaceAll("#"));
  }

  private static String start(String reason) {
    return ShortText.of(reason, 4 * LONGEST);
  }

  /// On one line, with no full stop at its end.
  private static String line(String text) {
    String plain = text.strip().replaceAll("\\s+", " ");
    return ShortText.of(plain, LONGEST, "…").replaceFirst("(?<![.…])\\.$", "");
  }
}
