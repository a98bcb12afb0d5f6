package dev.metier.report.matrix;

import dev.metier.grade.Grade;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Why answers failed, in the graders' own words: reasons that differ only in numbers and long
/// quotes are one cause.
public final class FailureCauses {
  private static final Pattern QUOTE = Pattern.compile("\"(?:[^\"\\\\]|\\\\.){25,}\"");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}_])[-+]?\\d[\\d.,:]*(?<=\\d)");
  private static final int LONGEST = 160;

  private FailureCauses() {}

  /// The causes of one grade that is no pass, each once.
  public static List<String> of(Grade grade) {
    return innermost(grade).map(each -> cause(each.reason())).distinct().toList();
  }

  /// The grades in a group that are no pass, or the grade itself.
  private static Stream<Grade> innermost(Grade grade) {
    List<Grade> parts = grade.parts().stream().filter(part -> !part.passed()).toList();
    return parts.isEmpty() ? Stream.of(grade) : parts.stream().flatMap(FailureCauses::innermost);
  }

  private static String cause(String reason) {
    String start = reason.length() > 4 * LONGEST ? reason.substring(0, 4 * LONGEST) : reason;
    String general =
        NUMBER.matcher(QUOTE.matcher(start).replaceAll("\"…\"")).replaceAll("#").strip();
    String text = general.length() > LONGEST ? general.substring(0, LONGEST) + "…" : general;
    return text.replaceAll("\\s+", " ");
  }
}
