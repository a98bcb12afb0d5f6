package dev.metier.pipeline.route;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.StageLoop;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The most that a workflow can take for a request: each stage as often as it may be done, told the
/// input and the answers that it uses, each as long as it may be.
///
/// @param flow its stages
record WorkflowCost(Route.Workflow flow, RequestContext context) {
  private static final int BYTES_PER_TOKEN = 3;

  Money most() {
    List<ServedStage> stages = flow.stages();
    Map<String, Long> longest = new HashMap<>();
    for (ServedStage stage : stages) {
      longest.put(
          stage.name(),
          flow.models(stage).stream().mapToLong(name -> longest(stage, name)).max().orElse(0));
    }
    Money sum = Money.ZERO;
    for (int i = 0; i < stages.size(); i++) {
      ServedStage stage = stages.get(i);
      long read = read(stage, longest);
      long written = longest.getOrDefault(stage.name(), 0L);
      Money dearest =
          flow.models(stage).stream()
              .map(name -> cost(name, read, written))
              .max(Comparator.naturalOrder())
              .orElse(Money.ZERO);
      // what is not kept of a chain is paid for too
      Money first = stage.chain().map(_ -> cost(stage.model(), read, written)).orElse(Money.ZERO);
      sum = sum.plus(dearest.plus(first).times(times(i)));
    }
    return sum;
  }

  private Model model(ModelName name) {
    return context.findings().policy().model(name).model();
  }

  /// The client limits the last stage's answer alone.
  private long longest(ServedStage stage, ModelName name) {
    if (stage.equals(flow.stages().getLast())) {
      return MostCost.longest(model(name), context.incoming());
    }
    return stage.settings().maxTokens().isPresent()
        ? stage.settings().maxTokens().getAsInt()
        : MostCost.usual(model(name));
  }

  /// All tokens that it is told: whoever does it again is also told its answer and what was said of
  /// it.
  private long read(ServedStage stage, Map<String, Long> longest) {
    long bytes =
        stage.prompt().turns().stream().mapToLong(turn -> turn.template().text().length()).sum();
    // the last stage is told what follows the first message too
    long sent = context.request().fields().json().length;
    long answers =
        stage.stage().uses().stream().mapToLong(used -> longest.getOrDefault(used, 0L)).sum();
    long again =
        loops().stream()
            .filter(loop -> loop.redo().equals(stage.name()))
            .mapToLong(loop -> 2 * longest.getOrDefault(stage.name(), 0L))
            .sum();
    return Math.min(Usage.MOST_TOKENS, (bytes + sent) / BYTES_PER_TOKEN + answers + again);
  }

  private List<StageLoop> loops() {
    return flow.stages().stream().flatMap(each -> each.stage().loop().stream()).toList();
  }

  /// How often the stage at this index is done at most.
  private int times(int index) {
    List<ServedStage> stages = flow.stages();
    int times = 1;
    for (int i = index; i < stages.size(); i++) {
      StageLoop loop = stages.get(i).stage().loop().orElse(null);
      if (loop != null && indexOf(loop.redo()) <= index) {
        times += loop.rounds() - 1;
      }
    }
    return times;
  }

  private int indexOf(String stage) {
    return flow.stages().stream().map(ServedStage::name).toList().indexOf(stage);
  }

  private Money cost(ModelName name, long read, long written) {
    Model model = model(name);
    if (!Pricing.isBilled(model)) {
      return Money.ZERO;
    }
    var usage = new Usage(read, 0, Math.min(Usage.MOST_TOKENS, written), true);
    return Pricing.of(model.price(), usage, model.timeouts().total())
        .map(Cost::marginal)
        .orElse(Money.ZERO);
  }
}
