package dev.metier.workflow.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Money;
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
import dev.metier.project.ProjectReader;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.qualify.Again;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.ExtraTrials;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.QualifyResult;
import dev.metier.run.Endpoints;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workflows whose answers a judge grades.
class WorkflowJudgedTest {
  private static final int CASES = 120;
  private static final JobName MAIL = new JobName("mail");

  @TempDir private Path folder;
  private final Ledger ledger = new MemoryLedger();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  /// What the judge says whatever it is told; empty: what is right.
  private volatile String said = "";

  private static final String YAML =
      """
      hosts:
        here: {clearance: restricted}
        away: {clearance: public}
      models:
        weak: {use: openai/apple, host: here, url: "http://127.0.0.1:1/a", price: {input: 1, output: 1}}
        strong: {use: openai/pear, host: here, url: "http://127.0.0.1:1/b", price: {input: 2, output: 2}}
        gemma: {use: openai/gemma-9b, host: here, url: "http://127.0.0.1:1/c", price: {input: 3, output: 3}}
      jobs:
        sort:
          purpose: sort
          data: internal
          prompt: "Sort {{mail}}"
          cases: mails.jsonl
          settings: {max_tokens: 50}
          graders: [{contains: sorted}]
          needs: {quality: {at_least: 0.7}}
          models: [weak, gemma]
        answer:
          purpose: answer
          data: internal
          prompt: "{{sort}} Answer {{mail}}"
          cases: answers.jsonl
          settings: {max_tokens: 50}
          graders: [{contains: fine}]
          needs: {quality: {at_least: 0.7}}
          models: [strong]
      workflows:
        mail:
          purpose: whole
          data: internal
          input: mail
          stages:
            sort: {}
            answer: {uses: [sort]}
          cases: mails.jsonl
          graders: [{rubric: {text: "It says that all is fine.", judge: gemma}}]
          needs: {quality: {at_least: 0.7}}
      """;

  @BeforeEach
  void cases() throws IOException {
    var mails = new StringBuilder();
    var answers = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      mails.append("{\"id\": \"c%d\", \"mail\": \"mail %d\"}\n".formatted(i, i));
      answers.append(
          "{\"id\": \"a%d\", \"sort\": \"sorted\", \"mail\": \"mail %d\"}\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("mails.jsonl"), mails);
    Files.writeString(folder.resolve("answers.jsonl"), answers);
  }

  private Project project(String yaml) {
    try {
      Path file = folder.resolve("metier.yaml");
      Files.writeString(file, yaml);
      return ProjectReader.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CandidateModels models(Project project) {
    return CandidateModels.ask(
        project.models(), (model, _) -> new Scripted(model.name().text()), ledger);
  }

  private WorkflowSearch search(Project project, CandidateModels models) {
    var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
    return WorkflowSearch.of(
        project,
        project.workflow(MAIL).orElseThrow(),
        Qualifier.look(assignment, models, ledger),
        models.identities(),
        ledger);
  }

  private QualifyResult run(Project project, Optional<Money> budget) {
    try (var models = models(project)) {
      WorkflowSearch search = search(project, models);
      var asked =
          new Assignment(project, project.jobs(), Goal.MATRIX, budget, false, OptionalInt.empty());
      var endpoints = new Endpoints(models.identities(), OptionalInt.empty(), System::nanoTime);
      var runs = new WorkflowSearch.Runs(models, endpoints, new AnswerChecks());
      return PlayedRuns.qualifier(ledger)
          .qualify(search.toAsk(asked), search.open(runs, ledger, Again.NOTHING), Again.NOTHING);
    }
  }

  private CellResult cell(Project project) {
    return run(project, Optional.empty()).cells().getFirst();
  }

  private static Runner runner() {
    return new Runner(Retries.USUAL, _ -> {}, PlayedRuns.CLOCK, new Random(1));
  }

  /// People say of an answer to each case that it is right, and of another that it is not; the
  /// judge is asked about them.
  private void calibrate(Project project) {
    Job whole = project.workflow(MAIL).orElseThrow().whole();
    var log = LabelLog.of(project, MAIL);
    for (int i = 0; i < 60; i++) {
      label(log, whole, i, "all is fine", Label.Value.PASS);
      label(log, whole, i, "no idea", Label.Value.FAIL);
    }
    try (var models = models(project)) {
      for (int round = 0; round < JudgePrompt.TRIES; round++) {
        var judging = search(project, models).judging(ledger).orElseThrow();
        JobJudge judge = judging.judge(whole).orElseThrow();
        var labels = log.read(whole, Instant.now());
        var trials = JudgeCalibration.trials(judging.calibration(whole, judge, labels), judge);
        if (!trials.isEmpty()) {
          new ExtraTrials(models, ledger, runner()).ask(trials, Optional.empty());
        }
      }
    }
  }

  private static void label(LabelLog log, Job job, int which, String text, Label.Value value) {
    Case given = job.cases().get(which);
    log.add(
        new Label(
            job.name(),
            given.id(),
            Label.content(given),
            new LabelledAnswer(text, "weak..strong", false),
            Labeller.person("Ann"),
            value,
            "",
            PlayedRuns.CLOCK.instant(),
            Label.Showing.FIRST));
  }

  private int asked(String model) {
    return calls.getOrDefault(model, new AtomicInteger()).get();
  }

  private static Verdict.Doubt doubt(CellResult cell) {
    return ((Verdict.Undecided) cell.verdict()).doubt();
  }

  // ----------------------------------------------------------------------------------------------

  @Test
  void aCalibratedJudgeProvesTheWholeFit() {
    Project project = project(YAML);
    calibrate(project);
    int before = asked("gemma");
    CellResult cell = cell(project);
    assertThat(cell.verdict()).as(cell.verdict().reason()).isInstanceOf(Verdict.Fit.class);
    assertThat(cell.model().name().text()).isEqualTo("weak..strong");
    assertThat(asked("gemma")).as("what is judged is judged once").isGreaterThan(before);
    int after = asked("gemma");
    try (var models = models(project)) {
      assertThat(search(project, models).look(ledger).chosen()).isPresent();
    }
    assertThat(cell(project).verdict()).isInstanceOf(Verdict.Fit.class);
    assertThat(asked("gemma")).isEqualTo(after);
  }

  @Test
  void aJudgeThatNobodyCalibratedOnlyReports() {
    CellResult cell = cell(project(YAML));
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.verdict().reason())
        .contains("the judge passed")
        .contains("`metier label mail`", "`metier judge calibrate mail`");
  }

  @Test
  void aJudgeThatPassesEverythingProvesNothing() {
    Project project = project(YAML);
    said = "lenient";
    calibrate(project);
    CellResult lenient = cell(project);
    said = "";
    assertThat(lenient.verdict()).isInstanceOf(Verdict.Undecided.class);
    assertThat(doubt(lenient)).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(lenient.verdict().reason()).contains("Youden");
  }

  @Test
  void whatItCouldNotJudgeIsNeitherRightNorWrong() {
    Project project = project(YAML);
    calibrate(project);
    said = "I like it";
    CellResult cell = cell(project);
    assertThat(cell.verdict()).isInstanceOf(Verdict.Undecided.class);
    assertThat(doubt(cell)).isEqualTo(Verdict.Doubt.GRADER);
  }

  @Test
  void theJudgeDoesNoStageAndNorDoItsKin() {
    Project project = project(YAML);
    try (var models = models(project)) {
      WorkflowSearch search = search(project, models);
      assertThat(search.race())
          .extracting(each -> each.name().text())
          .containsExactly("weak..strong");
      assertThat(search.stages().leftOut())
          .hasValueSatisfying(
              who -> assertThat(who).contains("gemma judges the whole", "(left out: gemma)"));
    }
    Project only = project(YAML.replace("models: [weak, gemma]", "models: [gemma]"));
    try (var models = models(only)) {
      WorkflowSearch search = search(only, models);
      assertThat(search.race()).isEmpty();
      assertThat(search.impossible())
          .hasValueSatisfying(why -> assertThat(why).contains("stage sort", "gemma judges"));
    }
    String kin = YAML.replace("use: openai/pear", "use: openai/gemma-27b");
    Project family = project(kin);
    try (var models = models(family)) {
      assertThat(search(family, models).race()).isEmpty();
    }
    Project allowed = project(kin.replace("judge: gemma}", "judge: gemma, same_family: true}"));
    try (var models = models(allowed)) {
      assertThat(search(allowed, models).race()).isNotEmpty();
    }
  }

  @Test
  void theBudgetHoldsForJudgingToo() {
    Project project = project(YAML);
    QualifyResult run = run(project, Optional.of(Money.usd(0.002)));
    assertThat(run.outOfMoney()).isTrue();
    assertThat(run.spent()).isLessThanOrEqualTo(Money.usd(0.002));
    try (var models = models(project)) {
      var dear = search(project, models).forecast().getFirst();
      assertThat(dear.most()).as("runs and what judging takes").isEqualTo(CASES * 3L);
      assertThat(dear.mostMoney()).isPresent();
    }
  }

  @Test
  void aJudgeWhoseHostMayNotReadTheWholeIsToldNothing() {
    Project project = project(YAML.replace("gemma-9b, host: here", "gemma-9b, host: away"));
    CellResult cell = cell(project);
    assertThat(cell.verdict()).isInstanceOf(Verdict.Forbidden.class);
    assertThat(cell.verdict().reason()).contains("gemma judges the answers");
    assertThat(asked("gemma")).isZero();
  }

  @Test
  void mistakesAreToldWhereTheyStand() {
    assertThat(
            told(
                YAML.replace(
                        "answer: {uses: [sort]}",
                        "answer: {uses: [sort], until: [complete], escalate: gemma}")
                    .replace("models: [strong]", "models: [strong, gemma]")))
        .contains("`gemma` judges this workflow's answers and does the last round of a stage");
    assertThat(told(YAML.replace("judge: gemma}", "judge: gema}")))
        .contains("Did you mean", "gemma");
    assertThat(
            told(
                YAML.replace("[{rubric:", "[{any: [{contains: fine}, {rubric:")
                    .replace("judge: gemma}}]", "judge: gemma}}]}]")))
        .contains("A judge's word stands alone, or beside other graders that must pass too.");
  }

  private String told(String yaml) {
    var told = catchThrowableOfType(ProblemsException.class, () -> project(yaml));
    assertThat(told).as(yaml).isNotNull();
    return ProblemText.plain().of(told.problems());
  }

  private final class Scripted implements Provider {
    private final String name;

    Scripted(String name) {
      this.name = name;
    }

    @Override
    public Answer ask(Question question) {
      String text = ((Part.Text) question.request().messages().getLast().parts().getFirst()).text();
      calls.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
      return new Answer.Reply(
          new ChatReply(
              List.of(new Part.Text(said(text))), FinishReason.STOP, new Usage(10, 0, 10, false)),
          Timing.of(Duration.ofMillis(5)));
    }

    private String said(String text) {
      if (name.equals("gemma")) {
        if (!said.isEmpty() && !said.equals("lenient")) {
          return said;
        }
        boolean fine =
            said.equals("lenient")
                || text.substring(text.indexOf("The answer to be judged")).contains("fine");
        return "{\"reason\":\"so\",\"verdict\":\"" + (fine ? "pass" : "fail") + "\"}";
      }
      return text.startsWith("Sort") ? "sorted" : "all is fine";
    }

    @Override
    public Identity identify() {
      return PlayedRuns.identity();
    }

    @Override
    public void close() {}
  }
}
