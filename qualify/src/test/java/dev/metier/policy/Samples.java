package dev.metier.policy;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.compile.PolicyCompiler;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.job.Serving;
import dev.metier.ledger.Outcome;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Jobs, models and verdicts to compile.
public final class Samples {
  public static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  public static final Path FILE = Path.of("/team/policy.json");
  public static final Host WORKSTATION = new Host("workstation", DataClass.RESTRICTED);
  public static final Host VENDOR = new Host("vendor", DataClass.INTERNAL);

  private Samples() {}

  public static Job job(String name, DataClass data, Job.Prefer prefer) {
    return new Job(
        new JobName(name),
        "work on " + name,
        data,
        Prompt.ofUser("{{text}}"),
        List.of(),
        Settings.NONE,
        List.of(),
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(new Requirement.Quality(0.9, 0.95, Optional.empty())),
        Job.Scope.TRAFFIC,
        prefer,
        1,
        List.of());
  }

  public static Model model(String name, ProviderKind kind, Host host, Price price) {
    return new Model(
        new ModelName(name),
        kind,
        name + ":latest",
        kind.usualAddress(),
        kind.usualKeyVariable().map(KeySource.Environment::new),
        host,
        price,
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  /// A model about which everything is said that can be.
  static Model detailed() {
    var settings =
        new Settings(
            OptionalDouble.of(0.2),
            OptionalInt.of(512),
            OptionalLong.of(7),
            List.of("###", "\n"),
            Optional.of("{\"type\":\"object\",\"minimum\":0.10}"),
            Optional.of("auto"),
            Map.of("top_k", "40", "penalties", "[0.50,1000,null,true]"));
    return new Model(
        new ModelName("qwen"),
        ProviderKind.VLLM,
        "Qwen/Qwen3.6-27B",
        Optional.of("http://gpu-1:8000/v1"),
        Optional.of(new KeySource.File(Path.of("/team/secrets/vllm.key"))),
        WORKSTATION,
        new Price.Hardware(
            Money.usd(3900),
            Money.usd(500),
            Duration.ofDays(1095),
            OptionalDouble.of(320),
            OptionalDouble.of(95),
            Money.usd(0.3565),
            0.2,
            4),
        settings,
        OptionalInt.of(131_072),
        OptionalInt.of(8),
        new Timeouts(
            Duration.ofMillis(1500),
            Duration.ofMinutes(5),
            Duration.ofNanos(2_000_001),
            Duration.ofHours(1)),
        Optional.of("v9"),
        new ModelProfile(
            ModelProfile.Thinking.NONE,
            false,
            ModelProfile.SystemMessages.ANYWHERE,
            false,
            false,
            false,
            Set.of("top_p", "seed"),
            OptionalInt.of(8192),
            OptionalInt.empty()));
  }

  public static Price tokens(double input) {
    return new Price.PerToken(
        Money.usd(input),
        Money.usd(input * 5),
        Money.usd(input / 10),
        Optional.of(
            new Price.LongPrompt(
                200_000, Money.usd(input * 2), Money.usd(input * 8), Money.usd(input / 5))),
        "price list of 2026-11-22");
  }

  static Model opus() {
    return model("opus", ProviderKind.ANTHROPIC, VENDOR, tokens(4));
  }

  public static CellResult result(Job job, Model model, Verdict verdict, Outcome... outcomes) {
    return new CellResult(
        job,
        model,
        verdict,
        "setting",
        "grading",
        outcomes.length,
        200,
        List.of(outcomes),
        Optional.of(new Fingerprint(Map.of(), Set.of("temperature"))),
        List.of(),
        Optional.empty(),
        false);
  }

  public static CellResult fitAlone(CellResult result, int among, MoreResults more) {
    return new CellResult(
        result.job(),
        result.model(),
        result.verdict(),
        result.setting(),
        result.grading(),
        result.kept(),
        result.possible(),
        result.outcomes(),
        result.fingerprint(),
        result.notes(),
        Optional.of(new CellResult.FitAlone(among, Optional.of(more))),
        false);
  }

  public static CellResult withFacts(CellResult result, Map<String, String> facts) {
    return new CellResult(
        result.job(),
        result.model(),
        result.verdict(),
        result.setting(),
        result.grading(),
        result.kept(),
        result.possible(),
        result.outcomes(),
        Optional.of(new Fingerprint(facts, Set.of())),
        result.notes(),
        result.fitAlone(),
        false);
  }

  public static Outcome outcome(int number, long millis, double dollars) {
    return new Outcome(
        "case-" + number,
        0,
        1,
        true,
        millis * 1_000_000,
        -1,
        Double.NaN,
        Math.round(dollars * 1e9),
        false,
        Optional.empty(),
        false);
  }

  public static Verdict fit() {
    return new Verdict.Fit(List.of(), "Quality is at least 0.93, with 95 % confidence.");
  }

  public static Verdict unfit() {
    return new Verdict.Unfit(List.of(), "Quality is at most 0.71, with 95 % confidence.");
  }

  public static Verdict untried() {
    return new Verdict.Undecided(List.of(), Verdict.Doubt.NO_EVIDENCE, "Never tried.");
  }

  public static Project project(List<Model> models, Map<JobName, Serving> serving, Job... jobs) {
    return new Project(
        Path.of("/team/metier.yaml"),
        models,
        List.of(WORKSTATION, VENDOR),
        List.of(jobs),
        List.of(),
        serving,
        Map.of(),
        Map.of(new ModelName("qwen"), List.of("http://gpu-1:8000/v1", "http://gpu-2:8000/v1")),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }

  /// Two jobs with a route and one that is closed.
  public static Policy policy() {
    Job triage = job("ticket-triage", DataClass.INTERNAL, Job.Prefer.COST);
    Job payroll = job("payroll-questions", DataClass.RESTRICTED, Job.Prefer.LOCAL);
    Job novel = job("write-a-novel", DataClass.PUBLIC, Job.Prefer.LATENCY);
    var serving =
        new Serving(
            List.of("triage", "gpt-4o"),
            Optional.of(Money.usd(5)),
            Optional.of(Duration.ofMinutes(10)),
            Optional.of(DataClass.CONFIDENTIAL),
            true,
            Optional.empty());
    var project =
        project(
            List.of(detailed(), opus()), Map.of(triage.name(), serving), triage, payroll, novel);
    var forbidden = new Verdict.Forbidden("vendor may read internal data at most.");
    return PolicyCompiler.compile(
        project,
        List.of(
            result(triage, detailed(), fit(), outcome(1, 900, 0.0004), outcome(2, 1200, 0.0005)),
            result(triage, opus(), fit(), outcome(1, 700, 0.004), outcome(2, 800, 0.0041)),
            result(payroll, detailed(), fit(), outcome(1, 900, 0.0004)),
            result(payroll, opus(), forbidden),
            result(novel, detailed(), unfit(), outcome(1, 900, 0.0004)),
            result(novel, opus(), untried())),
        AT);
  }
}
