package dev.metier.workflow.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.core.text.Digest;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.StageLoop;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.project.Project;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What assignments of a workflow stand for: as candidates of the whole, and stage by stage.
///
/// @param identities what is known of the models, by name
record AssignedModels(
    Project project,
    Stages stages,
    Map<ModelName, Identity> identities,
    Optional<WorkflowJudge> judge) {
  private static final String STAGE = "stage.";
  static final Identity UNKNOWN =
      new Identity(
          new Fingerprint(Map.of(), Set.of()),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  private Workflow workflow() {
    return stages.workflow();
  }

  /// The models of a name at a stage, in the order they are asked: one, or those of a chain.
  List<Model> models(int stage, ModelName name) {
    return stages.chain(stage, name).map(StageChain::models).orElse(List.of(name)).stream()
        .map(each -> project.model(each).orElseThrow())
        .toList();
  }

  /// What is paid for at each stage.
  List<StageCharges.Asked> charged(StageModels assignment) {
    var all = new ArrayList<StageCharges.Asked>();
    for (int i = 0; i < workflow().stages().size(); i++) {
      all.add(charged(i, assignment.models().get(i)));
    }
    return all;
  }

  /// Who does a stage under a name.
  StageDoer doer(int stage, ModelName name) {
    return stages
        .chain(stage, name)
        .map(chain ->
            new StageDoer(
                participant(stage, chain.first()),
                Optional.of(
                    new StageDoer.Later(
                        participant(stage, chain.chain().then()),
                        chain.chain().checks(),
                        asked(stage, chain)))))
        .orElseGet(() -> StageDoer.of(participant(stage, name)));
  }

  private Map<Check, Participant> asked(int stage, StageChain chain) {
    var asked = new HashMap<Check, Participant>();
    for (Check check : chain.parts()) {
      if (check instanceof Check.Judge judge) {
        asked.put(check, judging(stage, judge));
      } else if (check instanceof Check.Baseline(var other)) {
        asked.put(check, participant(stage, other));
      }
    }
    return asked;
  }

  private Participant judging(int stage, Check.Judge judge) {
    return Participant.judging(
        workflow(),
        workflow().stages().get(stage),
        stages.jobs().get(stage),
        project.model(judge.model()).orElseThrow(),
        judge.calibrated().map(Check.Judge.Calibrated::setting).orElseGet(judge::toString));
  }

  /// Who is asked at a stage besides those that do it.
  ///
  /// @return each as often as it is asked about one answer, judges apart
  StageCharges.Asked charged(int stage, ModelName name) {
    var models = new ArrayList<>(models(stage, name));
    var judges = new ArrayList<StageCharges.Judging>();
    stages
        .chain(stage, name)
        .ifPresent(chain -> {
          for (int i = 1; i < chain.answers(); i++) {
            models.add(models.getFirst());
          }
          for (Check check : chain.parts()) {
            if (check instanceof Check.Judge judge) {
              Model model = project.model(judge.model()).orElseThrow();
              judges.add(new StageCharges.Judging(judge, model));
            } else if (check instanceof Check.Baseline(var other)) {
              models.add(project.model(other).orElseThrow());
            }
          }
        });
    return new StageCharges.Asked(models, judges);
  }

  /// All models that are asked anything at a stage.
  List<Model> reached(int stage, ModelName name) {
    var reached = new ArrayList<>(models(stage, name));
    stages
        .chain(stage, name)
        .ifPresent(chain ->
            chain.chain().asks().forEach(each -> reached.add(project.model(each).orElseThrow())));
    return reached;
  }

  Participant participant(int stage, ModelName name) {
    return Participant.of(
        workflow(),
        workflow().stages().get(stage),
        stages.jobs().get(stage),
        project.model(name).orElseThrow(),
        known(name).fingerprint());
  }

  Identity known(ModelName name) {
    return identities.getOrDefault(name, UNKNOWN);
  }

  /// The model that does a loop's last round, where one is named.
  Optional<ModelName> last(int stage) {
    return Stages.escalation(workflow().stages().get(stage));
  }

  /// The stage that a loop's last round is about.
  int index(WorkflowStage stage) {
    String redo = stage.loop().map(StageLoop::redo).orElse(stage.name());
    return workflow().stages().stream().map(WorkflowStage::name).toList().indexOf(redo);
  }

  /// An assignment as a candidate. Who may read what was looked at stage by stage.
  Model model(StageModels assignment) {
    return new Model(
        assignment.name(),
        ProviderKind.WORKFLOW,
        workflow().name().text(),
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

  /// The assignment that a fingerprint is of; empty when one of its models is not there any more.
  Optional<StageModels> assignment(Fingerprint fingerprint) {
    var models = new ArrayList<ModelName>();
    for (int i = 0; i < workflow().stages().size(); i++) {
      String name = fingerprint.facts().getOrDefault(STAGE + i + ".model", "");
      if (!ModelName.allowed(name) || !isThere(i, new ModelName(name))) {
        return Optional.empty();
      }
      models.add(new ModelName(name));
    }
    return Optional.of(new StageModels(models));
  }

  private boolean isThere(int stage, ModelName name) {
    return project.model(name).isPresent() || stages.chain(stage, name).isPresent();
  }

  /// What exactly an assignment is: every stage's build, prompt and parameters, and how they are
  /// put together.
  Identity identity(StageModels assignment) {
    var facts = new HashMap<String, String>();
    Optional<String> trouble = Optional.empty();
    Answer.Cause cause = Answer.Cause.UNUSABLE;
    for (int i = 0; i < workflow().stages().size(); i++) {
      WorkflowStage stage = workflow().stages().get(i);
      ModelName name = assignment.models().get(i);
      facts.put(STAGE + i + ".model", name.text());
      facts.put(STAGE + i + ".setting", setting(doer(i, name)));
      facts.put(STAGE + i + ".shape", stage.toString());
      last(i)
          .ifPresent(model ->
              facts.put(STAGE + "last." + stage.name(), participant(index(stage), model).asked()));
      for (Model model : reached(i, name)) {
        Identity known = known(model.name());
        if (trouble.isEmpty() && known.trouble().isPresent()) {
          trouble =
              known
                  .trouble()
                  .map(why -> "stage " + stage.name() + ", " + model.name() + ": " + why);
          cause = known.cause();
        }
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

  private static String setting(StageDoer doer) {
    return doer.later()
        .map(later -> setting(doer.first(), later))
        .orElseGet(() -> doer.first().asked());
  }

  private static String setting(Participant first, StageDoer.Later later) {
    var digest =
        new Digest()
            .add("chain/1")
            .add(first.asked())
            .add(later.who().asked())
            .add(later.checks().toString());
    later.asked().values().stream().map(Participant::asked).sorted().forEach(digest::add);
    return digest.hex();
  }

  /// The models whose words the whole's answer can be.
  private List<Model> authors(StageModels assignment) {
    int answering = Workflow.answering(workflow().stages());
    String name = workflow().stages().get(answering).name();
    var authors = new ArrayList<>(models(answering, assignment.models().get(answering)));
    workflow().stages().stream()
        .flatMap(stage -> stage.loop().stream())
        .filter(loop -> loop.redo().equals(name))
        .flatMap(loop -> loop.escalate().stream())
        .forEach(model -> authors.add(project.model(model).orElseThrow()));
    return authors;
  }
}
