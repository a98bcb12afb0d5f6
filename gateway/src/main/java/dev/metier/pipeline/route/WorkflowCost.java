package dev.metier.pipeline.route;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.job.Check;
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
      // what is not kept of a chain is paid for too, and whoever is asked about it
      Money first =
          stage.chain().map(each -> first(each, stage.model(), read, written)).orElse(Money.ZERO);
      sum = sum.plus(dearest.plus(first).times(times(i)));
    }
    return sum;
  }

  /// Of a chain's first model, of its further answers, and of all that checks ask.
  private Money first(ServedStage.Chain chain, ModelName model, long read, long written) {
    int answers = chain.checks().stream().mapToInt(Check::answers).max().orElse(1);
    Money sum = cost(model, read, written).times(answers);
    for (Check check : chain.checks().stream().flatMap(each -> each.parts().stream()).toList()) {
      sum =
          switch (check) {
            case Check.Judge judge -> sum.plus(judging(judge, read + written));
            case Check.Baseline(var other) -> sum.plus(cost(other, read, written));
            case Check.Complete _,
                Check.Loops _,
                Check.Tokens _,
                Check.Graders _,
                Check.Agree _,
                Check.LogProbability _,
                Check.Score _,
                Check.Program _ ->
                sum;
          };
    }
    return sum;
  }

  /// @param told tokens of what is judged
  private Money judging(Check.Judge judge, long told) {
    long words = new JudgePrompt(judge.criterion()).length() / BYTES_PER_TOKEN;
    long answer = JudgePrompt.mostTokens(model(judge.model()).settings());
    return cost(judge.model(), Math.min(Usage.MOST_TOKENS, told + words), answer)
        .times(JudgePrompt.TRIES);
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
