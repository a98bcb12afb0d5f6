package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.job.Check;
import dev.metier.job.GraderSpec;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.judge.JobJudge;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.provider.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a run is asked to do.
///
/// @param jobs the jobs to qualify, in the order of the project
/// @param budget most money to spend; empty: no limit
/// @param full ask all cases, even after the verdict
/// @param concurrency most calls at a time for each endpoint; empty: as declared, or found out
/// @param charges what trials can cost
public record Assignment(
    Project project,
    List<Job> jobs,
    Goal goal,
    Optional<Money> budget,
    boolean full,
    OptionalInt concurrency,
    Charges charges) {
  /// Where each candidate is one model.
  public Assignment(
      Project project,
      List<Job> jobs,
      Goal goal,
      Optional<Money> budget,
      boolean full,
      OptionalInt concurrency) {
    this(project, jobs, goal, budget, full, concurrency, Charges.OF_MODEL);
  }

  public Assignment {
    jobs = List.copyOf(jobs);
  }

  /// To look at jobs as they stand: every candidate, no limits.
  public static Assignment of(Project project, List<Job> jobs, Goal goal) {
    return new Assignment(project, jobs, goal, Optional.empty(), false, OptionalInt.empty());
  }

  /// The models that may be asked something: candidates of a job, compared with, or its judge,
  /// whose host may read its data. In the order of the project.
  public List<Model> models() {
    return project.models().stream()
        .filter(model -> jobs.stream().anyMatch(job -> mayAsk(model, job)))
        .toList();
  }

  private boolean mayAsk(Model model, Job job) {
    return model.mayRead(project.data(job))
        && (candidates(job).contains(model)
            || Board.comparedWith(job).contains(model.name())
            || judges(model, job));
  }

  private boolean judges(Model model, Job job) {
    return job.judged().filter(spec -> spec.judge().equals(model.name())).isPresent()
        || checkJudges(job).stream().anyMatch(check -> check.model().equals(model.name()));
  }

  /// The judges that are checks of a job's chains.
  public List<Check.Judge> checkJudges(Job job) {
    HybridSpec hybrid = project.hybrid(job.name());
    return hybrid.checks().stream()
        .flatMap(check -> check.parts().stream())
        .filter(check -> hybrid.searched() && check instanceof Check.Judge)
        .map(Check.Judge.class::cast)
        .toList();
  }

  /// The judge of a job's answers, where it has one.
  ///
  /// @param identities what is known of the models, by name
  Optional<JobJudge> judge(Job job, Map<ModelName, Identity> identities) {
    return job.judged().map(spec -> judge(job, spec, identities));
  }

  /// The judge of a job's answers by what is written of it.
  JobJudge judge(Job job, GraderSpec.Judged spec, Map<ModelName, Identity> identities) {
    Model model = project.model(spec.judge()).orElseThrow();
    Identity known = identities.getOrDefault(model.name(), Board.UNKNOWN);
    return new JobJudge(job, spec, model, known.fingerprint());
  }

  /// The candidates of a job, in the order of the project.
  List<Model> candidates(Job job) {
    return project.models().stream()
        .filter(model -> job.candidates().isEmpty() || job.candidates().contains(model.name()))
        .toList();
  }
}
