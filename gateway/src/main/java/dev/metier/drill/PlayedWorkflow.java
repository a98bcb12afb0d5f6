package dev.metier.drill;

import dev.metier.catalog.Host;
import dev.metier.chat.Settings;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.StageLoop;
import dev.metier.job.WorkflowStage;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.policy.ServedStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One scenario for one stage of a workflow, which is played whole: a canary in the place of every
/// host at every stage. The stage's models fail; those of the others are well.
///
/// What hosts may not read is told by words: of the request, which the redacting stage lists and
/// the program hides, and of each stage's answer, which has the class of what the stage is told. A
/// canary counts requests in which a word is of a class above its host's.
final class PlayedWorkflow implements PlayedPolicy {
  private static final String SECRET = "Vexenbrook";
  private static final String PLACEHOLDER = "[DRILL_1]";

  /// An address that can be told by its form.
  private static final String FORM = " a.vexen" + "@" + "brook-post.de";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Policy policy;
  private final Subject subject;
  private final Scenario scenario;
  private final Route.Workflow flow;
  private final String failing;
  private final Map<Place, Canary> canaries = new LinkedHashMap<>();

  /// Where a canary is.
  ///
  /// @param open whether for the workflow that may go everywhere
  private record Place(boolean open, String stage, Host host) {}

  PlayedWorkflow(Policy policy, Subject subject, Scenario scenario) {
    this.policy = policy;
    this.subject = subject;
    this.scenario = scenario;
    this.flow = (Route.Workflow) subject.job().route();
    this.failing = subject.stage().orElseThrow();
    for (boolean open : new boolean[] {false, true}) {
      for (ServedStage stage : flow.stages()) {
        Subject.hosts(policy).forEach(host -> put(new Place(open, stage.name(), host), stage));
      }
    }
  }

  private void put(Place place, ServedStage stage) {
    boolean fails = place.stage().equals(failing) && isCleared(place);
    canaries.put(
        place, new Canary(fails ? scenario.fault() : FaultMode.WELL, says(stage), secrets(place)));
  }

  /// What a stage is told when what is drilled is asked.
  private DataClass reads(boolean open, String stage) {
    return open
        ? raise()
        : subject.raised() ? subject.data() : declared().getOrDefault(stage, subject.job().data());
  }

  private Map<String, DataClass> declared() {
    return flow.reads(subject.job().data(), subject.job().data());
  }

  private boolean isCleared(Place place) {
    return place.host().mayRead(reads(place.open(), place.stage()));
  }

  /// A review has everything done again, so that the last round's models are asked too.
  private String says(ServedStage stage) {
    if (stage.stage().redacts().isPresent()) {
      return switch (scenario) {
        case OVERLOOKED -> "[]";
        case UNLISTED -> "It hides nothing.";
        default -> "[{\"text\": \"" + SECRET + "\", \"kind\": \"DRILL\"}]";
      };
    }
    String restored = stage.stage().restores().isPresent() ? " " + PLACEHOLDER : "";
    return stage.stage().reviewed().isPresent()
        ? "redo: " + word(stage.name())
        : word(stage.name()) + restored;
  }

  private static String word(String stage) {
    return "said-at-" + stage + "-in-a-drill";
  }

  private List<String> secrets(Place place) {
    var secrets = new ArrayList<String>();
    DataClass input = place.open() || subject.raised() ? raise() : subject.job().data();
    if (!place.host().mayRead(input)) {
      secrets.add(SECRET);
    }
    for (ServedStage stage : flow.stages()) {
      if (!place.host().mayRead(reads(place.open(), stage.name()))) {
        secrets.add(word(stage.name()));
      }
    }
    return secrets;
  }

  @Override
  public String text() {
    return " " + SECRET + (scenario == Scenario.OVERLOOKED ? FORM : "");
  }

  @Override
  public JobName open() {
    String name = subject.job().name().text();
    return new JobName(name.equals("drilled") ? "drilled-open" : "drilled");
  }

  /// The whole request has the workflow's class, whatever the stage is told of it.
  @Override
  public DataClass raise() {
    return subject.raised() ? subject.data() : subject.job().data();
  }

  @Override
  public Map<String, Integer> connections() {
    var counts = new TreeMap<String, Integer>();
    subject.closed(policy).forEach(host -> counts.put(host.name(), 0));
    canaries.forEach((place, canary) -> {
      if (!isCleared(place)) {
        counts.merge(place.host().name(), canary.connections(), Integer::sum);
      }
    });
    return counts;
  }

  @Override
  public Map<String, Integer> received() {
    var counts = new TreeMap<String, Integer>();
    canaries.forEach((place, canary) -> {
      boolean passesOn = scenario.watchesAllowed() && place.stage().equals(failing);
      int received =
          !isCleared(place) ? canary.requests() : passesOn ? canary.questions() : canary.told();
      counts.merge(place.host().name(), received, Integer::sum);
    });
    return counts;
  }

  // Policies -------------------------------------------------------------------------------------

  @Override
  public Policy before() {
    var models = new LinkedHashMap<ModelName, ServedModel>();
    canaries.forEach((place, canary) -> play(place, canary, models));
    return of(models, Optional.of(route(false)));
  }

  private void play(Place place, Canary canary, Map<ModelName, ServedModel> models) {
    policy
        .models()
        .forEach((name, served) -> {
          if (served.model().host().equals(place.host())) {
            ModelName own = played(place.open(), place.stage(), name);
            models.put(own, PlayedModel.of(served.model(), own, place.host(), canary, scenario));
          }
        });
  }

  @Override
  public Policy after() {
    List<Host> closed =
        Subject.hosts(policy).stream().filter(host -> !host.mayRead(raise())).toList();
    var models = new LinkedHashMap<ModelName, ServedModel>();
    for (ServedStage stage : flow.stages()) {
      policy
          .models()
          .forEach((name, served) -> {
            Host host = closed.get(Math.floorMod(name.hashCode(), closed.size()));
            var place = new Place(true, stage.name(), host);
            ModelName own = played(true, stage.name(), name);
            Canary canary = canaries.get(place);
            if (canary == null) {
              throw new IllegalStateException("no canary for " + place);
            }
            models.put(own, PlayedModel.of(served.model(), own, host, canary, scenario));
          });
    }
    return of(models, Optional.empty());
  }

  /// A model's name at one stage.
  private ModelName played(boolean open, String stage, ModelName name) {
    int place = flow.stages().stream().map(ServedStage::name).toList().indexOf(stage);
    int model = List.copyOf(policy.models().keySet()).indexOf(name);
    return new ModelName((open ? "open-" : "own-") + place + "-" + model);
  }

  private Policy of(Map<ModelName, ServedModel> models, Optional<Route> own) {
    Route way = own.orElseGet(() -> new Route.Closed("This is a drill: no model may read it."));
    var jobs = new LinkedHashMap<JobName, ServedJob>();
    JobName name = subject.job().name();
    jobs.put(name, job(name, subject.job().data(), way));
    jobs.put(open(), job(open(), DataClass.PUBLIC, route(true)));
    return new Policy(policy.evidence(), policy.project(), policy.compiled(), jobs, models);
  }

  private static ServedJob job(JobName name, DataClass data, Route way) {
    return new ServedJob(name, "", data, way, List.of(), PlayedModel.SERVING);
  }

  private Route route(boolean open) {
    return new Route.Workflow(
        flow.input(),
        flow.stages().stream().map(stage -> played(stage, open)).toList(),
        LIMIT,
        "This is a drill.");
  }

  private ServedStage played(ServedStage stage, boolean open) {
    WorkflowStage own = stage.stage();
    var words = new StringBuilder("This is a drill.");
    if (own.input()) {
      words.append(" {{").append(flow.input()).append("}}");
    }
    own.uses().forEach(used -> words.append(" {{").append(used).append("}}"));
    List<ModelName> models =
        models(stage, open).stream().map(name -> played(open, stage.name(), name)).toList();
    Optional<ServedStage.Chain> chain =
        stage
            .chain()
            .map(each ->
                new ServedStage.Chain(
                    played(open, stage.name(), each.then()),
                    checks(each, open, stage.name()),
                    each.proof()));
    return new ServedStage(
        new WorkflowStage(
            own.name(),
            own.job(),
            own.input(),
            own.uses(),
            own.loop().map(loop -> played(loop, open)),
            own.redacts(),
            own.restores()),
        Prompt.ofUser(words.toString()),
        Settings.NONE,
        models.getFirst(),
        chain,
        models.subList(chain.isPresent() ? 2 : 1, models.size()),
        open ? DataClass.PUBLIC : declared().getOrDefault(stage.name(), subject.job().data()));
  }

  /// Whoever a check asks is asked; then nothing passes, so that the later model is asked too.
  private List<Check> checks(ServedStage.Chain chain, boolean open, String stage) {
    return Stream.concat(
            chain.asks().stream().<Check>map(name -> new Check.Baseline(played(open, stage, name))),
            Stream.of(new Check.Complete()))
        .toList();
  }

  /// What does not hold in the last round goes on, so that later stages are asked too.
  private StageLoop played(StageLoop loop, boolean open) {
    return new StageLoop(
        loop.until(),
        loop.redo(),
        loop.rounds(),
        loop.escalate().map(name -> played(open, loop.redo(), name)),
        true);
  }

  /// The stage's own models, then others that may read it; of the open one all.
  private Set<ModelName> models(ServedStage stage, boolean open) {
    var models = new LinkedHashSet<>(stage.models());
    DataClass declared = declared().getOrDefault(stage.name(), subject.job().data());
    policy
        .models()
        .forEach((name, served) -> {
          if (served.model().mayRead(declared)) {
            models.add(name);
          }
        });
    if (open) {
      models.addAll(policy.models().keySet());
    }
    return models;
  }

  @Override
  public void close() {
    canaries.values().forEach(Canary::close);
  }
}
