package dev.metier.workflow.search;

import dev.metier.catalog.Model;
import dev.metier.check.CheckSource;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.job.Workflow;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Goal;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.Unit;
import dev.metier.policy.Route;
import dev.metier.project.Project;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.ServedName;
import dev.metier.qualify.Again;
import dev.metier.qualify.Asking;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.Judging;
import dev.metier.qualify.Qualifier;
import dev.metier.run.Endpoints;
import dev.metier.stats.Proportions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The search for the models of one workflow's stages: who races, decided by the evidence of the
/// stages' own jobs and by nothing that was seen from end to end; then each one's verdict, the
/// preferred first, at an error rate divided over all that race.
public final class WorkflowSearch {
  private final Project project;
  private final Workflow workflow;
  private final Stages stages;
  private final List<CellResult> results;
  private final Optional<WorkflowJudge> judge;
  private final AssignedModels assigned;
  private final Map<ModelName, StageModels> race = new LinkedHashMap<>();

  private WorkflowSearch(
      Project project,
      Workflow workflow,
      List<CellResult> results,
      Map<JobName, Route.Cascade> chains,
      Map<ModelName, Identity> identities) {
    this.project = project;
    this.results = results;
    this.judge = WorkflowJudge.of(project, workflow, identities);
    this.stages = Stages.of(project, workflow, results, chains, judge);
    this.workflow = stages.workflow();
    this.assigned = new AssignedModels(project, stages, identities, judge);
  }

  /// A search before its next end-to-end run.
  ///
  /// @param results of the stages' jobs
  /// @param identities what is known of the models, by name
  public static WorkflowSearch of(
      Project project,
      Workflow workflow,
      List<CellResult> results,
      Map<ModelName, Identity> identities,
      Ledger ledger) {
    return of(project, workflow, results, Map.of(), identities, ledger);
  }

  /// The same where chains may do stages.
  ///
  /// @param chains that are proved for the stages' jobs
  public static WorkflowSearch of(
      Project project,
      Workflow workflow,
      List<CellResult> results,
      Map<JobName, Route.Cascade> chains,
      Map<ModelName, Identity> identities,
      Ledger ledger) {
    var search = new WorkflowSearch(project, workflow, results, chains, identities);
    if (search.stages.impossible(project).isEmpty()) {
      Race.of(search.stages.options(), search.tried(ledger), Race.USUAL, search.enough())
          .forEach(each -> search.race.put(each.name(), each));
    }
    return search;
  }

  /// The share of good results that the workflow needs.
  private double enough() {
    return workflow.whole().needs().stream()
        .filter(Requirement.Quality.class::isInstance)
        .filter(need -> need.slice().isEmpty())
        .mapToDouble(Requirement::barValue)
        .max()
        .orElse(0);
  }

  public Workflow workflow() {
    return workflow;
  }

  public Stages stages() {
    return stages;
  }

  /// Who races, the preferred first; empty when nobody can.
  public List<StageModels> race() {
    return List.copyOf(race.values());
  }

  /// Why nobody races, if so.
  public Optional<String> impossible() {
    return stages.impossible(project);
  }

  /// Stages' jobs of which nothing is known, so that nothing tells who is likely to do well.
  public List<String> unknownJobs() {
    return stages.unknown(results);
  }

  // Who ran before -------------------------------------------------------------------------------

  /// The assignments with runs from end to end that count today.
  private Set<StageModels> tried(Ledger ledger) {
    var tried = new LinkedHashSet<StageModels>();
    for (SettingInfo info : ledger.settings()) {
      if (info.job().equals(workflow.name()) && info.entries() > 0) {
        ledger
            .lastFingerprint(info.model())
            .flatMap(assigned::assignment)
            .filter(each -> each.name().equals(info.model()))
            .filter(each -> setting(each).equals(info.setting()))
            .ifPresent(tried::add);
      }
    }
    return tried;
  }

  private String setting(StageModels assignment) {
    var questions =
        new Questions(
            workflow.whole(),
            assigned.model(assignment),
            assigned.identity(assignment).fingerprint());
    return questions.setting();
  }

  // The race as candidates of a job --------------------------------------------------------------

  private Job job() {
    return workflow.whole().withCandidates(List.copyOf(race.keySet()));
  }

  /// A project of this one job, whose candidates are the assignments.
  private Assignment assignment(Optional<Assignment> asked) {
    var models = new ArrayList<>(race.values().stream().map(assigned::model).toList());
    judge.ifPresent(one -> models.add(one.model()));
    var alone =
        new Project(
            project.file(),
            models,
            project.hosts(),
            List.of(job()),
            List.of(),
            project.serving(),
            project.hybrids(),
            Map.of(),
            List.of(),
            project.personal(),
            Map.of(),
            project.places());
    var charges = new StageCharges(workflow, stages.jobs(), assignments(), project.models());
    return new Assignment(
        alone,
        List.of(job()),
        Goal.CHOOSE,
        asked.flatMap(Assignment::budget),
        asked.map(Assignment::full).orElse(false),
        asked.map(Assignment::concurrency).orElse(OptionalInt.empty()),
        charges);
  }

  private Map<ModelName, List<StageCharges.Asked>> assignments() {
    var models = new HashMap<ModelName, List<StageCharges.Asked>>();
    race.forEach((name, each) -> models.put(name, assigned.charged(each)));
    return models;
  }

  private Map<Model, Identity> candidates() {
    var candidates = new LinkedHashMap<Model, Identity>();
    race.values().forEach(each -> candidates.put(assigned.model(each), assigned.identity(each)));
    judge.ifPresent(one -> candidates.put(one.model(), one.identity()));
    return candidates;
  }

  // What is known, and what is found out ---------------------------------------------------------

  /// The models that end-to-end runs would ask.
  public Set<ModelName> asked() {
    var asked = new LinkedHashSet<ModelName>();
    for (StageModels each : race.values()) {
      for (int i = 0; i < each.models().size(); i++) {
        assigned.reached(i, each.models().get(i)).forEach(model -> asked.add(model.name()));
      }
    }
    if (!race.isEmpty()) {
      workflow.stages().forEach(stage -> Stages.escalation(stage).ifPresent(asked::add));
    }
    return asked;
  }

  /// What the kept end-to-end runs say, without asking anyone.
  public WorkflowResult look(Ledger ledger) {
    if (race.isEmpty()) {
      return result(List.of());
    }
    var models = CandidateModels.of(candidates(), Map.of(), ledger);
    return result(Qualifier.look(assignment(Optional.empty()), models, ledger));
  }

  /// The same, and of the assignment that is served how the checks of its stages' chains ended in
  /// these runs. Checks are run once more on the kept answers; nobody is asked.
  public WorkflowResult followed(Ledger ledger, CheckSource checks) {
    WorkflowResult result = look(ledger);
    return result
        .chosen()
        .filter(row -> isChained(row.models()))
        .map(row -> followed(result, row, ledger, checks))
        .orElse(result);
  }

  private boolean isChained(StageModels models) {
    return IntStream.range(0, models.models().size())
        .anyMatch(i -> stages.chain(i, models.models().get(i)).isPresent());
  }

  private WorkflowResult followed(
      WorkflowResult result, WorkflowResult.Row row, Ledger ledger, CheckSource checks) {
    StageModels models = row.models();
    var trials = trials(models, Map.of(), new StageAnswers(ledger), checks);
    var seen = new HashSet<List<Object>>();
    row.cell().outcomes().forEach(each -> seen.add(List.of(each.content(), each.repeat())));
    var questions =
        new Questions(
            workflow.whole(), assigned.model(models), assigned.identity(models).fingerprint());
    var ends = new HashMap<String, Map<String, Integer>>();
    var sizes = new HashMap<Integer, Integer>();
    for (Unit unit : CommittedOrder.of(workflow.whole()).units()) {
      for (Trial trial : questions.of(unit)) {
        if (seen.contains(List.of(trial.key().content(), trial.key().repeat()))) {
          sizes.merge(unit.index(), 1, Integer::sum);
          trials
              .ends(trial)
              .forEach(end ->
                  ends.computeIfAbsent(end.stage(), _ -> new TreeMap<>())
                      .merge(end.how(), 1, Integer::sum));
        }
      }
    }
    return result.with(ends, Proportions.perDraw(sizes.values()));
  }

  /// What a run would do to each assignment.
  public List<Forecast> forecast() {
    return race.isEmpty() ? List.of() : Forecast.of(assignment(Optional.empty()));
  }

  /// What the runs have to be done with.
  ///
  /// @param models those of the stages, open
  public record Runs(CandidateModels models, Endpoints endpoints, CheckSource checks) {}

  /// The assignment of a run, with the budget that is left.
  public Assignment toAsk(Assignment asked) {
    return assignment(Optional.of(asked));
  }

  /// The assignments as candidates that can be asked.
  ///
  /// @param again what is asked anew; for a whole workflow also what its stages answered
  public CandidateModels open(Runs runs, Ledger ledger, Again again) {
    if (again.jobs().contains(workflow.name())) {
      for (StageModels each : race.values()) {
        for (int i = 0; i < each.models().size(); i++) {
          StageDoer doer = assigned.doer(i, each.models().get(i));
          ledger.setAside(doer.first().setting(), false);
          doer.later()
              .ifPresent(later -> {
                ledger.setAside(later.who().setting(), false);
                later.asked().values().forEach(who -> ledger.setAside(who.setting(), false));
              });
        }
      }
    }
    var answers = new StageAnswers(ledger);
    Map<ModelName, StagedTrials.Server> servers = new HashMap<>();
    for (ModelName name : asked()) {
      servers.put(name, server(name, runs));
    }
    Map<ModelName, Asking> askings = new HashMap<>();
    race.forEach((name, each) -> askings.put(name, trials(each, servers, answers, runs.checks())));
    Map<ModelName, Provider> providers = new HashMap<>();
    judge
        .filter(one -> one.model().mayRead(project.data(workflow.whole())))
        .ifPresent(one -> {
          var server = server(one.model().name(), runs);
          providers.put(one.model().name(), server.provider());
          askings.put(
              one.model().name(),
              (runner, trial, _, probe) ->
                  new Asking.Asked(
                      Optional.of(server.ask(runner, trial, probe)), List.of(), Optional.empty()));
        });
    return CandidateModels.of(candidates(), askings, providers, ledger);
  }

  private StagedTrials.Server server(ModelName name, Runs runs) {
    Model model = project.model(name).orElseThrow();
    return new StagedTrials.Server(
        runs.models().provider(model),
        runs.endpoints().of(model).throttle(),
        new ServedName(model));
  }

  /// The judge of the whole, with what it said before and how often it errs; empty where none
  /// judges it.
  public Optional<Judging> judging(Ledger ledger) {
    return judge.map(_ -> {
      var known = new HashMap<ModelName, Identity>();
      candidates().forEach((model, identity) -> known.put(model.name(), identity));
      return new Judging(assignment(Optional.empty()), known, ledger);
    });
  }

  private StagedTrials trials(
      StageModels assignment,
      Map<ModelName, StagedTrials.Server> servers,
      StageAnswers answers,
      CheckSource checks) {
    var doers = new ArrayList<StageDoer>();
    Map<List<Object>, Participant> instead = new HashMap<>();
    for (int i = 0; i < workflow.stages().size(); i++) {
      doers.add(assigned.doer(i, assignment.models().get(i)));
      int redo = assigned.index(workflow.stages().get(i));
      assigned
          .last(i)
          .ifPresent(model ->
              instead.put(
                  List.of(workflow.stages().get(redo).name(), model),
                  assigned.participant(redo, model)));
    }
    return new StagedTrials(workflow, stages.jobs(), doers, instead, servers, answers, checks);
  }

  /// What these verdicts of assignments come to.
  public WorkflowResult result(List<CellResult> cells) {
    var rows = new ArrayList<WorkflowResult.Row>();
    for (CellResult cell : cells) {
      StageModels models = race.get(cell.model().name());
      if (models != null) {
        rows.add(new WorkflowResult.Row(models, cell));
      }
    }
    return new WorkflowResult(workflow, stages, rows, impossible(), unknownJobs());
  }
}
