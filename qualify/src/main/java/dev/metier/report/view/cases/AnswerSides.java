package dev.metier.report.view.cases;

import dev.metier.chat.Part.ToolUse;
import dev.metier.core.text.DurationText;
import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.session.AnswerPool;
import dev.metier.ledger.KeptAnswer;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.qualify.CellResult;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.cases.CasesView.Excerpt;
import dev.metier.report.view.cases.CasesView.Reason;
import dev.metier.report.view.cases.CasesView.Shown;
import dev.metier.report.view.cases.CasesView.Side;
import dev.metier.report.view.cases.CasesView.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes what a model answered to one case ready to be shown.
public final class AnswerSides {
  private static final int SHOWN = 700;
  private static final int LINES = 14;
  private static final int KEPT = 100_000;
  private static final int LONGEST = 1_500;
  private static final int MOST_PARTS = 20;

  private AnswerSides() {}

  /// What a model answered to one case, alike answers once.
  public static Side of(
      CellResult result, Standing standing, List<KeptAnswer> kept, Case given, OwnLabels labels) {
    Map<List<Object>, List<KeptAnswer>> alike = new LinkedHashMap<>();
    for (KeptAnswer answer : kept) {
      Grade grade = grade(answer, result);
      alike
          .computeIfAbsent(
              List.of(text(answer), grade.score(), grade.reason()), _ -> new ArrayList<>())
          .add(answer);
    }
    return new Side(
        result.model().name().text(),
        mark(standing),
        alike.values().stream()
            .map(same -> shown(result, same, kept.size(), given, labels))
            .toList());
  }

  static Mark mark(Standing standing) {
    return switch (standing) {
      case PASS -> new Mark("fit", "PASSED");
      case FAIL -> new Mark("unfit", "FAILED");
      case UNSERVED -> new Mark("undecided", "NOT SERVED");
      case NOT_ASKED -> new Mark("unasked", "NOT ASKED");
    };
  }

  private static Grade grade(KeptAnswer answer, CellResult result) {
    return answer.gradeBy(result.grading()).orElseGet(answer::lastGrade);
  }

  private static Shown shown(
      CellResult result, List<KeptAnswer> alike, int of, Case given, OwnLabels labels) {
    KeptAnswer first = alike.getFirst();
    Grade grade = grade(first, result);
    Excerpt text = excerpt(text(first), SHOWN);
    Optional<LabelledAnswer> labelled = AnswerPool.labelled(first);
    Optional<Label> label = labelled.flatMap(answer -> labels.of(given, answer));
    return new Shown(
        alike.size(),
        of,
        text.start().isEmpty()
            ? List.of()
            : grade.passed() || FieldRows.isObject(given.expected().orElse(""))
                ? List.of(new CasesView.Piece(text.start(), false))
                : WordMarks.of(text.start(), given.expected().orElse("")),
        text.rest(),
        text.missing(),
        reasons(grade),
        KeptAnswer.timing(first.answer())
            .map(Timing::total)
            .filter(Duration::isPositive)
            .map(DurationText::rounded),
        first.cost().filter(c -> c.full().nanos() > 0).map(c -> c.full().toString()),
        labelled.map(LabelledAnswer::hash),
        label.map(each -> each.value().word()),
        label.map(each -> VisibleText.of(each.note())).orElse(""));
  }

  private static List<Reason> reasons(Grade grade) {
    if (grade.broken() || grade.parts().size() < 2) {
      return List.of(new Reason(grade.passed(), VisibleText.of(clipped(grade.reason()))));
    }
    return grade.parts().stream()
        .limit(MOST_PARTS)
        .map(part -> new Reason(part.passed(), VisibleText.of(clipped(part.reason()))))
        .toList();
  }

  private static String clipped(String text) {
    return ShortText.of(text, LONGEST, "…");
  }

  /// The whole answer, tool calls behind the text; empty when none was kept.
  static String text(KeptAnswer answer) {
    return answer.answer() instanceof Answer.Recorded ? "" : KeptAnswer.said(answer.answer());
  }

  /// A text in what is shown at once, what is there besides, and how much is left out.
  ///
  /// @param shown characters at once, at most; fewer where they are many lines
  public static Excerpt excerpt(String text, int shown) {
    int start = beginning(text, shown);
    int end = Math.max(start, cut(text, KEPT));
    return new Excerpt(
        VisibleText.of(text.substring(0, start)),
        VisibleText.of(text.substring(start, end)),
        text.length() - end);
  }

  /// How much of a text is shown at once: whole lines or words, and no rest of a line or two.
  private static int beginning(String text, int shown) {
    int lines = 0;
    for (int at = text.indexOf('\n'); at >= 0 && at < shown; at = text.indexOf('\n', at + 1)) {
      lines++;
      if (lines == LINES && text.substring(at).strip().lines().count() > 2) {
        return at + 1;
      }
    }
    if (text.length() <= shown + shown / 4) {
      return text.length();
    }
    int end = cut(text, shown);
    int word = Math.max(text.lastIndexOf('\n', end - 1), text.lastIndexOf(' ', end - 1));
    return word > shown / 2 ? word + 1 : end;
  }

  /// The greatest length up to `most` that does not part a character in two.
  private static int cut(String text, int most) {
    if (text.length() <= most) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }

  /// The answer that is compared: the first one that failed, else the first.
  static Optional<KeptAnswer> compared(CellResult result, List<KeptAnswer> kept) {
    return kept.stream()
        .filter(answer -> !grade(answer, result).passed())
        .findFirst()
        .or(() -> kept.stream().findFirst());
  }

  /// The tool calls of an answer; none where none were kept.
  static List<ToolUse> calls(KeptAnswer answer) {
    return answer.answer() instanceof Answer.Reply(var reply, _) ? reply.toolUses() : List.of();
  }
}
