package dev.metier.workflow.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.check.CheckSource;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.Goal;
import dev.metier.plan.Questions;
import dev.metier.project.Project;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.qualify.Again;
import dev.metier.qualify.Asking;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CandidateModels;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.Judging;
import dev.metier.qualify.Qualifier;
import dev.metier.run.Endpoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The search for the models of one workflow's stages: who races, decided by the evidence of the
/// stages' own jobs and by nothing that was seen from end to end; then each one's verdict, the
/// preferred first, at an error rate divided over all that race.
public final class WorkflowSearch {
  private static final String STAGE = "stage.";
  static final Identity UNKNOWN =
      new Identity(
          new Fingerprint(Map.of(), Set.of()),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  private final Project project;
  private final Workflow workflow;
  private final Stages stages;
  private final List<CellResult> results;
  private final Map<ModelName, Identity> identities;
  private final Optional<WorkflowJudge> judge;
  private final Map<ModelName, StageModels> race = new LinkedHashMap<>();

  private WorkflowSearch(
      Project project,
      Workflow workflow,
      List<CellResult> results,
      Map<ModelName, Identity> identities) {
    this.project = project;
    this.results = results;
    this.identities = identities;
    this.stages = Stages.of(project, workflow, results, identities);
    this.workflow = stages.workflow();
    this.judge = WorkflowJudge.of(project, workflow, identities);
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
    var search = new WorkflowSearch(project, workflow, results, identities);
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
            .flatMap(this::models)
            .filter(each -> each.name().equals(info.model()))
            .filter(each -> setting(each).equals(info.setting()))
            .ifPresent(tried::add);
      }
    }
    return tried;
  }

  private Optional<StageModels> models(Fingerprint fingerprint) {
    var models = new ArrayList<ModelName>();
    for (int i = 0; i < workflow.stages().size(); i++) {
      String name = fingerprint.facts().getOrDefault(STAGE + i + ".model", "");
      if (!ModelName.allowed(name) || project.model(new ModelName(name)).isEmpty()) {
        return Optional.empty();
      }
      models.add(new ModelName(name));
    }
    return Optional.of(new StageModels(models));
  }

  private String setting(StageModels assignment) {
    var questions =
        new Questions(workflow.whole(), model(assignment), identity(assignment).fingerprint());
    return questions.setting();
  }

  // The race as candidates of a job --------------------------------------------------------------

  /// An assignment as a candidate. Who may read what was looked at stage by stage.
  private Model model(StageModels assignment) {
    return new Model(
        assignment.name(),
        ProviderKind.WORKFLOW,
        workflow.name().text(),
        Optional.empty(),
        Optional.empty(),
        new Host("its stages' hosts", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  /// What exactly an assignment is: every stage's build, prompt and parameters, and how they are
  /// put together.
  private Identity identity(StageModels assignment) {
    var facts = new HashMap<String, String>();
    Optional<String> trouble = Optional.empty();
    Answer.Cause cause = Answer.Cause.UNUSABLE;
    for (int i = 0; i < workflow.stages().size(); i++) {
      WorkflowStage stage = workflow.stages().get(i);
      ModelName name = assignment.models().get(i);
      Participant who = participant(i, name);
      facts.put(STAGE + i + ".model", name.text());
      facts.put(STAGE + i + ".setting", who.asked());
      facts.put(STAGE + i + ".shape", stage.toString());
      last(i)
          .ifPresent(model ->
              facts.put(STAGE + "last." + stage.name(), participant(index(stage), model).asked()));
      Identity known = known(name);
      if (trouble.isEmpty() && known.trouble().isPresent()) {
        trouble = known.trouble().map(why -> "stage " + stage.name() + ", " + name + ": " + why);
        cause = known.cause();
      }
    }
    judge.ifPresent(one -> facts.put("family", one.family(authors(assignment))));
    return new Identity(
        new Fingerprint(facts, Set.of()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        trouble,
        cause);
  }

  /// The models whose words the whole's answer can be.
  private List<Model> authors(StageModels assignment) {
    int answering = Workflow.answering(workflow.stages());
    String name = workflow.stages().get(answering).name();
    var authors = new ArrayList<ModelName>();
    authors.add(assignment.models().get(answering));
    workflow.stages().stream()
        .flatMap(stage -> stage.loop().stream())
        .filter(loop -> loop.redo().equals(name))
        .forEach(loop -> loop.escalate().ifPresent(authors::add));
    return authors.stream().map(each -> project.model(each).orElseThrow()).toList();
  }

  private Optional<ModelName> last(int stage) {
    return Stages.escalation(workflow.stages().get(stage));
  }

  /// The stage that a loop's last round is about.
  private int index(WorkflowStage stage) {
    String redo = stage.loop().map(loop -> loop.redo()).orElse(stage.name());
    return workflow.stages().stream().map(WorkflowStage::name).toList().indexOf(redo);
  }

  private Identity known(ModelName name) {
    return identities.getOrDefault(name, UNKNOWN);
  }

  private Participant participant(int stage, ModelName name) {
    return Participant.of(
        workflow,
        workflow.stages().get(stage),
        stages.jobs().get(stage),
        project.model(name).orElseThrow(),
        known(name).fingerprint());
  }

  private Job job() {
    return workflow.whole().withCandidates(List.copyOf(race.keySet()));
  }

  /// A project of this one job, whose candidates are the assignments.
  private Assignment assignment(Optional<Assignment> asked) {
    var models = new ArrayList<>(race.values().stream().map(this::model).toList());
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

  private Map<ModelName, List<Model>> assignments() {
    var models = new HashMap<ModelName, List<Model>>();
    race.forEach((name, each) ->
        models.put(name, each.models().stream().map(m -> project.model(m).orElseThrow()).toList()));
    return models;
  }

  private Map<Model, Identity> candidates() {
    var candidates = new LinkedHashMap<Model, Identity>();
    race.values().forEach(each -> candidates.put(model(each), identity(each)));
    judge.ifPresent(one -> candidates.put(one.model(), one.identity()));
    return candidates;
  }

  // What is known, and what is found out ---------------------------------------------------------

  /// The models that end-to-end runs would ask.
  public Set<ModelName> asked() {
    var asked = new LinkedHashSet<ModelName>();
    race.values().forEach(each -> asked.addAll(each.models()));
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
          ledger.setAside(participant(i, each.models().get(i)).setting(), false);
        }
      }
    }
    var answers = new StageAnswers(ledger);
    Map<ModelName, StagedTrials.Server> servers = new HashMap<>();
    for (ModelName name : asked()) {
      servers.put(name, server(name, runs));
    }
    Map<ModelName, Asking> askings = new HashMap<>();
    race.forEach((name, each) -> askings.put(name, trials(each, servers, answers, runs)));
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
        runs.models().provider(model), runs.endpoints().of(model).throttle());
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
      Runs runs) {
    var participants = new ArrayList<Participant>();
    Map<List<Object>, Participant> instead = new HashMap<>();
    for (int i = 0; i < workflow.stages().size(); i++) {
      participants.add(participant(i, assignment.models().get(i)));
      WorkflowStage stage = workflow.stages().get(i);
      int redo = index(stage);
      last(i)
          .ifPresent(model ->
              instead.put(
                  List.of(workflow.stages().get(redo).name(), model), participant(redo, model)));
    }
    return new StagedTrials(
        workflow, stages.jobs(), participants, instead, servers, answers, runs.checks());
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
