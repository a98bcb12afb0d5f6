package dev.metier.report.view.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Part.ToolUse;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.Template;
import dev.metier.report.view.cases.CasesView.FieldRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallRowsTest {
  private static final Case GIVEN =
      new Case("c", Map.of("order", "42"), Optional.empty(), Set.of(), Optional.empty());

  private static Group group(GraderSpec spec) {
    return new Group(
        Rule.ALL, List.of(new Weighted(spec, 1, Optional.empty())), OptionalDouble.empty());
  }

  private static Group expecting(boolean exact, ExpectedCall... calls) {
    return group(group(new GraderSpec.ToolCalls(List.of(calls), false, exact, List.of("delete"))));
  }

  private static ExpectedCall call(String name, String arguments) {
    return new ExpectedCall(name, Optional.of(new Template(arguments)), Optional.empty());
  }

  private static ToolUse use(String name, String arguments) {
    return new ToolUse("id", name, arguments);
  }

  private static List<String> rows(Group grading, List<Optional<List<ToolUse>>> calls) {
    return CallRows.of(grading, GIVEN, calls).stream().map(CallRowsTest::told).toList();
  }

  private static String told(FieldRow row) {
    String values =
        String.join(
            " | ",
            row.values().stream()
                .map(v -> !v.asked() ? "not asked" : (v.asExpected() ? "+" : "-") + v.text())
                .toList());
    String look = row.free() ? " (free)" : row.same() ? " (same)" : "";
    return row.name() + ": " + row.expected() + ": " + values + look;
  }

  @Test
  void argumentsAreComparedOneByOne() {
    var grading = expecting(false, call("refund", "{\"id\": {{order}}, \"why\": \"late\"}"));

    assertThat(
            rows(
                grading,
                List.of(
                    Optional.of(List.of(use("refund", "{\"id\": 41, \"why\": \"late\"}"))),
                    Optional.of(List.of(use("refund", "{\"id\": 42.0, \"note\": \"x\"}"))))))
        .containsExactly(
            ": refund: +refund | +refund (same)",
            "id: 42: -41 | +42.0",
            "why: late: +late | -",
            "note: : + | +x (free)");
  }

  @Test
  void aTextInPlaceOfANumberIsSeenToBeOne() {
    var grading = expecting(false, call("find", "{\"id\": 42, \"all\": true}"));
    var made = use("find", "{\"id\": \"42\", \"all\": \"true\"}");

    assertThat(rows(grading, List.of(Optional.of(List.of(made)))))
        .containsExactly(": find: +find (same)", "id: 42: -\"42\"", "all: true: -\"true\"");
  }

  @Test
  void aLongValueIsCutBetweenCharacters() {
    var grading = expecting(false, call("note", "{\"text\": \"a\"}"));
    String faces = "\uD83D\uDE00".repeat(2000);

    for (String text : List.of(faces, "x" + faces)) {
      var made = use("note", "{\"text\": \"" + text + "\"}");
      assertThat(String.join("\n", rows(grading, List.of(Optional.of(List.of(made))))))
          .contains("…")
          .doesNotContainPattern("\uD83D(?![\uDC00-\uDFFF])");
    }
  }

  @Test
  void ofSeveralCallsTheNearestIsCompared() {
    var grading = expecting(false, call("find", "{\"id\": 1}"), call("find", "{\"id\": 2}"));

    assertThat(
            rows(
                grading,
                List.of(
                    Optional.of(List.of(use("find", "{\"id\": 2}"), use("find", "{\"id\": 1}"))))))
        .containsExactly(
            ": find: +find (same)", "id: 1: +1 (same)", ": find: +find (same)", "id: 2: +2 (same)");
  }

  @Test
  void callsThatAreMissingForbiddenOrTooManyStandOut() {
    assertThat(
            rows(
                expecting(true, call("find", "{}")),
                List.of(Optional.of(List.of()), Optional.empty())))
        .containsExactly(": find: - | not asked");
    assertThat(
            rows(
                expecting(true, call("find", "{}")),
                List.of(Optional.of(List.of(use("find", ""), use("note", "{}"))))))
        .containsExactly(": find: +find (same)", ": : -note");
    assertThat(rows(expecting(false), List.of(Optional.of(List.of(use("note", "{\"a\": 1}"))))))
        .containsExactly(": : -note (free)", "a: : +1 (free)");
    assertThat(rows(expecting(false), List.of(Optional.of(List.of(use("delete", "{}"))))))
        .containsExactly(": : -delete");
  }

  @Test
  void argumentsThatAreNoObjectAreShownAsWritten() {
    assertThat(
            rows(
                expecting(false, call("find", "{\"id\": 1}")),
                List.of(Optional.of(List.of(use("find", "{oops \u202e"))))))
        .containsExactly(": find: +find (same)", "id: 1: -", "{ }: : -{oops [U+202E]");
  }

  @Test
  void withoutAGraderOfCallsThereIsNothingToCompare() {
    assertThat(
            rows(group(new GraderSpec.Refusal()), List.of(Optional.of(List.of(use("find", "{}"))))))
        .isEmpty();
  }
}
