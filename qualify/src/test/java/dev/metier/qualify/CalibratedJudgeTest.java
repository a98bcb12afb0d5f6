package dev.metier.qualify;

import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.job.Case;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Template;
import dev.metier.judge.JobJudge;
import dev.metier.judge.JudgeCalibration;
import dev.metier.label.Label;
import dev.metier.label.LabelLog;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratedJudgeTest {
  private static final Model CANDIDATE = Workshop.model("apple");
  private static final Model JUDGE = Workshop.model("judge");
  private static final int CASES = 120;

  @TempDir private Path folder;
  private final Ledger ledger = new MemoryLedger();

  private static Job judged(String rubric) {
    var spec =
        new GraderSpec.Judged(JUDGE.name(), new Criterion.Rubric(new Template(rubric)), false);
    return job("tickets", CASES, quality(0.8))
        .withGrading(
            new GraderSpec.Group(
                GraderSpec.Rule.ALL,
                List.of(new GraderSpec.Weighted(spec, 1, Optional.empty())),
                OptionalDouble.empty()))
        .withCandidates(List.of(CANDIDATE.name()));
  }

  private Assignment assignment(Job job) {
    var project =
        new Project(
            folder.resolve("metier.yaml"),
            List.of(CANDIDATE, JUDGE),
            List.of(),
            List.of(job),
            List.of());
    return new Assignment(
        project, List.of(job), Goal.MATRIX, Optional.empty(), false, OptionalInt.empty());
  }

  /// People say of an answer to each of so many cases that it is right, and of another that it is
  /// not.
  private void label(Job job, int good, int bad, Labeller by) {
    var log = LabelLog.of(assignment(job).project(), job.name());
    for (int i = 0; i < Math.max(good, bad); i++) {
      if (i < good) {
        label(log, job, i, "yes", by);
      }
      if (i < bad) {
        label(log, job, i, "no", by);
      }
    }
  }

  private static void label(LabelLog log, Job job, int which, String text, Labeller by) {
    Case given = job.cases().get(which);
    log.add(
        new Label(
            job.name(),
            given.id(),
            Label.content(given),
            new LabelledAnswer(text, CANDIDATE.name().text(), false),
            by,
            text.equals("yes") ? Label.Value.PASS : Label.Value.FAIL,
            "",
            Instant.parse("2026-11-22T12:00:00Z"),
            Label.Showing.FIRST));
  }

  private static Answer fair(Question question) {
    String data = Workshop.text(question);
    return verdict(data.substring(data.indexOf("The answer to be judged")).contains("yes"));
  }

  private static Answer verdict(boolean pass) {
    return says("{\"reason\":\"so\",\"verdict\":\"" + (pass ? "pass" : "fail") + "\"}");
  }

  /// Calibrates, then qualifies.
  private CellResult run(Job job, Scripted candidate, Function<Question, Answer> judge) {
    var assignment = assignment(job);
    var providers = Map.of("apple", candidate, "judge", new Scripted(judge));
    try (var models =
        CandidateModels.ask(
            assignment.models(),
            (model, _) -> java.util.Objects.requireNonNull(providers.get(model.name().text())),
            ledger)) {
      for (int round = 0; round < JudgePrompt.TRIES; round++) {
        var judging = new Judging(assignment, models.identities(), ledger);
        JobJudge one = judging.judge(job).orElseThrow();
        var labels = LabelLog.of(assignment.project(), job.name()).read(job, Instant.now());
        var trials = JudgeCalibration.trials(judging.calibration(job, one, labels), one);
        if (!trials.isEmpty()) {
          new ExtraTrials(models, ledger, Workshop.runner()).ask(trials, Optional.empty());
        }
      }
    }
    return Workshop.run(assignment, providers, ledger).cells().getFirst();
  }

  private static Verdict.Doubt doubt(CellResult cell) {
    return ((Verdict.Undecided) cell.verdict()).doubt();
  }

  private static final Labeller ANN = Labeller.person("Ann");

  @Test
  void aGoodJudgeOfAGoodModelProvesItFitEarly() {
    Job job = judged("It says yes.");
    label(job, 60, 60, ANN);
    var candidate = new Scripted(Workshop.rightIn(0.98, 3));
    var cell = run(job, candidate, CalibratedJudgeTest::fair);
    assertThat(cell.verdict()).as(cell.verdict().reason()).isInstanceOf(Verdict.Fit.class);
    assertThat(candidate.asked.get()).isLessThan(CASES);
  }

  @Test
  void aGoodJudgeOfABadModelProvesItUnfit() {
    Job job = judged("It says yes.");
    label(job, 60, 60, ANN);
    var cell = run(job, new Scripted(Workshop.rightIn(0.4, 3)), CalibratedJudgeTest::fair);
    assertThat(cell.verdict()).isInstanceOf(Verdict.Unfit.class);
    assertThat(cell.verdict().reason()).contains("the judge passed");
  }

  @Test
  void judgesThatAlwaysSayTheSameDecideNothing() {
    for (boolean pass : new boolean[] {true, false}) {
      Job job = judged(pass ? "It says yes." : "It says yes, always.");
      label(job, 60, 60, ANN);
      var cell = run(job, new Scripted(Workshop.rightIn(0.3, 3)), _ -> verdict(pass));
      assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
      assertThat(cell.verdict().reason()).contains("which proves nothing").contains("Youden's J");
    }
  }

  @Test
  void labelsOfModelsDoNotCalibrate() {
    Job job = judged("It says yes.");
    label(job, 60, 60, new Labeller("opus", true));
    var cell = run(job, new Scripted(_ -> says("yes")), CalibratedJudgeTest::fair);
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.verdict().reason())
        .contains("only reports")
        .contains("`metier judge calibrate tickets`");
  }

  @Test
  void bothClassesAreNeeded() {
    Job job = judged("It says yes.");
    label(job, 60, 5, ANN);
    var cell = run(job, new Scripted(_ -> says("yes")), CalibratedJudgeTest::fair);
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.verdict().reason()).contains("Only 60 good and 5 bad answers");
  }

  @Test
  void anotherRubricMakesTheCalibrationStale() {
    Job job = judged("It says yes.");
    label(job, 60, 60, ANN);
    var providers =
        Map.of(
            "apple", new Scripted(_ -> says("yes")),
            "judge", new Scripted(CalibratedJudgeTest::fair));
    assertThat(run(job, new Scripted(_ -> says("yes")), CalibratedJudgeTest::fair).verdict())
        .isInstanceOf(Verdict.Fit.class);
    Job other = judged("It says yes, politely.");
    var cell = Workshop.run(assignment(other), providers, ledger).cells().getFirst();
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.verdict().reason()).contains("has not been asked about");
  }

  @Test
  void whatItErrsIsTakenIntoAccount() {
    Job job = judged("It says yes.");
    label(job, 60, 60, ANN);
    // passes 20 of 60 bad ones: 60 % right look like 73 %
    var cell =
        run(
            job,
            new Scripted(Workshop.rightIn(0.9, 5)),
            question ->
                verdict(
                    Workshop.text(question).contains("\nyes\n")
                        || question.caseId().hashCode() % 3 == 0));
    assertThat(cell.verdict().findings().getFirst().estimate().getAsDouble()).isBetween(0.7, 1.0);
  }
}
