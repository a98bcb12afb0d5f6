package dev.metier.workflow.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.TokenLikelihood;
import dev.metier.chat.Usage;
import dev.metier.compile.PolicyCompiler;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.Check.Score;
import dev.metier.job.Check.Signal;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.Goal;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
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
import dev.metier.qualify.Qualifier;
import dev.metier.report.WorkflowText;
import dev.metier.run.Endpoints;
import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Chains of stages whose checks ask somebody, in runs from end to end. The weak model answers
/// every other mail well; the rest is for the strong one behind it.
class CheckedAnswerTest {
  private static final int CASES = 60;
  private static final String CHAIN = "weak..weak-else-strong";
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final Check AGREE = new Check.Agree(3, 3, 0.7);
  private static final Check JUDGE =
      new Check.Judge(
          new ModelName("critic"),
          "It names the mail.",
          TIME,
          Optional.of(new Check.Judge.Calibrated("words", "setting")));
  private static final Check BASELINE = new Check.Baseline(new ModelName("other"));
  private static final Check LIKELY = new Check.LogProbability(-0.5);

  private static final String PROJECT =
      """
      hosts:
        here: {clearance: restricted}
        away: {clearance: public}
      models:
        weak: {use: openai/weak, host: here, url: "http://127.0.0.1:1/a", price: {input: 1, output: 1}}
        strong: {use: openai/strong, host: here, url: "http://127.0.0.1:1/b", price: {input: 10, output: 10}}
        critic: {use: openai/critic, host: here, url: "http://127.0.0.1:1/c", price: {input: 2, output: 2}}
        other: {use: openai/other, host: here, url: "http://127.0.0.1:1/d", price: {input: 3, output: 3}}
      jobs:
        sort:
          purpose: sort
          data: internal
          prompt: "Sort {{mail}}"
          cases: mails.jsonl
          settings: {max_tokens: 100}
          graders: [{contains: sorted}]
          needs: {quality: {at_least: 0.7}}
          models: [weak]
        answer:
          purpose: answer
          data: internal
          prompt: "{{sort}} Answer {{mail}}"
          cases: answers.jsonl
          settings: {max_tokens: 100}
          graders: [{contains: "{{expected}}"}]
          needs: {quality: {at_least: 0.7}}
          models: [weak, strong]
          hybrid: {first: [weak], checks: [logprob]}
      workflows:
        mail:
          purpose: whole
          data: internal
          input: mail
          stages:
            sort: {}
            answer: {uses: [sort]}
          cases: mails.jsonl
          graders: [{contains: "{{expected}}"}]
          needs: {quality: {at_least: 0.7}}
      """;

  @TempDir private Path folder;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private volatile String down = "";

  private Project project(String yaml) throws IOException {
    var mails = new StringBuilder();
    var answers = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      mails.append(
          "{\"id\": \"c%d\", \"mail\": \"mail %d\", \"expected\": \"%d\"}\n".formatted(i, i, i));
      answers.append(
          "{\"id\": \"a%d\", \"sort\": \"sorted\", \"mail\": \"mail %d\", \"expected\": \"%d\"}\n"
              .formatted(i, i, i));
    }
    Files.writeString(folder.resolve("mails.jsonl"), mails);
    Files.writeString(folder.resolve("answers.jsonl"), answers);
    Path file = folder.resolve("metier.yaml");
    Files.writeString(file, yaml);
    return ProjectReader.read(file);
  }

  private static Map<JobName, Route.Cascade> chains(Check... checks) {
    return Map.of(
        new JobName("answer"),
        new Route.Cascade(
            new ModelName("weak"),
            Optional.of(new ModelName("strong")),
            List.of(),
            List.of(checks),
            CascadeRules.USUAL,
            new CascadeProof("By a test.", 0.9, 0.99)));
  }

  private static Score score() {
    var term = new Score.Term(0, 1, 2);
    return new Score(
        List.of(new Signal.Says(AGREE), new Signal.Says(BASELINE), new Signal.Says(LIKELY)),
        Optional.of(new Score.Weighed(-3, List.of(term, term, term), 0.6)));
  }

  /// A check, how it ends where it fails, and what an answer costs that it keeps: both stages' weak
  /// models, at $1 a million tokens, and whoever is asked.
  private static Stream<Arguments> checks() {
    return Stream.of(
        Arguments.of(AGREE, "failed:agree", 80_000),
        Arguments.of(JUDGE, "failed:judge", 40_000 + 40_000),
        Arguments.of(BASELINE, "failed:baseline", 40_000 + 60_000),
        Arguments.of(LIKELY, "failed:logprob", 40_000),
        Arguments.of(score(), "failed:score", 80_000 + 60_000));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void whoACheckAsksIsAskedInARunAndPaidFor(Check check, String end, int kept) throws Exception {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(PROJECT);
      qualifyJobs(project, ledger);
      CellResult cell = run(project, ledger, chains(check));
      assertThat(cell.outcomes()).hasSize(CASES).allMatch(outcome -> outcome.score() == 1);
      assertThat(cell.outcomes()).filteredOn(outcome -> outcome.costNanos() == kept).hasSize(30);
      assertThat(cell.outcomes())
          .filteredOn(outcome -> outcome.costNanos() == kept + 200_000)
          .hasSize(30);
      assertThat(cell.outcomes())
          .as("what is checked comes whole")
          .allMatch(outcome -> outcome.firstTokenNanos() == outcome.totalNanos());
      assertThat(cell.verdict()).isInstanceOf(Verdict.Fit.class);
      int asked = askedOfTheChain();
      WorkflowResult found =
          search(project, ledger, chains(check)).followed(ledger, new AnswerChecks());
      assertThat(found.chosen().map(row -> row.models().name().text())).hasValue(CHAIN);
      assertThat(found.ends().get("answer")).isEqualTo(Map.of("kept", CASES / 2, end, CASES / 2));
      assertThat(found.perDraw()).isEqualTo(1);
      run(project, ledger, chains(check));
      assertThat(askedOfTheChain()).as("what is kept is not asked again").isEqualTo(asked);
      aPolicyFollowsWhatWasSeenInRuns(project, ledger, found, end);
    }
  }

  /// How often anybody was asked but the strong model, which also runs alone.
  private int askedOfTheChain() {
    return calls.entrySet().stream()
        .filter(each -> !each.getKey().equals("strong"))
        .mapToInt(each -> each.getValue().get())
        .sum();
  }

  private void aPolicyFollowsWhatWasSeenInRuns(
      Project project, Ledger ledger, WorkflowResult found, String end) {
    try (var models = models(project, ledger)) {
      var results =
          Qualifier.look(Assignment.of(project, project.jobs(), Goal.MATRIX), models, ledger);
      Policy policy =
          PolicyCompiler.compile(
              project, results, Map.of(), List.of(found), PlayedRuns.CLOCK.instant());
      var flow = (Route.Workflow) policy.job(new JobName("mail")).route();
      ServedStage.Chain chain = flow.stages().getLast().chain().orElseThrow();
      assertThat(chain.proof().least()).isBetween(0.25, 0.4);
      assertThat(chain.proof().most()).isBetween(0.6, 0.75);
      assertThat(chain.proof().ends())
          .hasEntrySatisfying(end, share -> assertThat(share.least()).isBetween(0.25, 0.4));
      assertThat(policy.models().keySet()).containsAll(chain.asks());
      Path file = folder.resolve("policy.json");
      PolicyFile.write(policy, file);
      assertThat(PolicyFile.read(file)).isEqualTo(policy);
    }
  }

  @Test
  void aJudgeWhoseServerFailsIsNoEvidence() throws Exception {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(PROJECT);
      qualifyJobs(project, ledger);
      down = "critic";
      CellResult cell = run(project, ledger, chains(JUDGE));
      assertThat(cell.verdict()).isInstanceOf(Verdict.Undecided.class);
      assertThat(cell.verdict().reason()).contains("critic");
      down = "";
      assertThat(run(project, ledger, chains(JUDGE)).verdict()).isInstanceOf(Verdict.Fit.class);
    }
  }

  @Test
  void noChainRacesWhoseJudgeMayNotReadWhatTheStageIsTold() throws Exception {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project =
          project(PROJECT.replace("openai/critic, host: here", "openai/critic, host: away"));
      qualifyJobs(project, ledger);
      WorkflowSearch judged = search(project, ledger, chains(JUDGE));
      assertThat(judged.race()).extracting(each -> each.name().text()).doesNotContain(CHAIN);
      assertThat(WorkflowText.of(judged))
          .contains(
              "The proved chain of job answer does not do stage answer: critic, which its checks"
                  + " ask, may not read what the stage is told.");
      assertThat(search(project, ledger, chains(BASELINE)).race())
          .extracting(each -> each.name().text())
          .contains(CHAIN);
    }
  }

  @Test
  void aProvedChainThatNoStageTakesIsToldWithWhatToWriteInstead() throws Exception {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(PROJECT);
      qualifyJobs(project, ledger);
      var name = new JobName("answer");
      Route.Cascade two = Objects.requireNonNull(chains(JUDGE).get(name));
      var between = new Route.CheckedModel(new ModelName("strong"), two.checks());
      var three =
          new Route.Cascade(
              two.first(),
              Optional.of(between),
              two.then(),
              List.of(),
              two.checks(),
              two.rules(),
              two.proof());
      assertThat(WorkflowText.of(search(project, ledger, Map.of(name, three))))
          .contains(
              "does not do stage answer: a stage takes chains of two models; leave `middle` out of"
                  + " the job's `hybrid`.");
      var marks =
          new CascadeRules(
              CascadeRules.After.MARK,
              CascadeRules.After.ESCALATE,
              two.rules().handOver(),
              two.rules().hold(),
              two.rules().switchCost(),
              two.rules().deadline());
      var marked =
          new Route.Cascade(two.first(), two.then(), List.of(), two.checks(), marks, two.proof());
      assertThat(WorkflowText.of(search(project, ledger, Map.of(name, marked))))
          .contains("is not told why; write `on_check_failed: escalate`")
          .doesNotContain("leave `middle` out");
    }
  }

  @Test
  void theMostThatARunCanCostHoldsWhoeverAChecksAsks() throws Exception {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(PROJECT);
      qualifyJobs(project, ledger);
      long plain = most(project, ledger, new Check.Complete());
      // answers of 100 tokens at most, by price
      assertThat(most(project, ledger, AGREE) - plain).isGreaterThanOrEqualTo(200_000L * CASES);
      assertThat(most(project, ledger, BASELINE) - plain).isGreaterThanOrEqualTo(300_000L * CASES);
      // a judge says 4,096 tokens at most, twice
      assertThat(most(project, ledger, JUDGE) - plain).isGreaterThanOrEqualTo(16_384_000L * CASES);
      assertThat(most(project, ledger, LIKELY)).isEqualTo(plain);
    }
  }

  private long most(Project project, Ledger ledger, Check check) {
    return search(project, ledger, chains(check)).forecast().stream()
        .filter(each -> each.model().name().text().equals(CHAIN))
        .findFirst()
        .orElseThrow()
        .mostMoney()
        .orElseThrow()
        .nanos();
  }

  private void qualifyJobs(Project project, Ledger ledger) {
    try (var models = models(project, ledger)) {
      PlayedRuns.qualifier(ledger)
          .qualify(Assignment.of(project, project.jobs(), Goal.MATRIX), models);
    }
  }

  private CandidateModels models(Project project, Ledger ledger) {
    return CandidateModels.ask(
        project.models(), (model, _) -> new Scripted(model.name().text()), ledger);
  }

  private WorkflowSearch search(
      Project project, Ledger ledger, Map<JobName, Route.Cascade> chains) {
    try (var models = models(project, ledger)) {
      return WorkflowSearch.of(
          project,
          project.workflow(new JobName("mail")).orElseThrow(),
          Qualifier.look(Assignment.of(project, project.jobs(), Goal.MATRIX), models, ledger),
          chains,
          models.identities(),
          ledger);
    }
  }

  private static Assignment asked(Project project) {
    return new Assignment(
        project, project.jobs(), Goal.MATRIX, Optional.empty(), true, OptionalInt.empty());
  }

  private CellResult run(Project project, Ledger ledger, Map<JobName, Route.Cascade> chains) {
    WorkflowSearch search = search(project, ledger, chains);
    try (var models = models(project, ledger)) {
      var endpoints = new Endpoints(models.identities(), OptionalInt.empty(), System::nanoTime);
      var runs = new WorkflowSearch.Runs(models, endpoints, new AnswerChecks());
      var cells =
          PlayedRuns.qualifier(ledger)
              .qualify(
                  search.toAsk(asked(project)),
                  search.open(runs, ledger, Again.NOTHING),
                  Again.NOTHING)
              .cells();
      return search.result(cells).rows().stream()
          .filter(row -> row.models().name().text().equals(CHAIN))
          .findFirst()
          .orElseThrow()
          .cell();
    }
  }

  private final class Scripted implements Provider {
    private final String name;

    Scripted(String name) {
      this.name = name;
    }

    @Override
    public Answer ask(Question question) {
      calls.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
      if (name.equals(down)) {
        return Answer.Failure.of(Answer.Cause.SERVER_ERROR, "the server is out of order");
      }
      ChatRequest request = question.request();
      String text =
          request.messages().stream()
              .flatMap(message -> message.parts().stream())
              .map(part -> part instanceof Part.Text(var said) ? said : "")
              .collect(Collectors.joining("\n"));
      int number = Integer.parseInt(text.replaceAll("(?s).*mail (\\d+).*", "$1"));
      boolean good = number % 2 == 0;
      return new Answer.Reply(
          new ChatReply(
              List.of(new Part.Text(said(request, text, number, good))),
              FinishReason.STOP,
              Optional.empty(),
              new Usage(10, 0, 10, false),
              likelihood(request, good)),
          new Timing(
              Optional.of(Duration.ofMillis(1)),
              Duration.ofMillis(5),
              OptionalDouble.empty(),
              false));
    }

    /// As servers tell it: only where it is asked for.
    private static Optional<TokenLikelihood> likelihood(ChatRequest request, boolean good) {
      return request.settings().equals(request.settings().withLikelihood())
          ? Optional.of(new TokenLikelihood(good ? -0.1 : -2, 4))
          : Optional.empty();
    }

    private String said(ChatRequest request, String text, int number, boolean good) {
      if (text.startsWith("Sort")) {
        return "sorted";
      }
      if (name.equals("critic")) {
        return "{\"reason\": \"so\", \"verdict\": \"" + (good ? "pass" : "fail") + "\"}";
      }
      boolean drawn = request.settings().temperature().isPresent();
      return !name.equals("weak") || good ? "it is " + number : drawn ? "perhaps" : "no idea";
    }

    @Override
    public Identity identify() {
      return PlayedRuns.identity();
    }

    @Override
    public void close() {}
  }
}
