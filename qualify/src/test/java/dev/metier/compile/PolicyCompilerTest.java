package dev.metier.compile;

import static dev.metier.policy.Samples.fit;
import static dev.metier.policy.Samples.outcome;
import static dev.metier.policy.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.Samples;
import dev.metier.policy.ServedJob;
import dev.metier.qualify.CellResult;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

public class PolicyCompilerTest {
  private static final List<ProviderKind> KINDS =
      List.of(
          ProviderKind.OPENAI, ProviderKind.ANTHROPIC, ProviderKind.OLLAMA, ProviderKind.RECORDED);

  /// What holds of every policy.
  public static void assertNothingForbidden(Policy policy) {
    for (ServedJob job : policy.jobs().values()) {
      for (ModelName name : job.route().models()) {
        Model model = policy.model(name).model();
        assertThat(model.host().mayRead(job.data())).as(job.name() + " to " + name).isTrue();
        assertThat(job.candidates())
            .as("a route needs a verdict")
            .anyMatch(c -> c.model().equals(name) && c.verdict().equals("FIT"));
      }
    }
  }

  private static <T> T any(T[] values, Random random) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private static Verdict anyVerdict(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> fit();
      case 2 -> Samples.unfit();
      case 3 -> Samples.untried();
      case 4 -> new Verdict.Forbidden("no");
      default -> new Verdict.Expired(List.of(), "old");
    };
  }

  /// Even verdicts that are wrong (FIT for a host that may not read) open no way.
  @Test
  void noRouteLeadsToAHostThatMayNotReadTheData() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var hosts = Arrays.stream(DataClass.values()).map(c -> new Host("of-" + c, c)).toList();
      var models = new ArrayList<Model>();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        Price price = random.nextBoolean() ? new Price.Unknown() : Samples.tokens(i + 1);
        models.add(
            Samples.model(
                "m" + i, KINDS.get(random.nextInt(4)), hosts.get(random.nextInt(4)), price));
      }
      var jobs = new ArrayList<Job>();
      var results = new ArrayList<CellResult>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        Job job =
            Samples.job("j" + i, any(DataClass.values(), random), any(Job.Prefer.values(), random));
        jobs.add(job);
        for (Model model : models) {
          CellResult result = result(job, model, anyVerdict(random), outcome(i, 10, 0.001));
          boolean passedOn = model.kind() == ProviderKind.OLLAMA && random.nextBoolean();
          results.add(passedOn ? Samples.withFacts(result, Map.of("elsewhere", "cloud")) : result);
        }
      }
      var project = Samples.project(models, Map.of(), jobs.toArray(Job[]::new));
      Policy policy = PolicyCompiler.compile(project, results, Samples.AT);
      assertNothingForbidden(policy);
      assertThat(policy.jobs()).hasSize(jobs.size());
      assertThat(PolicyFile.parse(PolicyFile.text(policy, Samples.FILE), Samples.FILE))
          .as("seed " + seed)
          .isEqualTo(policy);
    }
  }

  private static final Model QUICK =
      Samples.model("quick", ProviderKind.OPENAI, Samples.VENDOR, Samples.tokens(2));
  private static final Model CHEAP =
      Samples.model("cheap", ProviderKind.OPENAI, Samples.VENDOR, Samples.tokens(9));
  private static final Model OWN =
      Samples.model("own", ProviderKind.OLLAMA, Samples.WORKSTATION, Samples.tokens(1));

  private static Policy compiled(Job.Prefer prefer) {
    Job job = Samples.job("triage", DataClass.PUBLIC, prefer);
    return PolicyCompiler.compile(
        Samples.project(List.of(OWN, QUICK, CHEAP), Map.of(), job),
        List.of(
            result(job, OWN, fit(), outcome(1, 3000, 0.003), outcome(2, 2000, 0.003)),
            result(job, QUICK, fit(), outcome(1, 100, 0.002), outcome(2, 150, 0.002)),
            result(job, CHEAP, fit(), outcome(1, 100, 0.001), outcome(2, 1500, 0.001))),
        Samples.AT);
  }

  private static List<String> order(Job.Prefer prefer) {
    return compiled(prefer).job(new JobName("triage")).route().models().stream()
        .map(ModelName::text)
        .toList();
  }

  @Test
  void whatTheJobPrefersDecidesAmongFitModelsAndTheOthersStandBehind() {
    assertThat(order(Job.Prefer.COST)).containsExactly("cheap", "quick", "own");
    assertThat(order(Job.Prefer.LATENCY)).containsExactly("quick", "cheap", "own");
    assertThat(order(Job.Prefer.LOCAL)).containsExactly("own", "cheap", "quick");
  }

  @Test
  void theFiguresThatDecidedAreInThePolicy() {
    var candidate = compiled(Job.Prefer.COST).job(new JobName("triage")).candidates().get(2);
    assertThat(candidate.perThousand()).hasToString("Optional[$1.00]");
    assertThat(candidate.p95()).hasToString("Optional[PT1.5S]");
  }

  private static String closed(CellResult... results) {
    Job job = results[0].job();
    var models = Arrays.stream(results).map(CellResult::model).toList();
    var policy =
        PolicyCompiler.compile(
            Samples.project(models, Map.of(), job), List.of(results), Samples.AT);
    return ((Route.Closed) policy.job(job.name()).route()).why();
  }

  @Test
  void aClosedRouteSaysWhyAndWhatToDo() {
    Job job = Samples.job("triage", DataClass.PUBLIC, Job.Prefer.COST);
    Job secret = Samples.job("payroll", DataClass.RESTRICTED, Job.Prefer.COST);
    Model recorded =
        Samples.model("old", ProviderKind.RECORDED, Samples.WORKSTATION, new Price.Unknown());
    assertThat(closed(result(job, OWN, Samples.unfit()), result(job, QUICK, Samples.untried())))
        .isEqualTo(
            "No model is FIT for triage (own UNFIT, quick UNDECIDED); run `metier qualify triage`"
                + " to find out.");
    assertThat(closed(result(job, OWN, Samples.unfit())))
        .isEqualTo(
            "No model is FIT for triage (own UNFIT); add a candidate or more cases, or change what"
                + " it needs, in metier.yaml.");
    assertThat(closed(result(secret, QUICK, fit())))
        .isEqualTo(
            "No model that is FIT for payroll may read its restricted data (quick on vendor); name"
                + " a host that may.");
    assertThat(closed(result(job, recorded, fit())))
        .contains("recorded (old)", "recordings answer nobody", "metier qualify triage");
  }

  @Test
  void whatIsFitByItselfButCannotBePickedYetIsToldWithWhatItTakes() {
    Job job = Samples.job("triage", DataClass.PUBLIC, Job.Prefer.COST);
    var lacking = new MoreResults(OptionalInt.of(23), OptionalInt.of(58));
    var open = Samples.fitAlone(result(job, OWN, Samples.untried()), 3, lacking);
    assertThat(closed(open, result(job, QUICK, Samples.unfit())))
        .isEqualTo(
            "No model can be picked among 3 for triage yet (own FIT by itself and 25 to 60 cases"
                + " short, quick UNFIT); run `metier qualify triage` to find out.");
    // More answers to recordings would let nobody be picked.
    Model old =
        Samples.model("old", ProviderKind.RECORDED, Samples.WORKSTATION, new Price.Unknown());
    assertThat(closed(Samples.fitAlone(result(job, old, Samples.untried()), 3, lacking)))
        .startsWith("The only evidence that a model is FIT for triage is recorded (old)");
    var used =
        Samples.fitAlone(
            result(
                job,
                OWN,
                new Verdict.Undecided(List.of(), Verdict.Doubt.CASES_EXHAUSTED, "All used.")),
            3,
            lacking);
    assertThat(closed(used))
        .endsWith(
            "add cases and run `metier qualify triage`, or take verdicts as they stand alone with"
                + " `metier compile --goal matrix`.");
    var policy =
        PolicyCompiler.compile(
            Samples.project(List.of(OWN), Map.of(), job), List.of(used), Samples.AT);
    assertThat(policy.job(job.name()).candidates().getFirst().reason())
        .isEqualTo(
            "FIT by itself; as the one that `metier compile` picks among 3 it needs 25 to 60 more"
                + " cases. All used.");
  }

  @Test
  void aJobThatNobodyLookedAtIsClosed() {
    Job job = Samples.job("triage", DataClass.PUBLIC, Job.Prefer.COST);
    var policy =
        PolicyCompiler.compile(Samples.project(List.of(OWN), Map.of(), job), List.of(), Samples.AT);
    assertThat(policy.job(job.name()).route())
        .isEqualTo(new Route.Closed("No model was tried for triage; run `metier qualify triage`."));
    assertThat(policy.models()).isEmpty();
  }

  /// Its declared host would vouch for data that a request turns out to hold.
  @Test
  void aServerThatPassesRequestsOnVouchesForPublicDataOnly() {
    Job job = Samples.job("triage", DataClass.PUBLIC, Job.Prefer.COST);
    var result = Samples.withFacts(result(job, OWN, fit()), Map.of("elsewhere", "ollama.com:443"));
    var policy =
        PolicyCompiler.compile(
            Samples.project(List.of(OWN), Map.of(), job), List.of(result), Samples.AT);
    Host host = policy.model(OWN.name()).model().host();
    assertThat(host.clearance()).isEqualTo(DataClass.PUBLIC);
    assertThat(host.name()).isEqualTo("ollama.com:443, through workstation");
  }

  @Test
  void aCloudModelIsElsewhereByItsNameAlone() {
    Job job = Samples.job("payroll", DataClass.RESTRICTED, Job.Prefer.LOCAL);
    var kimi = Samples.model("kimi", ProviderKind.OLLAMA, Samples.WORKSTATION, Samples.tokens(1));
    var cloud =
        new Model(
            kimi.name(),
            kimi.kind(),
            "kimi-k2:cloud",
            kimi.address(),
            kimi.key(),
            kimi.host(),
            kimi.price(),
            kimi.settings(),
            kimi.window(),
            kimi.concurrency(),
            kimi.timeouts(),
            kimi.apiVersion());
    assertThat(closed(result(job, cloud, fit())))
        .contains("may read its restricted data (kimi on ollama.com, through workstation)");
  }

  @Test
  void theWindowIsTheOneThatTheServerAllots() {
    Job job = Samples.job("triage", DataClass.PUBLIC, Job.Prefer.COST);
    var result = Samples.withFacts(result(job, OWN, fit()), Map.of("window", "8192"));
    var policy =
        PolicyCompiler.compile(
            Samples.project(List.of(OWN), Map.of(), job), List.of(result), Samples.AT);
    assertThat(policy.window(policy.job(job.name()))).isEqualTo(OptionalInt.of(8192));
  }

  @Test
  void otherEvidenceIsAnotherHashAndTheSameIsTheSame() {
    assertThat(compiled(Job.Prefer.COST).evidence())
        .isEqualTo(compiled(Job.Prefer.LATENCY).evidence())
        .isNotEqualTo(Samples.policy().evidence());
    assertThat(compiled(Job.Prefer.COST).project())
        .isNotEqualTo(compiled(Job.Prefer.LATENCY).project());
  }

  @Test
  void aPolicyThatLeadsAstrayCannotBeMade() {
    Policy policy = Samples.policy();
    ServedJob payroll = policy.job(new JobName("payroll-questions"));
    var astray =
        new ServedJob(
            payroll.name(),
            "",
            DataClass.RESTRICTED,
            new Route.Single(new ModelName("opus"), List.of()),
            List.of(),
            Serving.PLAIN);
    assertThatThrownBy(() ->
            new Policy(
                policy.evidence(),
                policy.project(),
                Samples.AT,
                Map.of(payroll.name(), astray),
                policy.models()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("may not read");
  }

  @Test
  void clientsFindAJobByItsNameAnAliasOrAClaudeName() {
    Policy policy = Samples.policy();
    for (String name : List.of("ticket-triage", "triage", "gpt-4o", "claude-ticket-triage")) {
      assertThat(policy.named(name).map(ServedJob::name))
          .as(name)
          .contains(new JobName("ticket-triage"));
    }
    assertThat(policy.named("claude-triage")).isEqualTo(Optional.empty());
    assertThat(policy.named("nonsense/of a name")).isEmpty();
  }
}
