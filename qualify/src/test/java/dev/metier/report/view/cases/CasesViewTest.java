package dev.metier.report.view.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labels;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.plan.Hashes;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.qualify.CellResult;
import dev.metier.report.Golden;
import dev.metier.report.SampleEvidence;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.view.cases.CasesView.Standing;
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
        SampleResults.matrix(ALL),
        ALL,
        CasesQuery.of(parameters),
        new SampleEvidence(CasesViewTest::thrice),
        OwnLabels.NONE);
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
            SampleResults.matrix(none),
            none,
            CasesQuery.of(Map.of()),
            new SampleEvidence(CasesViewTest::thrice),
            OwnLabels.NONE);

    assertThat(view.chosen()).isEmpty();
    assertThat(view.b()).isEmpty();
  }

  @Test
  void aTextIsCutBetweenWordsAndOnlyWhereThereIsMoreThanALittle() {
    String words = "word ".repeat(40).strip();

    assertThat(AnswerSides.excerpt(words, 160).rest()).isEmpty();
    assertThat(AnswerSides.excerpt(words, 103).start()).hasSize(100).endsWith("word ");
    assertThat(AnswerSides.excerpt("x".repeat(400), 103).start()).hasSize(103);
    assertThat(AnswerSides.excerpt("line\n".repeat(16), 500).rest()).isEmpty();
    assertThat(AnswerSides.excerpt("line\n".repeat(17), 500).start().lines()).hasSize(14);
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
        new SampleEvidence(filter -> {
          read.add(filter);
          return thrice(filter);
        }),
        OwnLabels.NONE);

    assertThat(read)
        .hasSize(2)
        .allSatisfy(filter -> {
          assertThat(SampleResults.JOB.cases())
              .extracting(given -> Hashes.content(SampleResults.JOB, given))
              .contains(filter.content().orElseThrow());
        });
  }

  private static String content(int number) {
    return Hashes.content(SampleResults.JOB, SampleResults.JOB.cases().get(number));
  }

  private static CasesView of(SampleEvidence evidence, Map<String, String> parameters) {
    return CasesViews.of(
        SampleResults.matrix(ALL), ALL, CasesQuery.of(parameters), evidence, OwnLabels.NONE);
  }

  private static List<FailedGrade> reasons(String... reasons) {
    var failed = new java.util.ArrayList<FailedGrade>();
    for (int i = 0; i < reasons.length; i++) {
      failed.add(new FailedGrade(content(i), Grade.fail(reasons[i])));
    }
    return failed;
  }

  @Test
  void failuresAreGroupedByWhatTheirGradersSay() {
    var evidence =
        new SampleEvidence(CasesViewTest::thrice)
            .failed(
                reasons(
                    "total is 3.50, not 12",
                    "total is 7, not 1,200.",
                    "The answer has no `date`.",
                    "Expected \"aunt\", found \"uncle\"."));
    CasesView view = of(evidence, Map.of("only", "all"));

    assertThat(view.causal().model()).isEqualTo("qwen");
    assertThat(view.causal().causes())
        .extracting(CasesView.Cause::text, CasesView.Cause::count)
        .containsExactly(
            tuple("total is #, not #", 2),
            tuple("The answer has no `date`", 1),
            tuple("Expected \"aunt\", found \"uncle\"", 1));
    assertThat(view.causal().failed()).isEqualTo(4);
  }

  @Test
  void valuesThatSeveralFailuresShareStandBelowTheirPattern() {
    var evidence =
        new SampleEvidence(CasesViewTest::thrice)
            .failed(
                reasons(
                    "Expected \"bill\", found \"fault\".",
                    "Expected \"fault\", found \"bill\".",
                    "Expected \"bill\", found \"fault\"."));
    String shared = "Expected \"bill\", found \"fault\"";
    CasesView all = of(evidence, Map.of("only", "all"));
    CasesView some = of(evidence, Map.of("only", "all", "cause", shared));

    CasesView.Cause cause = all.causal().causes().getFirst();
    assertThat(cause.text()).isEqualTo("Expected \"…\", found \"…\"");
    assertThat(cause.count()).isEqualTo(3);
    assertThat(cause.within())
        .extracting(CasesView.Cause::text, CasesView.Cause::count)
        .containsExactly(tuple(shared, 2));
    assertThat(some.items()).extracting(CasesView.Item::id).containsExactly("q0", "q2");
    assertThat(some.causal().chosen()).contains(shared);
  }

  @Test
  void aCauseIsAFilterThatTheAddressKeeps() {
    var evidence =
        new SampleEvidence(CasesViewTest::thrice)
            .failed(reasons("no `date`", "no `total`", "no `date`"));
    CasesView view = of(evidence, Map.of("only", "all", "cause", "no `date`"));

    assertThat(view.items()).extracting(CasesView.Item::id).containsExactly("q0", "q2");
    assertThat(view.causal().chosen()).contains("no `date`");
    CasesView none = of(evidence, Map.of("only", "all", "cause", "no such cause"));
    assertThat(none.ignored()).containsExactly("cause=no such cause");
    assertThat(none.total()).isEqualTo(50);
  }

  @Test
  void eachPartOfAGradeIsACauseOfItsOwn() {
    var parts = List.of(Grade.fail("no `date`"), Grade.pass("a total"), Grade.fail("no `tax`"));
    var grade = new Grade(0, "1 of 3", parts, false);
    var evidence =
        new SampleEvidence(CasesViewTest::thrice)
            .failed(List.of(new FailedGrade(content(0), grade)));

    assertThat(of(evidence, Map.of("only", "all")).causal().causes())
        .extracting(CasesView.Cause::text)
        .containsExactly("no `date`", "no `tax`");
  }

  @Test
  void whatIsSearchedForIsFoundInCasesAndInAnswers() {
    var evidence =
        new SampleEvidence(CasesViewTest::thrice).mentioning(java.util.Set.of(content(7)));
    CasesView view = of(evidence, Map.of("only", "all", "q", "FAMILY 12?"));

    assertThat(view.items()).extracting(CasesView.Item::id).containsExactly("q7", "q12");
    assertThat(view.count(CasesQuery.Kind.ALL)).isEqualTo(2);
    CasesView huge = of(evidence, Map.of("only", "all", "q", "x".repeat(10_000)));
    assertThat(huge.ignored()).containsExactly("q of 10000 characters");
    assertThat(huge.total()).isEqualTo(50);
  }

  @Test
  void casesThatComeOutOtherwiseThanBeforeAreAKind() {
    var before =
        List.of(
            new AskedCase("older", content(1), "q1", true),
            new AskedCase("before", content(0), "q0", false),
            new AskedCase("before", content(3), "q3", true),
            new AskedCase("setting-qwen", content(0), "q0", true));
    var evidence = new SampleEvidence(CasesViewTest::thrice).asked(before);
    CasesView view = of(evidence, Map.of("a", "qwen", "only", "changed"));

    assertThat(view.items())
        .isNotEmpty()
        .allSatisfy(item ->
            assertThat(item.a()).isEqualTo(item.id().equals("q0") ? Standing.PASS : Standing.FAIL));
  }

  @Test
  void aPageBeginsAtACaseWhateverCameBeforeIt() {
    var many = SampleResults.job(120);
    var results = List.of(SampleResults.result(many, "qwen", 120, n -> n % 2 == 0));
    var query = CasesQuery.of(Map.of("only", "all", "from", "q50"));
    CasesView view =
        CasesViews.of(
            SampleResults.matrix(results),
            results,
            query,
            new SampleEvidence(CasesViewTest::thrice),
            OwnLabels.NONE);

    assertThat(view.items()).hasSize(CasesQuery.PAGE);
    assertThat(view.items().getFirst().id()).isEqualTo("q50");
    assertThat(view.earlier()).contains("q0");
    assertThat(view.later()).contains("q100");
  }

  @Test
  void theFilteredCasesAreAFileThatNoSpreadsheetTakesForFormulas() {
    var evidence =
        new SampleEvidence(filter ->
            SampleResults.JOB.cases().stream()
                .map(given -> Hashes.content(SampleResults.JOB, given))
                .map(
                    content -> answer(filter.ofContent(content), 0, "=1+1", Grade.fail("@SUM(A1)")))
                .toList());
    var file = CaseFile.of(ALL, CasesQuery.of(Map.of("a", "qwen", "b", "opus")), evidence);

    assertThat(file.name(CaseFile.Form.CSV)).isEqualTo("family-public-cases.csv");
    assertThat(file.text(CaseFile.Form.CSV).lines())
        .hasSize(1 + 2 * 3)
        .element(1)
        .asString()
        .contains("family,public,", "'=1+1", "'@SUM(A1)");
    assertThat(file.text(CaseFile.Form.JSONL).lines())
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).contains("\"answer\":\"=1+1\""));
  }

  @Test
  void whatTheReaderSaidStandsBesideTheAnswer() {
    var anna = dev.metier.label.Labeller.person("anna");
    var given = SampleResults.JOB.cases().get(7);
    var said =
        new Label(
            SampleResults.JOB.name(),
            given.id(),
            Label.content(given),
            new LabelledAnswer("aunt", "qwen", false),
            anna,
            Label.Value.FAIL,
            "the wrong side",
            SampleMatrix.AT,
            Label.Showing.OPEN);
    var labels = new Labels(List.of(said), Map.of(), List.of());
    CasesView view =
        CasesViews.of(
            SampleResults.matrix(ALL),
            ALL,
            CasesQuery.of(Map.of("only", "all", "case", "q7")),
            new SampleEvidence(CasesViewTest::thrice),
            new OwnLabels(labels, Optional.of(anna)));
    var shown = view.chosen().orElseThrow().sides().getFirst().answers();

    assertThat(shown)
        .extracting(CasesView.Shown::label)
        .containsExactly(Optional.empty(), Optional.of("fail"));
    assertThat(shown.get(1).note()).isEqualTo("the wrong side");
    assertThat(labels.agreed()).isEmpty();
    assertThat(labels.first()).isEmpty();
  }
}
