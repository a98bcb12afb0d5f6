package dev.metier.report.html;

import dev.metier.core.text.NumberText;
import dev.metier.job.ModelName;
import dev.metier.report.html.Page.AnswerPart;
import dev.metier.report.html.Page.CasePart;
import dev.metier.report.html.Page.CasesPart;
import dev.metier.report.html.Page.Excerpt;
import dev.metier.report.html.Page.Field;
import dev.metier.report.html.Page.Mark;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.CaseAnswer;
import dev.metier.report.matrix.FitMatrix.CaseRow;
import dev.metier.report.matrix.FitMatrix.JobRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Turns failing cases into parts of the page, with long texts cut so that the page stays light.
final class CasePages {
  private static final int SHOWN = 600;
  private static final int SHOWN_INPUT = 400;

  /// Room for all answers and inputs together, in bytes.
  private static final long ROOM = 1_700_000;

  private static final int[] LIMITS = {4000, 2500, 1500, 1000, SHOWN, 300, 150};

  private final int limit;

  private CasePages(int limit) {
    this.limit = limit;
  }

  /// For the cases of this matrix: texts are kept up to 4,000 characters, or less when there are so
  /// many that the page would grow too large.
  static CasePages of(FitMatrix matrix) {
    List<String> texts = matrix.jobs().stream().flatMap(CasePages::texts).toList();
    for (int limit : LIMITS) {
      if (texts.stream().mapToLong(t -> weight(t, limit)).sum() <= ROOM) {
        return new CasePages(limit);
      }
    }
    return new CasePages(LIMITS[LIMITS.length - 1]);
  }

  private static Stream<String> texts(JobRow row) {
    return row.failing().stream()
        .flatMap(c ->
            Stream.of(
                    c.given().vars().values().stream(),
                    c.given().expected().stream(),
                    c.answers().values().stream().map(CaseAnswer::text),
                    c.answers().values().stream().map(CaseAnswer::reason))
                .flatMap(texts -> texts));
  }

  private static long weight(String text, int limit) {
    String kept = text.substring(0, Math.min(limit, text.length()));
    long escaped = kept.chars().filter(c -> c == '<' || c == '>' || c == '&').count() * 4;
    return kept.getBytes(StandardCharsets.UTF_8).length + escaped;
  }

  CasesPart part(JobRow row) {
    List<CasePart> cases = row.failing().stream().map(this::part).toList();
    long differing = cases.stream().filter(c -> c.kind().equals("differ")).count();
    return new CasesPart(cases, differing, cases.size() - differing);
  }

  private CasePart part(CaseRow row) {
    boolean somePassed = row.answers().values().stream().anyMatch(CaseAnswer::passed);
    return new CasePart(
        row.given().id(),
        String.join(", ", row.given().slices()),
        somePassed ? "differ" : "failed",
        row.given().expected().map(e -> clipped(e, limit)).orElse(""),
        new TreeMap<>(row.given().vars())
            .entrySet().stream()
                .map(e -> new Field(e.getKey(), excerpt(e.getValue(), SHOWN_INPUT)))
                .toList(),
        row.answers().entrySet().stream().map(this::part).toList());
  }

  private AnswerPart part(Map.Entry<ModelName, CaseAnswer> entry) {
    CaseAnswer answer = entry.getValue();
    Mark mark =
        answer.passed()
            ? new Mark("fit", "passed")
            : new Mark("unfit", answer.served() ? "failed" : "no answer");
    boolean partial = answer.score() > 0 && !answer.passed();
    return new AnswerPart(
        entry.getKey().text(),
        mark,
        partial ? "score " + Figures.score(answer.score()) : "",
        excerpt(answer.text(), SHOWN),
        answer.text().isBlank(),
        clipped(answer.reason(), Math.min(limit, SHOWN)));
  }

  private Excerpt excerpt(String text, int shown) {
    int start = cut(text, Math.min(shown, limit));
    int end = Math.max(start, cut(text, limit));
    String missing = end < text.length() ? NumberText.count(text.length() - end) : "";
    return new Excerpt(text.substring(0, start), text.substring(start, end), missing);
  }

  private static String clipped(String text, int most) {
    int end = cut(text, most);
    return end < text.length() ? text.substring(0, end) + "…" : text;
  }

  /// The greatest length up to `most` that does not part a character in two.
  private static int cut(String text, int most) {
    if (text.length() <= most) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }
}
