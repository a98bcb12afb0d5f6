package dev.metier.qualify;

import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.Criterion;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.job.Template;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JudgedRunTest {
  private static final Model CANDIDATE = Workshop.model("apple");
  private static final Model JUDGE = Workshop.model("judge");

  private final Ledger ledger = new MemoryLedger();

  private static Job judged(int cases, GraderSpec... before) {
    return judged(job("tickets", cases, quality(0.8)), before);
  }

  private static Job judged(Job job, GraderSpec... before) {
    var parts = new ArrayList<GraderSpec.Weighted>();
    for (GraderSpec spec : before) {
      parts.add(new GraderSpec.Weighted(spec, 1, Optional.empty()));
    }
    var rubric =
        new GraderSpec.Judged(
            JUDGE.name(), new Criterion.Rubric(new Template("It says yes.")), false);
    parts.add(new GraderSpec.Weighted(rubric, 1, Optional.empty()));
    return job.withGrading(new GraderSpec.Group(GraderSpec.Rule.ALL, parts, OptionalDouble.empty()))
        .withCandidates(List.of(CANDIDATE.name()));
  }

  private static Answer verdict(boolean pass) {
    return says("{\"reason\":\"so\",\"verdict\":\"" + (pass ? "pass" : "fail") + "\"}");
  }

  /// Judges by what stands between the marks of the answer.
  private static Answer fair(Question question) {
    return verdict(judgedText(question).contains("yes"));
  }

  private static String judgedText(Question question) {
    String data = Workshop.text(question);
    return data.substring(data.indexOf("The answer to be judged"));
  }

  private CellResult cell(Job job, Scripted candidate, Scripted judge) {
    return run(
            Workshop.assignment(List.of(CANDIDATE, JUDGE), job),
            Map.of("apple", candidate, "judge", judge),
            ledger)
        .cells()
        .getFirst();
  }

  private List<KeptAnswer> kept(String job) {
    var kept = new ArrayList<KeptAnswer>();
    ledger.answers(Filter.ALL.ofJob(new dev.metier.job.JobName(job)), kept::add);
    return kept;
  }

  private static Verdict.Doubt doubt(CellResult cell) {
    return ((Verdict.Undecided) cell.verdict()).doubt();
  }

  @Test
  void withoutCalibrationAJudgeOnlyReports() {
    var candidate = new Scripted(Workshop.rightIn(0.9, 3));
    var judge = new Scripted(JudgedRunTest::fair);
    var cell = cell(judged(40), candidate, judge);

    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.verdict().reason())
        .contains("the judge passed")
        .contains("How often judge errs is not known");
    assertThat(candidate.asked).hasValue(40);
    assertThat(kept("tickets")).hasSize(40).allMatch(each -> !each.lastGrade().broken());
    assertThat(kept("tickets").stream().filter(each -> each.lastGrade().passed()).count())
        .isEqualTo(
            kept("tickets").stream()
                .filter(each -> ((Answer.Reply) each.answer()).reply().text().equals("yes"))
                .count());
  }

  @Test
  void theSameWordsAreJudgedOnceAndNeverAgain() {
    var judge = new Scripted(JudgedRunTest::fair);
    // every case has an input of its own
    cell(judged(30), new Scripted(_ -> says("yes")), judge);
    assertThat(judge.asked).hasValue(30);
    assertThat(kept("tickets.judge")).hasSize(30);

    cell(judged(30), new Scripted(_ -> says("yes")), judge);
    assertThat(judge.asked).hasValue(30);
  }

  /// Each answer of a case has the grade of its own words, and a second try of the judge is no
  /// further answer.
  @Test
  void repeatsOfTheJudgeAreToldApartFromThoseOfTheAnswer() {
    var candidate = new Scripted(question -> says(question.repeat() == 1 ? "no" : "yes"));
    var judge =
        new Scripted(question ->
            question.repeat() == 0 && !judgedText(question).contains("yes")
                ? says("hm")
                : fair(question));
    var cell = cell(judged(20).withRepeats(3), candidate, judge);

    assertThat(kept("tickets"))
        .hasSize(60)
        .allSatisfy(
            each -> assertThat(each.lastGrade().passed()).isEqualTo(each.key().repeat() != 1));
    assertThat(cell.outcomes()).hasSize(60);
    assertThat(cell.outcomes().stream().filter(each -> each.score() == 1)).hasSize(40);
    // the first and the third answer of a case are the same words: judged once, clearly
    Map<String, List<Integer>> tries = new HashMap<>();
    kept("tickets.judge")
        .forEach(each ->
            tries
                .computeIfAbsent(each.key().content(), _ -> new ArrayList<>())
                .add(each.key().repeat()));
    assertThat(tries.values()).hasSize(40).containsOnly(List.of(0), List.of(0, 1));
    assertThat(tries.values().stream().filter(List.of(0, 1)::equals)).hasSize(20);
    assertThat(judge.asked).hasValue(60);

    // one answer more of each case: its words were judged before, though its number is new
    cell(judged(20).withRepeats(4), candidate, judge);
    assertThat(candidate.asked).hasValue(80);
    assertThat(judge.asked).hasValue(60);
  }

  @Test
  void whatOthersFailIsNotJudged() {
    var judge = new Scripted(JudgedRunTest::fair);
    var words = new GraderSpec.Contains(List.of(new Template("yes")), true, false, false);
    var cell = cell(judged(40, words), new Scripted(Workshop.rightIn(0.5, 3)), judge);
    long right = cell.outcomes().stream().filter(each -> each.score() == 1).count();
    assertThat(judge.asked).hasValue((int) right);
    assertThat(right).isBetween(5L, 35L);
  }

  @Test
  void couldNotJudgeIsAskedOnceMoreAndThenNeitherPassNorFail() {
    for (String said :
        List.of(
            "PASS",
            "The verdict is pass.",
            "",
            "{\"verdict\":\"bestanden\"}",
            "{\"reason\":\"x\",\"verdict\":\"pass\"} {\"reason\":\"x\",\"verdict\":\"fail\"}",
            "{\"reason\":\"x\",\"verdict\":\"pass\",\"verdict\":\"fail\"}")) {
      var judge = new Scripted(_ -> says(said));
      Ledger fresh = new MemoryLedger();
      var assignment = Workshop.assignment(List.of(CANDIDATE, JUDGE), judged(20));
      var providers = Map.of("apple", new Scripted(_ -> says("yes")), "judge", judge);
      var cell = run(assignment, providers, fresh).cells().getFirst();
      assertThat(doubt(cell)).as(said).isEqualTo(Verdict.Doubt.GRADER);
      assertThat(cell.notes().toString()).contains("could not judge it, asked twice");
      int asked = judge.asked.get();
      assertThat(asked).isBetween(2, 40);
      run(assignment, providers, fresh);
      assertThat(judge.asked.get()).as("the same again").isLessThanOrEqualTo(40);
    }
  }

  @Test
  void aMendedJudgeIsAskedAnewWhereItCouldNotJudgeAndOnlyThere() {
    var assignment = Workshop.assignment(List.of(CANDIDATE, JUDGE), judged(20));
    var clear = Collections.synchronizedSet(new HashSet<String>());
    var judge =
        new Scripted(question -> {
          boolean unclear = judgedText(question).contains("3");
          return unclear || !clear.add(judgedText(question)) ? says("hm") : fair(question);
        });
    runAgain(assignment, judge, Again.NOTHING);
    var asked = Collections.synchronizedList(new ArrayList<String>());
    var mended = new Scripted(log(asked, JudgedRunTest::judgedText, JudgedRunTest::fair));
    assertThat(runAgain(assignment, mended, Again.NOTHING).notes().toString())
        .contains("`metier qualify --again unserved` asks the judge anew");
    assertThat(mended.asked).hasValue(0);

    var again = new Again(false, Set.of(), Set.of(JUDGE.name()));
    assertThat(doubt(runAgain(assignment, mended, again))).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(asked).isNotEmpty().doesNotHaveDuplicates().doesNotContainAnyElementsOf(clear);
    int all = asked.size();
    runAgain(assignment, mended, new Again(true, Set.of(), Set.of()));
    assertThat(asked).hasSize(all);
  }

  private CellResult runAgain(Assignment assignment, Scripted judge, Again again) {
    var candidate = new Scripted(question -> says("yes " + question.caseId()));
    try (var models =
        CandidateModels.ask(
            assignment.models(), (model, _) -> model.equals(JUDGE) ? judge : candidate, ledger)) {
      return Workshop.qualifier(ledger, new Workshop.Silent())
          .qualify(assignment, models, again)
          .cells()
          .getFirst();
    }
  }

  @Test
  void oneWordThatIsClearIsEnough() {
    var judge = new Scripted(question -> question.repeat() == 0 ? says("hm") : fair(question));
    var cell = cell(judged(20), new Scripted(_ -> says("yes")), judge);
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(judge.asked).hasValue(40);
    assertThat(cell.outcomes()).allMatch(each -> each.score() == 1);
  }

  @Test
  void aJudgeThatCannotBeAskedSaysNothingOfTheModel() {
    var judge = new Scripted(_ -> Answer.Failure.of(Answer.Cause.CONNECT, "nobody listens"));
    var cell = cell(judged(20), new Scripted(_ -> says("yes")), judge);
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.UNREACHABLE);
    assertThat(cell.verdict().reason()).contains("judge, which judges the answers: nobody listens");
  }

  @Test
  void onAServerThatSwapsModelsTheAnswersComeFirst() {
    var order = Collections.synchronizedList(new ArrayList<String>());
    Model apple = Workshop.swapping("apple");
    Model judge = Workshop.swapping("judge");
    var providers =
        Map.of(
            "apple", new Scripted(log(order, "apple", _ -> says("yes"))),
            "judge", new Scripted(log(order, "judge", JudgedRunTest::fair)));
    run(Workshop.assignment(List.of(apple, judge), judged(60)), providers, ledger);
    assertThat(order.indexOf("judge")).isEqualTo(60);
    assertThat(order.lastIndexOf("apple")).isEqualTo(59);
  }

  private static Function<Question, Answer> log(
      List<String> order, String name, Function<Question, Answer> script) {
    return log(order, _ -> name, script);
  }

  private static Function<Question, Answer> log(
      List<String> order, Function<Question, String> what, Function<Question, Answer> script) {
    return question -> {
      order.add(what.apply(question));
      return script.apply(question);
    };
  }

  @Test
  void judgesThatMayNotReadTheDataAreForbidden() {
    Model outside =
        Workshop.model("judge", ProviderKind.VLLM, DataClass.PUBLIC, new Price.Unknown());
    var candidate = new Scripted(_ -> says("yes"));
    var cell =
        run(
                Workshop.assignment(List.of(CANDIDATE, outside), judged(20)),
                Map.of("apple", candidate, "judge", new Scripted(JudgedRunTest::fair)),
                ledger)
            .cells()
            .getFirst();
    assertThat(cell.verdict()).isInstanceOf(Verdict.Forbidden.class);
    assertThat(cell.verdict().reason()).startsWith("judge judges the answers.");
    assertThat(candidate.asked).hasValue(0);
  }

  @Test
  void whatAJudgeCostsMustBeKnown() {
    Model hosted =
        Workshop.model("judge", ProviderKind.OPENAI, DataClass.RESTRICTED, new Price.Unknown());
    var cell =
        run(
                Workshop.assignment(List.of(CANDIDATE, hosted), judged(20)),
                Map.of(
                    "apple", new Scripted(_ -> says("yes")),
                    "judge", new Scripted(JudgedRunTest::fair)),
                ledger)
            .cells()
            .getFirst();
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.BUDGET);
    assertThat(cell.verdict().reason()).contains("judge").contains("price");
  }

  @Test
  void itsCallsAreInTheBudget() {
    Model hosted = Workshop.priced("judge", 1_000_000);
    var assignment = Workshop.assignment(List.of(CANDIDATE, hosted), judged(20));
    var limited =
        new Assignment(
            assignment.project(),
            assignment.jobs(),
            assignment.goal(),
            Optional.of(Money.usd(1)),
            false,
            assignment.concurrency());
    var judge = new Scripted(JudgedRunTest::fair);
    var result =
        run(limited, Map.of("apple", new Scripted(_ -> says("yes")), "judge", judge), ledger);
    assertThat(judge.asked).hasValue(0);
    assertThat(result.outOfMoney()).isTrue();
    assertThat(doubt(result.cells().getFirst())).isEqualTo(Verdict.Doubt.BUDGET);
  }

  @Test
  void aFamilyDoesNotJudgeItsOwnUnlessTold() {
    Model kin = Workshop.model("apple-2");
    var rubric = new Criterion.Rubric(new Template("It says yes."));
    for (boolean told : List.of(false, true)) {
      var spec = new GraderSpec.Judged(kin.name(), rubric, told);
      Job job =
          job("tickets", 20, quality(0.8))
              .withGrading(
                  new GraderSpec.Group(
                      GraderSpec.Rule.ALL,
                      List.of(new GraderSpec.Weighted(spec, 1, Optional.empty())),
                      OptionalDouble.empty()))
              .withCandidates(List.of(CANDIDATE.name()));
      var judge = new Scripted(JudgedRunTest::fair);
      var cell =
          run(
                  Workshop.assignment(List.of(CANDIDATE, kin), job),
                  Map.of("apple", new Scripted(_ -> says("yes")), "apple-2", judge),
                  new MemoryLedger())
              .cells()
              .getFirst();
      assertThat(cell.verdict().reason()).contains(told ? "only reports" : "same family, apple");
      assertThat(judge.asked.get() > 0).isEqualTo(told);
    }
  }

  @Test
  void theSameWeightsDoNotJudgeThemselves() {
    var candidate = new Scripted(_ -> says("yes"));
    var judge = new Scripted(JudgedRunTest::fair);
    candidate.identity = Workshop.weights("sha256:1");
    judge.identity = Workshop.weights("sha256:1");
    var cell = cell(judged(20), candidate, judge);
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.verdict().reason()).contains("apple is the same weights");
    assertThat(judge.asked).hasValue(0);
  }

  @Test
  void nothingIsJudgedThatCannotChangeAVerdict() {
    var judge = new Scripted(JudgedRunTest::fair);
    var slow = new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofNanos(1), 0.95);
    cell(judged(job("tickets", 200, quality(0.8), slow)), new Scripted(_ -> says("yes")), judge);
    assertThat(judge.asked.get()).isLessThan(100);
  }

  private static final ModelName NAME = JUDGE.name();

  @Test
  void anotherRubricAsksAnew() {
    var judge = new Scripted(JudgedRunTest::fair);
    cell(judged(20), new Scripted(_ -> says("yes")), judge);
    var other =
        new GraderSpec.Judged(NAME, new Criterion.Rubric(new Template("It says so.")), false);
    Job job =
        judged(20)
            .withGrading(
                new GraderSpec.Group(
                    GraderSpec.Rule.ALL,
                    List.of(new GraderSpec.Weighted(other, 1, Optional.empty())),
                    OptionalDouble.empty()));
    var candidate = new Scripted(_ -> says("yes"));
    cell(job, candidate, judge);
    assertThat(judge.asked).hasValue(40);
    assertThat(candidate.asked).hasValue(0);
  }

  @Test
  void anotherBuildOfTheJudgeIsAskedAnew() {
    var judge = new Scripted(JudgedRunTest::fair);
    var candidate = new Scripted(_ -> says("yes"));
    for (String build : List.of("sha256:1", "sha256:2", "sha256:1")) {
      judge.identity = Workshop.weights(build);
      cell(judged(20), candidate, judge);
    }
    // what the first build said is still known when it is back
    assertThat(judge.asked).hasValue(40);
    assertThat(candidate.asked).hasValue(20);
  }

  @Test
  void whatItSaidBeforeItsServerWentAwayIsNotAskedAgain() {
    var assignment = Workshop.assignment(List.of(CANDIDATE, JUDGE), judged(20));
    var clear = Collections.synchronizedSet(new HashSet<String>());
    var leaving =
        new Scripted(question -> {
          if (clear.size() >= 8) {
            return Answer.Failure.of(Answer.Cause.CONNECT, "nobody listens");
          }
          clear.add(judgedText(question));
          return fair(question);
        });
    assertThat(doubt(runAgain(assignment, leaving, Again.NOTHING)))
        .isEqualTo(Verdict.Doubt.UNREACHABLE);

    var asked = Collections.synchronizedList(new ArrayList<String>());
    var back = new Scripted(log(asked, JudgedRunTest::judgedText, JudgedRunTest::fair));
    var unserved = new Again(true, Set.of(), Set.of());
    assertThat(doubt(runAgain(assignment, back, unserved))).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(asked).doesNotHaveDuplicates().doesNotContainAnyElementsOf(clear);
    assertThat(asked.size() + clear.size()).isEqualTo(20);
  }
}
