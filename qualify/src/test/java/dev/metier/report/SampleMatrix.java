package dev.metier.report;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Calls;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.Decided;
import dev.metier.report.matrix.FitMatrix.Facts;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.stats.Interval;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Finding.Status;
import dev.metier.verdict.Verdict;
import dev.metier.verdict.Verdict.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/// Fit matrices made up for tests: a support team's four jobs with every kind of verdict, and a
/// large one.
public final class SampleMatrix {
  public static final Instant AT = Instant.parse("2026-11-22T14:30:00Z");
  private static final Requirement.Quality QUALITY =
      new Requirement.Quality(0.90, 0.95, Optional.empty());
  private static final Requirement.Latency LATENCY =
      new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1500), 0.95);
  private static final Requirement.Cost COST = new Requirement.Cost(Money.usd(2), 0.95);

  private SampleMatrix() {}

  /// Four jobs, three models, all five verdicts.
  public static FitMatrix support() {
    return new FitMatrix(
        "acme-support",
        AT,
        List.of(triage(), clauses(), reply(), titles()),
        new Calls(1234, 9000, new Decided(742, 4200)),
        Optional.of(Money.usd(0.4137)),
        List.of());
  }

  public static Model model(String name) {
    boolean local = !name.startsWith("opus");
    var host =
        new Host(
            local ? "workstation" : "anthropic", local ? DataClass.RESTRICTED : DataClass.INTERNAL);
    return new Model(
        new ModelName(name),
        local ? ProviderKind.OLLAMA : ProviderKind.ANTHROPIC,
        local ? name + ":27b" : "claude-opus-5-5",
        Optional.empty(),
        Optional.empty(),
        host,
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  public static Job job(String name, String purpose, DataClass data, List<Requirement> needs) {
    return new Job(
        new JobName(name),
        purpose,
        data,
        Prompt.ofUser("{{text}}"),
        List.of(),
        Settings.NONE,
        List.of(),
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        needs,
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of(new ModelName("qwen"), new ModelName("gemma"), new ModelName("opus")));
  }

  private static JobRow triage() {
    Job job =
        job(
            "ticket-triage",
            "route incoming support mail",
            DataClass.INTERNAL,
            List.of(QUALITY, LATENCY, COST));
    return new JobRow(
        job,
        List.of(
            new Cell(
                model("qwen"),
                new Verdict.Fit(
                    List.of(
                        quality(Status.MET, 44, 1.0, 0.904, 1.0),
                        latency(0.31, 0.62),
                        cost(0.9, 1.3)),
                    "Quality is at least 0.90 with 95 % confidence (44 of 44 cases passed); latency"
                        + " and cost are met."),
                facts(44, 0, 1.10, 120, 480),
                List.of()),
            new Cell(
                model("gemma"),
                new Verdict.Undecided(
                    List.of(
                        undecided(200, 0.905, 0.858, 0.941), latency(0.22, 0.41), cost(0.3, 0.5)),
                    Doubt.CASES_EXHAUSTED,
                    "Quality lies in 0.86..0.94 and the bar is 0.90; all 200 cases are used."),
                facts(200, 30, 0.42, 90, 310),
                List.of(
                    "30 of 200 answers were not served; most often: HTTP 500:"
                        + " CUDA out of memory.")),
            new Cell(
                model("opus"),
                new Verdict.Unfit(
                    List.of(quality(Status.MET, 40, 1.0, 0.9, 1.0), latency(0.8, 1.2), tooDear()),
                    "Costs $14.90..$16.20 per 1,000, more than $2.00; quality is met."),
                facts(40, 0, 15.6, 610, 980),
                List.of())));
  }

  private static JobRow clauses() {
    Job job =
        job(
            "clause-extraction",
            "find amounts and dates in contracts",
            DataClass.RESTRICTED,
            List.of(QUALITY, new Requirement.Quality(0.98, 0.95, Optional.of("amounts"))));
    return new JobRow(
        job,
        List.of(
            new Cell(
                model("qwen"),
                new Verdict.Undecided(
                    List.of(undecided(97, 0.93, 0.871, 0.968)),
                    Doubt.RUNNING,
                    "Quality lies in 0.87..0.97 and the bar is 0.90."),
                facts(97, 1, 1.10, 340, 5200),
                List.of(
                    "1 of 97 answers were not served; most often: HTTP 500:"
                        + " CUDA out of memory.")),
            new Cell(
                model("gemma"),
                new Verdict.Unfit(
                    List.of(quality(Status.UNMET, 26, 0.69, 0.48, 0.89)),
                    "Quality is below 0.90 with 95 % confidence (18 of 26 cases passed)."),
                facts(26, 2, 0.42, 210, 2900),
                List.of(
                    "2 of 26 answers were not served; most often: HTTP 500:"
                        + " CUDA out of memory.")),
            new Cell(
                model("opus"),
                new Verdict.Forbidden(
                    "The data is restricted and host anthropic is cleared for internal; nothing was"
                        + " sent."),
                Facts.none(200),
                List.of())));
  }

  private static JobRow reply() {
    var notWorse = new Requirement.NotWorse(new ModelName("opus"), 0.03, 0.95);
    Job job =
        job("reply-draft", "draft an answer in our tone", DataClass.INTERNAL, List.of(notWorse));
    return new JobRow(
        job,
        List.of(
            new Cell(
                model("qwen"),
                new Verdict.Expired(
                    List.of(
                        finding(notWorse, Status.MET, 150, new Interval(-0.02, 0.04), -0.03, 0.01)),
                    "It was FIT as build 3f2a; build 9c41 has not been tried."),
                facts(150, 0, 1.3, 300, 4100),
                List.of()),
            new Cell(
                model("gemma"),
                new Verdict.Undecided(
                    List.of(),
                    Doubt.UNREACHABLE,
                    "http://127.0.0.1:11434 refused the connection.",
                    Optional.of("no connection")),
                Facts.none(200),
                List.of())));
  }

  private static JobRow titles() {
    Job job =
        job(
            "commit-titles",
            "",
            DataClass.PUBLIC,
            List.of(new Requirement.Quality(0.8, 0.95, Optional.empty())));
    return new JobRow(
        job,
        List.of(
            new Cell(
                model("qwen"),
                new Verdict.Undecided(List.of(), Doubt.NO_EVIDENCE, "Never tried."),
                Facts.none(60),
                List.of())));
  }

  public static Finding quality(Status status, int seen, double mean, double low, double high) {
    return finding(QUALITY, status, seen, new Interval(low, high), 0.9, mean);
  }

  public static Finding undecided(int seen, double mean, double low, double high) {
    return new Finding(
        QUALITY,
        Status.UNDECIDED,
        seen,
        200,
        new Interval(low, high),
        0.9,
        OptionalDouble.of(mean),
        "quality lies in an interval around the bar",
        seen >= 200 ? 0 : 0.42,
        64,
        Optional.of(
            new MoreResults(
                OptionalInt.of(48), seen >= 200 ? OptionalInt.empty() : OptionalInt.of(310))));
  }

  private static Finding latency(double low, double high) {
    return finding(LATENCY, Status.MET, 44, new Interval(low, high), 1.5, (low + high) / 2);
  }

  private static Finding cost(double low, double high) {
    return finding(COST, Status.MET, 44, new Interval(low, high), 2, (low + high) / 2);
  }

  private static Finding tooDear() {
    return finding(COST, Status.UNMET, 40, new Interval(14.9, 16.2), 2, 15.6);
  }

  private static Finding finding(
      Requirement need, Status status, int seen, Interval interval, double bar, double estimate) {
    return new Finding(
        need,
        status,
        seen,
        200,
        interval,
        bar,
        OptionalDouble.of(estimate),
        need.label() + (status == Status.MET ? " holds" : " does not hold"),
        0,
        0);
  }

  private static Facts facts(int trials, int notServed, double cost, int first, int total) {
    return new Facts(
        trials,
        200,
        notServed,
        Optional.of(Money.usd(cost)),
        cost / 40,
        Optional.of(Duration.ofMillis(first)),
        Optional.of(Duration.ofMillis(total)),
        Optional.of(Duration.ofMillis(total * 2L)),
        OptionalDouble.of(41.7),
        Optional.of(AT.minusSeconds(600)),
        Optional.of("3f2a90c17be04d55"));
  }

  /// Twelve jobs and five models.
  public static FitMatrix large() {
    var random = new Random(7);
    var names = List.of("qwen", "gemma", "mistral-small", "opus", "haiku-batch");
    var rows = new ArrayList<JobRow>();
    for (int j = 0; j < 12; j++) {
      var cells = new ArrayList<Cell>();
      for (String name : names) {
        cells.add(
            new Cell(
                model(name),
                drawn(random),
                facts(120, random.nextInt(4), 1.2, 200, 900),
                List.of()));
      }
      rows.add(
          new JobRow(
              job("job-number-" + j, "purpose " + j, DataClass.INTERNAL, List.of(QUALITY, LATENCY)),
              cells));
    }
    return new FitMatrix("large", AT, rows, new Calls(7200, 60_000), Optional.empty(), List.of());
  }

  private static Verdict drawn(Random random) {
    double mean = 0.7 + random.nextDouble() * 0.3;
    double low = mean - 0.06;
    double high = Math.min(1, mean + 0.05);
    if (low >= 0.9) {
      return new Verdict.Fit(List.of(quality(Status.MET, 120, mean, low, high)), "Quality is met.");
    }
    return high < 0.9
        ? new Verdict.Unfit(
            List.of(quality(Status.UNMET, 120, mean, low, high)), "Quality is not met.")
        : new Verdict.Undecided(
            List.of(undecided(120, mean, low, high)), Doubt.RUNNING, "Quality is near the bar.");
  }
}
