package dev.metier.policy;

import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.WorkflowStage;
import dev.metier.learn.RouterFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the gateway does for a job.
public sealed interface Route {
  /// The models that a request may reach by this route, in the order they are tried.
  List<ModelName> models();

  /// The models that are asked about answers, and answer none.
  default List<ModelName> judges() {
    return List.of();
  }

  /// All models that are told something of a request.
  default List<ModelName> reached() {
    return Stream.concat(models().stream(), judges().stream()).distinct().toList();
  }

  /// Why nothing is answered: one sentence for the client. Empty when a model answers.
  default Optional<String> closed() {
    return Optional.empty();
  }

  /// One model, and others that are FIT too, for when it does not answer.
  record Single(ModelName model, List<ModelName> fallbacks) implements Route {
    public Single {
      fallbacks = List.copyOf(fallbacks);
    }

    @Override
    public List<ModelName> models() {
      var all = new ArrayList<ModelName>();
      all.add(model);
      all.addAll(fallbacks);
      return all;
    }
  }

  /// A model of a cascade whose answers are checked before anything of them is released.
  ///
  /// @param model it need not be FIT by itself
  /// @param checks run in this order until one does not pass; at least one
  record CheckedModel(ModelName model, List<Check> checks) {
    public CheckedModel {
      checks = List.copyOf(checks);
      if (checks.isEmpty()) {
        throw new IllegalArgumentException("a cascade checks something");
      }
    }

    /// `qwen if its answer passes complete, graders`.
    @Override
    public String toString() {
      return model + " if its answer passes " + Check.words(checks);
    }
  }

  /// A first model whose answers are checked before anything of them is released, and others for
  /// those that may not be kept.
  ///
  /// @param first answers first; it need not be FIT by itself
  /// @param middle answers what is not kept of the first, and is checked too; only before a `then`
  /// @param then answers what is not kept; empty where nobody else may read the job's data
  /// @param fallbacks other models that are FIT, asked in this order when `then` does not answer
  /// @param checks of the first one's answers, run in this order until one does not pass; at least
  ///   one
  /// @param proof what the evidence proved of the whole
  record Cascade(
      ModelName first,
      Optional<CheckedModel> middle,
      Optional<ModelName> then,
      List<ModelName> fallbacks,
      List<Check> checks,
      CascadeRules rules,
      CascadeProof proof)
      implements Route {
    public Cascade {
      fallbacks = List.copyOf(fallbacks);
      checks = List.copyOf(checks);
      if (checks.isEmpty()) {
        throw new IllegalArgumentException("a cascade checks something");
      }
      if (middle.isPresent() && then.isEmpty()) {
        throw new IllegalArgumentException("behind a middle model stands another one");
      }
    }

    /// One without a middle model.
    public Cascade(
        ModelName first,
        Optional<ModelName> then,
        List<ModelName> fallbacks,
        List<Check> checks,
        CascadeRules rules,
        CascadeProof proof) {
      this(first, Optional.empty(), then, fallbacks, checks, rules, proof);
    }

    /// The models whose answers are checked, in the order they are tried.
    public List<CheckedModel> checked() {
      return Stream.concat(Stream.of(new CheckedModel(first, checks)), middle.stream()).toList();
    }

    /// The checks of all of them.
    public List<Check> allChecks() {
      return checked().stream().flatMap(each -> each.checks().stream()).toList();
    }

    @Override
    public List<ModelName> judges() {
      return allChecks().stream().flatMap(check -> check.asks().stream()).distinct().toList();
    }

    /// The models behind those whose answers are checked.
    public List<ModelName> later() {
      var later = new ArrayList<ModelName>();
      then.ifPresent(later::add);
      later.addAll(fallbacks);
      return later;
    }

    @Override
    public List<ModelName> models() {
      var all = new ArrayList<ModelName>();
      all.add(first);
      middle.map(CheckedModel::model).ifPresent(all::add);
      all.addAll(later());
      return all;
    }
  }

  /// Jobs that hand their results on, proven as a whole with these models.
  ///
  /// @param input the variable that the request's text fills in
  /// @param stages in the order of the work
  /// @param deadline of all of them together
  /// @param proof what the evidence proved of the whole: one sentence
  record Workflow(String input, List<ServedStage> stages, Duration deadline, String proof)
      implements Route {
    public Workflow {
      stages = List.copyOf(stages);
      if (deadline.isZero() || deadline.isNegative()) {
        throw new IllegalArgumentException("a workflow has a deadline");
      }
      dev.metier.job.Workflow.inOrder(plain(stages));
    }

    private static List<WorkflowStage> plain(List<ServedStage> stages) {
      return stages.stream().map(ServedStage::stage).toList();
    }

    /// The stages without what they are served by.
    public List<WorkflowStage> plain() {
      return plain(stages);
    }

    /// The class of what each stage reads of a request, by its name.
    ///
    /// @param declared of the workflow
    /// @param found of the request, at least `declared`; what redaction makes of a higher class
    ///   nobody has proven, so that it lowers nothing then
    public Map<String, DataClass> reads(DataClass declared, DataClass found) {
      List<WorkflowStage> plain = plain(stages);
      boolean raised = found.compareTo(declared) > 0;
      return dev.metier.job.Workflow.reads(
          found, raised ? plain.stream().map(WorkflowStage::withoutLowering).toList() : plain);
    }

    /// The stage of this name.
    public Optional<ServedStage> stage(String name) {
      return stages.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// The models that are asked at a stage, in this order until one answers: the one that it was
    /// proven with, and those that are FIT for its job.
    ///
    /// @param last the model that does a loop's last round in place of its own, if there is one
    public List<ModelName> models(ServedStage stage, Optional<ModelName> last) {
      List<ModelName> own =
          last.map(List::of)
              .orElseGet(() -> stage.models().subList(0, stage.chain().isPresent() ? 2 : 1));
      return Stream.concat(own.stream(), stage.fallbacks().stream()).distinct().toList();
    }

    /// Whether another model may do a stage when its own does not answer.
    public boolean hasFallbacks() {
      return stages.stream().anyMatch(each -> !each.fallbacks().isEmpty());
    }

    /// The models that may do a stage: its own, and those that do the last round of a loop.
    public List<ModelName> models(ServedStage stage) {
      return Stream.concat(stage.models().stream(), ServedStage.escalations(stage, stages).stream())
          .distinct()
          .toList();
    }

    /// All models that are told what a stage is told.
    public List<ModelName> reached(ServedStage stage) {
      return Stream.concat(models(stage).stream(), stage.asks().stream()).distinct().toList();
    }

    @Override
    public List<ModelName> judges() {
      return stages.stream().flatMap(each -> each.asks().stream()).distinct().toList();
    }

    @Override
    public List<ModelName> models() {
      return stages.stream().flatMap(each -> models(each).stream()).distinct().toList();
    }
  }

  /// A router that was learned chooses one of two models by the request alone.
  ///
  /// @param first answers unless the router sends the request on; it need not be FIT by itself
  /// @param then answers what is sent on
  /// @param fallbacks other models that are FIT, asked in this order when the chosen one does not
  ///   answer
  /// @param hold how long a choice stays
  /// @param proof what the evidence proved of the whole, and how many requests the first model
  ///   answers
  record Learned(
      RouterFile router,
      ModelName first,
      ModelName then,
      List<ModelName> fallbacks,
      Hold hold,
      CascadeProof proof)
      implements Route {
    public Learned {
      fallbacks = List.copyOf(fallbacks);
    }

    /// The models behind the first one.
    public List<ModelName> later() {
      var later = new ArrayList<ModelName>();
      later.add(then);
      later.addAll(fallbacks);
      return later;
    }

    @Override
    public List<ModelName> models() {
      var all = new ArrayList<ModelName>();
      all.add(first);
      all.addAll(later());
      return all;
    }
  }

  /// Nothing is answered.
  ///
  /// @param why one sentence for the client: the reason and the remedy
  record Closed(String why) implements Route {
    @Override
    public List<ModelName> models() {
      return List.of();
    }

    @Override
    public Optional<String> closed() {
      return Optional.of(why);
    }
  }
}
