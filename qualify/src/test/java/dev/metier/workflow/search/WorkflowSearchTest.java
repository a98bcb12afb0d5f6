package dev.metier.workflow.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.compile.KeptRoutes;
import dev.metier.compile.PolicyCompiler;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Template;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.Goal;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyDiff;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
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
import dev.metier.qualify.QualifyResult;
import dev.metier.report.Medium;
import dev.metier.report.html.CaseDisclosure;
import dev.metier.report.html.FrozenReport;
import dev.metier.report.html.ReportEvidence;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.run.Endpoints;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowSearchTest {
  private static final int CASES = 60;
  private static final RenderOptions RENDERING =
      new RenderOptions(100, false, true, "0", Optional.empty());

  @TempDir private Path folder;

  /// Calls by model.
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  @BeforeEach
  void cases() throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      lines.append(
          "{\"id\": \"c%d\", \"mail\": \"mail %d\", \"expected\": \"%d\"}\n".formatted(i, i, i));
    }
    Files.writeString(folder.resolve("mails.jsonl"), lines);
  }

  @Test
  void everyMediumTellsHowAWorkflowStands() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      WorkflowResult result = qualify(project(TWO_STAGES), ledger);
      var matrix =
          new FitMatrix(
                  "mails",
                  PlayedRuns.CLOCK.instant(),
                  List.of(),
                  new FitMatrix.Calls(0, 0),
                  Optional.empty(),
                  List.of())
              .with(List.of(result));
      String name = result.workflow().name().text();
      String html =
          FrozenReport.of(
              new ReportEvidence(matrix, List.of(), _ -> List.of()), CaseDisclosure.USUAL, "1");
      assertThat(html)
          .contains("Workflow " + name, "To be served: ", "UNFIT", "FIT")
          .doesNotContain("Which model may do which job");
      assertThat(Medium.JUNIT.render(matrix, RENDERING))
          .contains("<testsuites name=\"mails\" tests=\"1\" failures=\"0\"")
          .contains("<testsuite name=\"" + name + "\"", "UNFIT");
      assertThat(Medium.JSON.render(matrix, RENDERING))
          .contains("\"workflow\" : \"" + name + "\"", "\"chosen\" : {");
    }
  }

  @Test
  void thePreferredAssignmentThatIsFitIsFound() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      WorkflowResult result = qualify(project, ledger);
      assertThat(result.chosen().map(row -> row.models().name().text())).contains("weak..strong");
      assertThat(result.rows().getFirst().cell().verdict()).isInstanceOf(Verdict.Unfit.class);
      assertThat(look(project, ledger).chosen().map(row -> row.models()))
          .isEqualTo(result.chosen().map(row -> row.models()));
    }
  }

  @Test
  void whoIsUnfitForAStageDoesItOnlyWhereNobodyElseMay() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      assertThat(search(project, ledger).race())
          .extracting(each -> each.name().text())
          .containsExactly("weak..strong", "strong..strong");
    }
  }

  @Test
  void aPolicyHoldsTheAssignmentThatIsFitAndElseTellsWhyNot() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(REDACTING);
      assertThat(compiled(project, ledger).route().closed())
          .hasValueSatisfying(why -> assertThat(why).contains("answer", "redacts"));
      qualifyJobs(project, ledger);
      assertThat(compiled(project, ledger).route().closed())
          .hasValueSatisfying(why -> assertThat(why).contains("from end to end", "UNDECIDED"));
      qualify(project, ledger);
      var route = (Route.Workflow) compiled(project, ledger).route();
      assertThat(route.stages())
          .extracting(each -> each.model().text())
          .containsExactly("weak", "hosted");
      assertThat(route.stages().getLast().data()).isEqualTo(DataClass.PUBLIC);
    }
  }

  @Test
  void whoIsFitForAStagesJobAndMayReadItStandsInAtThatStage() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project =
          project(
              TWO_STAGES.replaceFirst(
                  "models: \\[weak, strong]", "models: [weak, hosted, strong]"));
      qualifyJobs(project, ledger);
      qualify(project, ledger);
      var route = (Route.Workflow) compiled(project, ledger).route();
      assertThat(route.stages().getFirst().model().text()).isEqualTo("weak");
      assertThat(route.stages().getFirst().fallbacks())
          .as("hosted may not read internal data")
          .extracting(ModelName::text)
          .containsExactly("strong");
      assertThat(route.stages().getLast().model().text()).isEqualTo("strong");
      assertThat(route.stages().getLast().fallbacks()).as("weak is UNFIT for it").isEmpty();
      Path file = folder.resolve("policy.json");
      PolicyFile.write(policy(project, ledger), file);
      assertThat(PolicyFile.read(file)).isEqualTo(policy(project, ledger));
    }
  }

  @Test
  void aKeptWorkflowLosesTheFallbacksThatAreNotFitAnyMore() {
    try (Ledger ledger = SqliteLedger.inMemory();
        Ledger empty = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      qualify(project, ledger);
      Policy inForce = policy(project, ledger);
      assertThat(flow(inForce).hasFallbacks()).isTrue();
      var kept = KeptRoutes.of(inForce, policy(project, empty), project, List.of());
      assertThat(kept.kept()).containsKey(new JobName("mail"));
      assertThat(flow(kept.policy()).stages())
          .extracting(each -> each.model().text())
          .containsExactly("weak", "strong");
      assertThat(flow(kept.policy()).hasFallbacks()).isFalse();
    }
  }

  /// A chain that is proved for the job of the second stage.
  private static Map<JobName, Route.Cascade> chains() {
    var rules = CascadeRules.USUAL;
    return Map.of(
        new JobName("answer"),
        new Route.Cascade(
            new ModelName("weak"),
            Optional.of(new ModelName("strong")),
            List.of(),
            List.of(
                new Check.Graders(
                    Optional.of(
                        new GraderSpec.Group(
                            GraderSpec.Rule.ALL,
                            List.of(
                                new GraderSpec.Weighted(
                                    new GraderSpec.Contains(
                                        List.of(new Template("mail")), true, false, false),
                                    1,
                                    Optional.empty())),
                            OptionalDouble.empty())))),
            rules,
            new CascadeProof("By a test.", 0.1, 0.3)));
  }

  @Test
  void aChainThatIsProvedForAStagesJobIsRunFromEndToEnd() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      WorkflowSearch search = search(project, ledger, chains());
      assertThat(search.race())
          .extracting(each -> each.name().text())
          .contains("weak..weak-else-strong");
      assertThat(search.asked()).extracting(ModelName::text).contains("weak", "strong");
      var models = models(project, ledger);
      var asked =
          new Assignment(
              project, project.jobs(), Goal.MATRIX, Optional.empty(), true, OptionalInt.empty());
      var endpoints = new Endpoints(models.identities(), OptionalInt.empty(), System::nanoTime);
      var runs = new WorkflowSearch.Runs(models, endpoints, new AnswerChecks());
      var cells =
          PlayedRuns.qualifier(ledger)
              .qualify(search.toAsk(asked), search.open(runs, ledger, Again.NOTHING), Again.NOTHING)
              .cells();
      models.close();
      var chain =
          search.result(cells).rows().stream()
              .filter(row -> row.models().name().text().equals("weak..weak-else-strong"))
              .findFirst()
              .orElseThrow();
      // the weak model never answers well, so that each run pays for all three
      assertThat(chain.cell().outcomes())
          .isNotEmpty()
          .allMatch(outcome -> outcome.score() == 1)
          .allMatch(outcome -> outcome.costNanos() == 20_000 + 20_000 + 200_000)
          .allMatch(outcome -> outcome.totalNanos() >= Duration.ofMillis(15).toNanos());
      assertThat(chain.cell().verdict()).isInstanceOf(Verdict.Fit.class);
    }
  }

  @Test
  void aPolicyHoldsTheChainOfAStageAndWhoStandsInBehindIt() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      WorkflowSearch search = search(project, ledger, chains());
      var chain =
          search.race().stream()
              .filter(each -> each.name().text().equals("weak..weak-else-strong"))
              .findFirst()
              .orElseThrow();
      var models = models(project, ledger);
      var results =
          Qualifier.look(Assignment.of(project, project.jobs(), Goal.MATRIX), models, ledger);
      models.close();
      var row = new WorkflowResult.Row(chain, fit(results));
      var known =
          new WorkflowResult(
              search.workflow(), search.stages(), List.of(row), Optional.empty(), List.of());
      Policy policy =
          PolicyCompiler.compile(
              project, results, Map.of(), List.of(known), PlayedRuns.CLOCK.instant());
      ServedStage answer = flow(policy).stages().getLast();
      assertThat(StageModels.of(flow(policy))).isEqualTo(chain);
      assertThat(answer.model().text()).isEqualTo("weak");
      assertThat(answer.chain().orElseThrow().then().text()).isEqualTo("strong");
      assertThat(answer.fallbacks()).isEmpty();
      Path file = folder.resolve("policy.json");
      PolicyFile.write(policy, file);
      assertThat(PolicyFile.read(file)).isEqualTo(policy);
      assertThat(PolicyDiff.between(Optional.empty(), policy).text())
          .contains("answer by weak checked by graders then strong");
    }
  }

  private static CellResult fit(List<CellResult> results) {
    return results.stream()
        .filter(each -> each.verdict() instanceof Verdict.Fit)
        .findFirst()
        .orElseThrow();
  }

  private static Route.Workflow flow(Policy policy) {
    return (Route.Workflow) policy.job(new JobName("mail")).route();
  }

  private ServedJob compiled(Project project, Ledger ledger) {
    return policy(project, ledger).job(new JobName("mail"));
  }

  private Policy policy(Project project, Ledger ledger) {
    var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
    try (var models = models(project, ledger)) {
      var results = Qualifier.look(assignment, models, ledger);
      return PolicyCompiler.compile(
          project, results, Map.of(), List.of(look(project, ledger)), PlayedRuns.CLOCK.instant());
    }
  }

  @Test
  void aLoopChecksByTheGradersThatNeedNoCase() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project free = project(TWO_STAGES.replace("sort: {}", "sort: {until: [graders]}"));
      assertThat(qualify(free, ledger).chosen()).isPresent();
    }
  }

  @Test
  void aRunThatGoesOnAsksNothingTwice() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      qualify(project, ledger);
      calls.clear();
      qualify(project, ledger);
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void whatAStageAnsweredToTheSameIsNotAskedAgain() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      calls.clear();
      WorkflowResult result = qualify(project, ledger);
      long runs = result.rows().stream().mapToLong(row -> row.cell().kept()).sum();
      // all assignments that ran begin with the same model
      int first = calls.getOrDefault("weak/mail.sort", new AtomicInteger()).get();
      assertThat((long) first).isLessThan(runs);
      assertThat(first).isLessThanOrEqualTo(CASES);
    }
  }

  @Test
  void whatTheStagesCostIsSummedUp() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      var cell = qualify(project, ledger).chosen().orElseThrow().cell();
      // ten tokens in and out: $1 a million for the weak one, $10 for the strong one
      assertThat(cell.outcomes()).allMatch(outcome -> outcome.costNanos() == 20_000 + 200_000);
      assertThat(cell.outcomes())
          .allMatch(outcome -> outcome.totalNanos() == Duration.ofMillis(10).toNanos());
    }
  }

  @Test
  void aStageWithoutAPriceLeavesTheCostUndecided() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project =
          project(
              TWO_STAGES
                  .replace(", price: {input: 10, output: 10}", "")
                  .replace(
                      "needs: {quality: {at_least: 0.7}} # whole",
                      "needs: {quality: {at_least: 0.7}, cost: {per_thousand: 100}} # whole"));
      qualifyJobs(project, ledger);
      WorkflowResult result = qualify(project, ledger);
      assertThat(result.chosen()).isEmpty();
      assertThat(result.rows())
          .anySatisfy(row -> {
            assertThat(row.cell().verdict()).isInstanceOf(Verdict.Undecided.class);
            assertThat(row.cell().verdict().findings())
                .anyMatch(finding ->
                    finding.status() == Finding.Status.UNDECIDED
                        && finding.reason().contains("price"));
          });
    }
  }

  @Test
  void theBudgetEndsTheSearch() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      QualifyResult run = run(project, ledger, Optional.of(Money.usd(0.001)));
      assertThat(run.outOfMoney()).isTrue();
      assertThat(run.spent()).isLessThanOrEqualTo(Money.usd(0.001));
    }
  }

  @Test
  void aServerThatFailsIsNoEvidence() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(TWO_STAGES);
      qualifyJobs(project, ledger);
      down = "strong";
      WorkflowResult result = qualify(project, ledger);
      assertThat(result.rows())
          .filteredOn(row -> row.models().name().text().contains("strong"))
          .isNotEmpty()
          .allSatisfy(row -> {
            assertThat(row.cell().verdict()).isInstanceOf(Verdict.Undecided.class);
            assertThat(row.cell().verdict().reason()).contains("strong");
          });
      down = "";
      assertThat(qualify(project, ledger).chosen()).isPresent();
    }
  }

  @Test
  void anUnreadableReviewIsNoWrongAnswer() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project =
          project(
              TWO_STAGES.replace(
                  "answer: {uses: [sort]}",
                  "answer: {uses: [sort]}\n      review: {uses: [answer], until: approve, redo:"
                      + " answer}"));
      qualifyJobs(project, ledger);
      WorkflowResult result = qualify(project, ledger);
      assertThat(result.rows()).noneMatch(row -> row.cell().verdict() instanceof Verdict.Unfit);
      assertThat(result.chosen()).isEmpty();
    }
  }

  @Test
  void redactionLowersTheClassOnlyWhereAModelIsFitForIt() {
    try (Ledger ledger = SqliteLedger.inMemory()) {
      Project project = project(REDACTING);
      WorkflowSearch before = search(project, ledger);
      assertThat(before.stages().lowered()).isFalse();
      assertThat(before.stages().read("answer")).isEqualTo(DataClass.CONFIDENTIAL);
      assertThat(before.race()).isEmpty();
      assertThat(before.impossible()).hasValueSatisfying(why -> assertThat(why).contains("answer"));
      qualifyJobs(project, ledger);
      WorkflowSearch after = search(project, ledger);
      assertThat(after.stages().lowered()).isTrue();
      assertThat(after.stages().read("answer")).isEqualTo(DataClass.PUBLIC);
      assertThat(qualify(project, ledger).chosen()).isPresent();
      assertThat(seen).noneMatch(text -> text.startsWith("hosted: ") && text.contains("mail 7"));
    }
  }

  // ----------------------------------------------------------------------------------------------

  private static final String MODELS =
      """
      hosts:
        here: {clearance: restricted}
        away: {clearance: public}
      models:
        weak: {use: openai/weak, host: here, url: "http://127.0.0.1:1/a", price: {input: 1, output: 1}}
        strong: {use: openai/strong, host: here, url: "http://127.0.0.1:1/b", price: {input: 10, output: 10}}
        hosted: {use: openai/hosted, host: away, url: "http://127.0.0.1:1/c", price: {input: 2, output: 2}}
      """;

  /// The weak model sorts well and answers badly.
  private static final String TWO_STAGES =
      MODELS
          + """
          jobs:
            sort:
              purpose: sort
              data: internal
              prompt: "Sort {{mail}}"
              cases: mails.jsonl
              settings: {max_tokens: 100}
              graders: [{contains: sorted}]
              needs: {quality: {at_least: 0.7}}
              models: [weak, strong]
            answer:
              purpose: answer
              data: internal
              prompt: "{{sort}} Answer {{mail}}"
              cases: answers.jsonl
              settings: {max_tokens: 100}
              graders: [{contains: "{{expected}}"}]
              needs: {quality: {at_least: 0.7}}
              models: [weak, strong]
            review:
              purpose: review
              data: internal
              prompt: "Review {{answer}}"
              cases: reviews.jsonl
              settings: {max_tokens: 100}
              graders: [{contains: ok}]
              needs: {quality: {at_least: 0.7}}
              models: [weak]
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
              needs: {quality: {at_least: 0.7}} # whole
          """;

  private static final String REDACTING =
      MODELS
          + """
          jobs:
            redact:
              purpose: redact
              data: confidential
              prompt: "Redact {{mail}}"
              cases: mails.jsonl
              settings: {max_tokens: 100}
              graders: [json_valid]
              needs: {quality: {at_least: 0.7}}
              models: [weak]
            answer:
              purpose: answer
              data: public
              prompt: "Answer {{redact}}"
              cases: redacted.jsonl
              settings: {max_tokens: 100}
              graders: [{contains: THING}]
              needs: {quality: {at_least: 0.7}}
              models: [hosted]
          workflows:
            mail:
              purpose: whole
              data: confidential
              stages:
                redact: {redacts: {to: public}}
                answer: {uses: [redact], restores: redact}
              cases: mails.jsonl
              graders: [{contains: "{{expected}}"}]
              needs: {quality: {at_least: 0.7}}
          """;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private volatile String down = "";

  private Project project(String yaml) {
    try {
      var answers = new StringBuilder();
      var reviews = new StringBuilder();
      var redacted = new StringBuilder();
      for (int i = 0; i < CASES; i++) {
        answers.append(
            "{\"id\": \"a%d\", \"sort\": \"sorted\", \"mail\": \"mail %d\", \"expected\": \"%d\"}\n"
                .formatted(i, i, i));
        reviews.append("{\"id\": \"r%d\", \"answer\": \"it is %d\"}\n".formatted(i, i));
        redacted.append("{\"id\": \"d%d\", \"redact\": \"[THING_1] of %d\"}\n".formatted(i, i));
      }
      Files.writeString(folder.resolve("answers.jsonl"), answers);
      Files.writeString(folder.resolve("reviews.jsonl"), reviews);
      Files.writeString(folder.resolve("redacted.jsonl"), redacted);
      Path file = folder.resolve("metier.yaml");
      Files.writeString(file, yaml);
      return ProjectReader.read(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void qualifyJobs(Project project, Ledger ledger) {
    var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
    try (var models = models(project, ledger)) {
      PlayedRuns.qualifier(ledger).qualify(assignment, models);
    }
  }

  private CandidateModels models(Project project, Ledger ledger) {
    return CandidateModels.ask(
        project.models(), (model, _) -> new Scripted(model.name().text()), ledger);
  }

  private WorkflowSearch search(Project project, Ledger ledger) {
    return search(project, ledger, Map.of());
  }

  private WorkflowSearch search(
      Project project, Ledger ledger, Map<JobName, Route.Cascade> chains) {
    var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
    try (var models = models(project, ledger)) {
      return WorkflowSearch.of(
          project,
          project.workflow(new JobName("mail")).orElseThrow(),
          Qualifier.look(assignment, models, ledger),
          chains,
          models.identities(),
          ledger);
    }
  }

  private WorkflowResult look(Project project, Ledger ledger) {
    return search(project, ledger).look(ledger);
  }

  private WorkflowResult qualify(Project project, Ledger ledger) {
    WorkflowSearch search = search(project, ledger);
    return search.result(run(project, ledger, Optional.empty()).cells());
  }

  private QualifyResult run(Project project, Ledger ledger, Optional<Money> budget) {
    WorkflowSearch search = search(project, ledger);
    var asked =
        new Assignment(project, project.jobs(), Goal.MATRIX, budget, false, OptionalInt.empty());
    try (var models = models(project, ledger)) {
      var endpoints = new Endpoints(models.identities(), OptionalInt.empty(), System::nanoTime);
      var runs = new WorkflowSearch.Runs(models, endpoints, new AnswerChecks());
      return PlayedRuns.qualifier(ledger)
          .qualify(search.toAsk(asked), search.open(runs, ledger, Again.NOTHING), Again.NOTHING);
    }
  }

  private final class Scripted implements Provider {
    private final String name;

    Scripted(String name) {
      this.name = name;
    }

    @Override
    public Answer ask(Question question) {
      String text =
          ((Part.Text) question.request().messages().getFirst().parts().getFirst()).text();
      seen.add(name + ": " + text);
      calls
          .computeIfAbsent(name + "/" + question.job(), _ -> new AtomicInteger())
          .incrementAndGet();
      if (name.equals(down)) {
        return Answer.Failure.of(Answer.Cause.SERVER_ERROR, "the server is out of order");
      }
      return new Answer.Reply(
          new ChatReply(
              List.of(new Part.Text(said(text))), FinishReason.STOP, new Usage(10, 0, 10, false)),
          Timing.of(Duration.ofMillis(5)));
    }

    private String said(String text) {
      String number = text.replaceAll("(?s).*mail (\\d+).*", "$1");
      if (text.startsWith("Sort")) {
        return "sorted";
      }
      if (text.startsWith("Redact")) {
        return "[{\"text\": \"mail " + number + "\", \"kind\": \"THING\"}]";
      }
      if (text.startsWith("Review")) {
        return "ok, I like it";
      }
      return name.equals("weak") ? "no idea" : text;
    }

    @Override
    public Identity identify() {
      return PlayedRuns.identity();
    }

    @Override
    public void close() {}
  }
}
