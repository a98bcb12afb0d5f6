package dev.metier.workflow.search;

import dev.metier.core.text.Digest;
import dev.metier.job.ModelName;
import dev.metier.policy.Route;
import java.util.List;
import java.util.stream.Collectors;

/// Which model does which stage.
///
/// @param models one for each stage, in the order of the work
public record StageModels(List<ModelName> models) {
  private static final String BETWEEN = "..";
  private static final int LONGEST = 80;
  private static final int KEPT = 60;
  private static final int DIGITS = 8;

  public StageModels {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("a workflow has stages");
    }
  }

  /// The assignment that a route serves.
  public static StageModels of(Route.Workflow flow) {
    return new StageModels(
        flow.stages().stream()
            .map(stage ->
                stage
                    .chain()
                    .map(chain -> StageChain.name(stage.model(), chain.then()))
                    .orElse(stage.model()))
            .toList());
  }

  /// What it is called among the candidates of its workflow: `qwen..opus`.
  public ModelName name() {
    String text = models.stream().map(ModelName::text).collect(Collectors.joining(BETWEEN));
    boolean clear = models.stream().noneMatch(model -> isUnclear(model.text()));
    if (clear && text.length() <= LONGEST) {
      return new ModelName(text);
    }
    var digest = new Digest().add("stages/1");
    models.forEach(model -> digest.add(model.text()));
    String mark = digest.hex().substring(0, DIGITS);
    return new ModelName(text.substring(0, Math.min(text.length(), KEPT)) + BETWEEN + mark);
  }

  /// Whether its end could be taken for the mark between two names.
  private static boolean isUnclear(String name) {
    return name.contains(BETWEEN) || name.endsWith(".");
  }
}
