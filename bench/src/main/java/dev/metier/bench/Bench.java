package dev.metier.bench;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.provider.ProviderSource;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.Qualifier;
import dev.metier.qualify.QualifyResult;
import dev.metier.qualify.RunState;
import dev.metier.qualify.TrialExecutor;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// Runs of the real qualifier on made-up projects.
final class Bench {
  private Bench() {}

  static Requirement quality(double atLeast) {
    return new Requirement.Quality(atLeast, 0.95, Optional.empty());
  }

  static Job job(
      String name, List<Case> cases, GraderSpec.Group grading, Job.Scope scope, Requirement need) {
    return new Job(
        new JobName(name),
        "",
        DataClass.PUBLIC,
        Prompt.ofUser("Case {{id}}"),
        List.of(),
        Settings.NONE,
        cases,
        grading,
        List.of(need),
        scope,
        Job.Prefer.COST,
        1,
        List.of());
  }

  static Model model(
      String name, ProviderKind kind, String id, Optional<String> address, int concurrency) {
    return new Model(
        new ModelName(name),
        kind,
        id,
        address,
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.of(concurrency),
        Timeouts.USUAL,
        Optional.empty());
  }

  static QualifyResult run(
      List<Model> models, Job job, boolean full, ProviderSource source, Ledger ledger) {
    var project = new Project(Path.of("metier.yaml"), models, List.of(), List.of(job), List.of());
    var assignment =
        new Assignment(
            project, List.of(job), Goal.MATRIX, Optional.empty(), full, OptionalInt.empty());
    var runner = new Runner(Retries.USUAL, Thread::sleep, Clock.systemUTC(), new Random(1));
    try (var opened = CandidateModels.ask(models, source, ledger)) {
      return new Qualifier(
              ledger,
              new TrialExecutor(runner, Duration.ofSeconds(10)),
              new Silent(),
              System::nanoTime)
          .qualify(assignment, opened);
    }
  }

  /// Processor time of this process in nanoseconds.
  static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static final class Silent implements Progress {
    @Override
    public void moved(RunState run) {}

    @Override
    public void decided(CellState cell, RunState run) {}

    @Override
    public void ending(RunState run, Duration grace) {}

    @Override
    public void ended(RunState run, boolean stopped) {}
  }
}
