package dev.metier.policy;

import dev.metier.chat.Settings;
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
/// @param fallbacks others that are FIT for its job, for when that one does not answer
/// @param data the class of what its models are told
public record ServedStage(
    WorkflowStage stage,
    Prompt prompt,
    Settings settings,
    ModelName model,
    List<ModelName> fallbacks,
    DataClass data) {
  public ServedStage {
    fallbacks = List.copyOf(fallbacks);
  }

  public String name() {
    return stage.name();
  }

  /// The same with others for when its own model does not answer.
  public ServedStage with(List<ModelName> others) {
    return new ServedStage(stage, prompt, settings, model, others, data);
  }

  /// Its models, in the order they are tried.
  public List<ModelName> models() {
    var all = new ArrayList<ModelName>();
    all.add(model);
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
