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
  /// @param checks at least one, run in this order; they look at one answer alone
  /// @param proof what the evidence of the stage's job proved of it
  public record Chain(ModelName then, List<Check> checks, CascadeProof proof) {
    public Chain {
      checks = List.copyOf(checks);
      if (checks.isEmpty() || !checks.stream().allMatch(Chain::takes)) {
        throw new IllegalArgumentException("a stage's chain checks something, in one answer");
      }
    }

    /// Whether a check looks at one answer and asks nobody, as those of stages do.
    public static boolean takes(Check check) {
      return switch (check) {
        case Check.Complete _, Check.Graders _, Check.Loops _, Check.Tokens _, Check.Program _ ->
            true;
        case Check.Agree _,
            Check.LogProbability _,
            Check.Judge _,
            Check.Baseline _,
            Check.Score _ ->
            false;
      };
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
