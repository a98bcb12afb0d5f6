package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.plan.Hashes;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.qualify.CellResult;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.view.CasesView.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class CasesViewTest {
  private static final List<CellResult> ALL = SampleResults.all();

  static KeptAnswer answer(Filter filter, int repeat, String text, Grade grade) {
    var reply = new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, Usage.NONE);
    return new KeptAnswer(
        repeat + 1,
        new TrialKey(filter.setting().orElseThrow(), filter.content().orElseThrow(), repeat),
        SampleResults.JOB.name(),
        SampleMatrix.model("qwen").name(),
        "q",
        Source.QUALIFICATION,
        new Answer.Reply(reply, Timing.of(Duration.ofMillis(900))),
        Optional.empty(),
        1,
        SampleMatrix.AT,
        false,
        List.of(new KeptAnswer.Graded(filter.grading().orElseThrow(), grade)));
  }

  /// Says what it was told to say, three times.
  private static List<KeptAnswer> thrice(Filter filter) {
    var wrong = Grade.fail("expected aunt, found the cousin");
    return List.of(
        answer(filter, 0, "the cousin of <b>Bob</b>", wrong),
        answer(filter, 1, "the cousin of <b>Bob</b>", wrong),
        answer(filter, 2, "aunt", Grade.pass("is aunt")));
  }

  private static CasesView of(Map<String, String> parameters) {
    return CasesViews.of(
        SampleResults.matrix(ALL), ALL, CasesQuery.of(parameters), CasesViewTest::thrice);
  }

  @Test
  void showsTwoModelsBesideWhatIsExpected() {
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    String text = json.writeValueAsString(of(Map.of("a", "qwen", "b", "opus")));
    Golden.check("screen/cases-view.json", text + "\n");
  }

  @Test
  void kindsAreCountedFromWhatBothModelsDid() {
    CasesView view = of(Map.of("a", "qwen", "b", "opus"));

    assertThat(view.only()).isEqualTo(CasesQuery.Kind.FIRST_FAILS);
    assertThat(view.total()).isEqualTo(3);
    assertThat(view.items())
        .allSatisfy(item -> {
          assertThat(item.a()).isEqualTo(Standing.FAIL);
          assertThat(item.b()).isEqualTo(Standing.PASS);
        });
    assertThat(view.count(CasesQuery.Kind.ALL)).isEqualTo(50);
  }

  @Test
  void repeatsThatAreAlikeAreFolded() {
    var answers = of(Map.of()).chosen().orElseThrow().sides().getFirst().answers();

    assertThat(answers).extracting(CasesView.Shown::alike).containsExactly(2, 1);
    assertThat(answers).extracting(CasesView.Shown::of).containsOnly(3);
  }

  @Test
  void theCaseThatIsAskedForIsShownOnItsPage() {
    CasesView view = of(Map.of("only", "all", "case", "q49"));

    assertThat(view.chosen().orElseThrow().id()).isEqualTo("q49");
    assertThat(view.ignored()).isEmpty();
  }

  @Test
  void whatIsNoChoiceIsLeftOutAndNamed() {
    CasesView view =
        of(Map.of("a", "quen", "only", "nonsense", "case", "q999", "from", "yesterday"));

    assertThat(view.ignored())
        .containsExactlyInAnyOrder("a=quen", "only=nonsense", "case=q999", "from=yesterday");
    assertThat(of(Map.of("from", "5000")).ignored()).containsExactly("from=5000");
  }

  @Test
  void aJobWithoutCasesHasAnEmptyLab() {
    var none = List.of(SampleResults.result(SampleResults.job(0), "qwen", 0, _ -> true));
    CasesView view =
        CasesViews.of(
            SampleResults.matrix(none), none, CasesQuery.of(Map.of()), CasesViewTest::thrice);

    assertThat(view.chosen()).isEmpty();
    assertThat(view.b()).isEmpty();
  }

  @Test
  void wordsThatAreNotExpectedAreMarked() {
    assertThat(WordMarks.of("the sum is 12 EUR today", "the sum is 21 EUR"))
        .filteredOn(CasesView.Piece::marked)
        .extracting(piece -> piece.text().strip())
        .containsExactly("12", "today");
    assertThat(WordMarks.of("a long answer to one word", "aunt"))
        .noneMatch(CasesView.Piece::marked);
  }

  @Test
  void objectsAreSetBesideEachOtherFieldByField() {
    var rows =
        FieldRows.of(
            "{\"total\": 12, \"day\": \"2026-10-03\"}",
            List.of(
                Optional.of("```json\n{\"total\": 12, \"day\": \"2026-03-10\"}\n```"),
                Optional.of("{\"total\": 12}")));

    assertThat(rows).extracting(CasesView.FieldRow::same).containsExactly(true, false);
    assertThat(rows.getLast().values())
        .extracting(CasesView.FieldValue::text)
        .containsExactly("2026-03-10", "");
    assertThat(FieldRows.of("aunt", List.of(Optional.of("{\"a\": 1}")))).isEmpty();
  }

  @Test
  void theAnswersOfOneCaseAreReadAlone() {
    var read = new java.util.ArrayList<Filter>();
    CasesViews.of(
        SampleResults.matrix(ALL),
        ALL,
        CasesQuery.of(Map.of("a", "qwen", "b", "opus")),
        filter -> {
          read.add(filter);
          return thrice(filter);
        });

    assertThat(read)
        .hasSize(2)
        .allSatisfy(filter -> {
          assertThat(SampleResults.JOB.cases())
              .extracting(given -> Hashes.content(SampleResults.JOB, given))
              .contains(filter.content().orElseThrow());
        });
  }
}
