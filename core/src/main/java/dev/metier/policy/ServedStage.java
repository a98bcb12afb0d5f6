package dev.metier.policy;

import dev.metier.chat.Settings;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.StageLoop;
import dev.metier.job.WorkflowStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A stage of a workflow as the gateway serves it.
///
/// @param prompt of its job
/// @param settings of its job
/// @param model the one that the workflow was proven with
/// @param chain what becomes of that one's answer where the workflow was proven with a chain
/// @param fallbacks others that are FIT for its job, for when those do not answer
/// @param data the class of what its models are told
public record ServedStage(
    WorkflowStage stage,
    Prompt prompt,
    Settings settings,
    ModelName model,
    Optional<Chain> chain,
    List<ModelName> fallbacks,
    DataClass data) {
  /// Checks of an answer, and the model that answers in place of what does not pass them.
  ///
  /// @param checks at least one, run in this order
  /// @param proof what the evidence of the stage's job proved of it, and which share of the first
  ///   model's answers was kept in runs from end to end
  public record Chain(ModelName then, List<Check> checks, CascadeProof proof) {
    public Chain {
      checks = List.copyOf(checks);
      if (checks.isEmpty()) {
        throw new IllegalArgumentException("a stage's chain checks something");
      }
    }

    /// The models that are asked about answers of the first one.
    public List<ModelName> asks() {
      return checks.stream().flatMap(check -> check.asks().stream()).distinct().toList();
    }
  }

  public ServedStage {
    fallbacks = List.copyOf(fallbacks);
  }

  /// A stage that one model does.
  public ServedStage(
      WorkflowStage stage,
      Prompt prompt,
      Settings settings,
      ModelName model,
      List<ModelName> fallbacks,
      DataClass data) {
    this(stage, prompt, settings, model, Optional.empty(), fallbacks, data);
  }

  public String name() {
    return stage.name();
  }

  /// The same with others for when its own model does not answer.
  public ServedStage with(List<ModelName> others) {
    return new ServedStage(stage, prompt, settings, model, chain, others, data);
  }

  /// Its models, in the order they are tried.
  public List<ModelName> models() {
    var all = new ArrayList<ModelName>();
    all.add(model);
    chain.ifPresent(each -> all.add(each.then()));
    all.addAll(fallbacks);
    return all;
  }

  /// The models that its chain asks about answers.
  public List<ModelName> asks() {
    return chain.map(Chain::asks).orElse(List.of());
  }

  /// The models that some loop has do its last round.
  static List<ModelName> escalations(ServedStage redone, List<ServedStage> stages) {
    return stages.stream()
        .flatMap(each -> each.stage().loop().stream())
        .filter(loop -> loop.redo().equals(redone.name()))
        .map(StageLoop::escalate)
        .flatMap(Optional::stream)
        .toList();
  }
}
