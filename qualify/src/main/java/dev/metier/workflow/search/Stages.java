package dev.metier.workflow.search;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.StageLoop;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.ledger.Outcome;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What the evidence of the stages' own jobs says of who may do each stage, and how well.
///
/// @param workflow with the graders that check its stages, and redaction as it counts
/// @param jobs one for each stage
/// @param reads the class of what each stage reads, by its name
/// @param lowered whether a redacting stage lowers that, which takes a model that is FIT for it
/// @param options the models that may do each stage
/// @param chains what chain may do each stage, if one may
/// @param withheld why proved chains of the stages' jobs do not do their stages, a sentence each
/// @param leftOut who does no stage for its nearness to the judge of the whole: a sentence
public record Stages(
    Workflow workflow,
    List<Job> jobs,
    Map<String, DataClass> reads,
    boolean lowered,
    List<List<StageOption>> options,
    List<Optional<StageChain>> chains,
    List<String> withheld,
    Optional<String> leftOut) {
  private static final Usage TYPICAL = new Usage(1000, 0, 300, true);
  private static final Duration BUSY = Duration.ofSeconds(5);

  public Stages {
    jobs = List.copyOf(jobs);
    reads = Map.copyOf(reads);
    options = options.stream().map(List::copyOf).toList();
    chains = List.copyOf(chains);
    withheld = List.copyOf(withheld);
  }

  /// What is known by these results.
  ///
  /// @param results of the stages' jobs; others do not matter
  static Stages of(
      Project project,
      Workflow workflow,
      List<CellResult> results,
      Map<JobName, Route.Cascade> proved,
      Optional<WorkflowJudge> judge) {
    var jobs =
        workflow.stages().stream().map(stage -> project.job(stage.job()).orElseThrow()).toList();
    boolean lowered =
        workflow.stages().stream()
            .filter(stage -> stage.redacts().isPresent())
            .allMatch(stage -> results.stream().anyMatch(each -> isFit(each, stage)));
    DataClass data = project.data(workflow.whole());
    var effective = new ArrayList<WorkflowStage>();
    for (int i = 0; i < jobs.size(); i++) {
      WorkflowStage stage = graded(workflow.stages().get(i), jobs.get(i));
      effective.add(lowered ? stage : notLowering(stage, data));
    }
    var reads = Workflow.reads(data, effective);
    var options = new ArrayList<List<StageOption>>();
    var chains = new ArrayList<Optional<StageChain>>();
    var withheld = new ArrayList<String>();
    for (WorkflowStage stage : workflow.stages()) {
      DataClass read = reads.getOrDefault(stage.name(), data);
      var may =
          results.stream()
              .filter(each -> each.job().name().equals(stage.job()))
              .filter(each -> mayRead(each, read))
              .filter(each -> judge.map(one -> one.lets(each.model())).orElse(true))
              .filter(each -> !lowered || stage.redacts().isEmpty() || isFit(each, stage))
              .toList();
      Optional<StageChain> chain = Optional.empty();
      if (proved.containsKey(stage.job())) {
        Route.Cascade route = proved.get(stage.job());
        Optional<String> why = unfit(route, stage, may, name -> mayRead(name, read, project));
        why.ifPresent(told -> withheld.add(sentence(stage, told)));
        chain = why.isPresent() ? Optional.empty() : StageChain.of(route);
      }
      var own = new ArrayList<>(options(workflow, may));
      chain.map(each -> option(each, workflow, may)).ifPresent(own::add);
      options.add(own);
      chains.add(chain);
    }
    var whole = new Workflow(workflow.whole(), workflow.input(), effective, workflow.deadline());
    return new Stages(
        whole, jobs, reads, lowered, options, chains, withheld, leftOut(judge, workflow, results));
  }

  private static Optional<String> leftOut(
      Optional<WorkflowJudge> judge, Workflow workflow, List<CellResult> results) {
    return judge.flatMap(one ->
        one.sentence(
            results.stream()
                .filter(each ->
                    workflow.stages().stream()
                        .anyMatch(stage -> stage.job().equals(each.job().name())))
                .map(CellResult::model)));
  }

  /// Why a proved chain does not do a stage: redaction is proven of a model, no chain does what one
  /// of its models may not, and whoever its checks ask is told what the stage is told.
  private static Optional<String> unfit(
      Route.Cascade route,
      WorkflowStage stage,
      List<CellResult> may,
      Predicate<ModelName> mayRead) {
    Optional<StageChain> found = StageChain.of(route);
    if (found.isEmpty()) {
      return Optional.of(StageChain.lacks(route));
    }
    StageChain chain = found.get();
    if (stage.redacts().isPresent()) {
      return Optional.of("what is hidden is proven of one model");
    }
    var names = may.stream().map(each -> each.model().name()).toList();
    if (names.contains(chain.name())) {
      return Optional.of("a model has the same name");
    }
    return chain.models().stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .map(name -> name + " may not do the stage")
        .or(() ->
            chain.chain().asks().stream()
                .filter(mayRead.negate())
                .findFirst()
                .map(name -> name + ", which its checks ask, may not read what the stage is told"));
  }

  private static String sentence(WorkflowStage stage, String why) {
    return "The proved chain of job "
        + stage.job()
        + " does not do stage "
        + stage.name()
        + ": "
        + why
        + ".";
  }

  private static boolean mayRead(ModelName name, DataClass read, Project project) {
    return project.model(name).filter(each -> each.mayRead(read)).isPresent();
  }

  /// As reliable as its later model, since a chain is proved to be hardly worse.
  private static StageOption option(StageChain chain, Workflow workflow, List<CellResult> may) {
    CellResult first = of(chain.first(), may);
    CellResult then = of(chain.chain().then(), may);
    return new StageOption(
        chain.name(),
        reliability(then),
        burden(workflow, first).plus(burden(workflow, then).times(chain.escalated())));
  }

  private static CellResult of(ModelName name, List<CellResult> may) {
    return may.stream().filter(each -> each.model().name().equals(name)).findFirst().orElseThrow();
  }

  /// The chain of this name at a stage.
  ///
  /// @param stage its index
  public Optional<StageChain> chain(int stage, ModelName name) {
    return chains.get(stage).filter(each -> each.name().equals(name));
  }

  private static boolean isFit(CellResult result, WorkflowStage stage) {
    return result.job().name().equals(stage.job()) && result.verdict() instanceof Verdict.Fit;
  }

  /// Checks by the job's own graders name those that need nothing of a case.
  private static WorkflowStage graded(WorkflowStage stage, Job job) {
    return new WorkflowStage(
        stage.name(),
        stage.job(),
        stage.input(),
        stage.uses(),
        stage.loop().map(loop -> graded(loop, job)),
        stage.redacts(),
        stage.restores());
  }

  private static StageLoop graded(StageLoop loop, Job job) {
    return switch (loop.until()) {
      case StageLoop.Until.Approval _ -> loop;
      case StageLoop.Until.Passing(var checks) ->
          new StageLoop(
              new StageLoop.Until.Passing(
                  checks.stream()
                      .map(check ->
                          check instanceof Check.Graders
                              ? new Check.Graders(CaseFree.of(job.grading()))
                              : check)
                      .toList()),
              loop.redo(),
              loop.rounds(),
              loop.escalate(),
              loop.mark());
    };
  }

  /// Redaction that nobody is FIT for hides things, and lowers no class.
  private static WorkflowStage notLowering(WorkflowStage stage, DataClass data) {
    return new WorkflowStage(
        stage.name(),
        stage.job(),
        stage.input(),
        stage.uses(),
        stage.loop(),
        stage.redacts().map(_ -> data),
        stage.restores());
  }

  private static boolean mayRead(CellResult result, DataClass read) {
    Model model = result.model();
    Optional<String> elsewhere =
        result.fingerprint().map(fingerprint -> fingerprint.facts().get("elsewhere"));
    Host host = elsewhere.map(model.host()::passingOnTo).orElseGet(model::readingHost);
    return model.kind().answersRequests()
        && !(result.verdict() instanceof Verdict.Forbidden)
        && host.mayRead(read);
  }

  /// Who is UNFIT for a stage's own job does it only where nobody else may.
  private static List<StageOption> options(Workflow workflow, List<CellResult> results) {
    var hopeful =
        results.stream().filter(each -> !(each.verdict() instanceof Verdict.Unfit)).toList();
    return (hopeful.isEmpty() ? results : hopeful)
        .stream()
            .map(each ->
                new StageOption(each.model().name(), reliability(each), burden(workflow, each)))
            .toList();
  }

  /// The mean score, drawn towards one half while there is little evidence.
  private static double reliability(CellResult result) {
    var scores =
        result.outcomes().stream().filter(outcome -> !outcome.broken()).mapToDouble(Outcome::score);
    var sums = scores.summaryStatistics();
    return (sums.getSum() + 1) / (sums.getCount() + 2);
  }

  private static Burden burden(Workflow workflow, CellResult result) {
    return switch (workflow.whole().prefer()) {
      case COST -> price(result);
      case LATENCY -> time(result);
      case LOCAL -> {
        Burden price = price(result);
        yield new Burden(result.model().kind().local() ? 0 : 1, price.sum());
      }
    };
  }

  private static Burden price(CellResult result) {
    var measured =
        result.outcomes().stream()
            .mapToLong(Outcome::costNanos)
            .filter(nanos -> nanos >= 0)
            .average();
    if (measured.isPresent()) {
      return new Burden(0, measured.getAsDouble() / 1e9);
    }
    Model model = result.model();
    return switch (model.price()) {
      case Price.Unknown _ -> new Burden(model.kind().local() ? 0 : 1, 0);
      case Price.PerToken _, Price.Hardware _ ->
          new Burden(
              0, Pricing.of(model.price(), TYPICAL, BUSY).map(Cost::full).orElseThrow().dollars());
    };
  }

  private static Burden time(CellResult result) {
    var measured =
        result.outcomes().stream()
            .filter(outcome -> !outcome.cold() && outcome.totalNanos() >= 0)
            .mapToLong(Outcome::totalNanos)
            .average();
    return measured.isPresent() ? new Burden(0, measured.getAsDouble() / 1e9) : new Burden(1, 0);
  }

  /// The model that is to do the last round of a stage's loop, where one is named.
  static Optional<ModelName> escalation(WorkflowStage stage) {
    return stage.loop().flatMap(loop -> loop.escalate());
  }

  /// Why no assignment can be run, if so.
  public Optional<String> impossible(Project project) {
    for (int i = 0; i < options.size(); i++) {
      WorkflowStage stage = workflow.stages().get(i);
      if (options.get(i).isEmpty()) {
        return Optional.of(
            "no model of job "
                + stage.job()
                + " may do stage "
                + stage.name()
                + word(stage)
                + leftOut.map(why -> "; " + why.substring(0, why.length() - 1)).orElse(""));
      }
      Optional<Model> last = escalation(stage).flatMap(project::model);
      String redo = stage.loop().map(loop -> loop.redo()).orElse(stage.name());
      if (last.isPresent() && !last.get().mayRead(read(redo))) {
        return Optional.of(
            last.get().name()
                + ", which does the last round of "
                + redo
                + ", may not read"
                + " its data"
                + (lowered ? "" : unlowered()));
      }
    }
    return Optional.empty();
  }

  private String word(WorkflowStage stage) {
    String read = read(stage.name()).name().toLowerCase(Locale.ROOT);
    return ", which reads " + read + " data" + (lowered ? "" : unlowered());
  }

  private String unlowered() {
    return workflow.stages().stream().anyMatch(stage -> stage.redacts().isPresent())
        ? " (no model is FIT for the stage that redacts, so that nothing lowers the class)"
        : "";
  }

  /// Whether a redacting stage lowers what later stages read.
  public boolean lowers() {
    return lowered && workflow.stages().stream().anyMatch(stage -> stage.redacts().isPresent());
  }

  /// The class of what a stage reads.
  public DataClass read(String stage) {
    return reads.getOrDefault(stage, workflow.whole().data());
  }

  /// Stages whose job has no evidence at all.
  public List<String> unknown(List<CellResult> results) {
    return jobs.stream()
        .map(Job::name)
        .filter(name ->
            results.stream()
                .filter(each -> each.job().name().equals(name))
                .allMatch(each -> each.outcomes().isEmpty()))
        .distinct()
        .map(name -> name.text())
        .toList();
  }
}
