package dev.metier.workflow.search;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.StageLoop;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.plan.Trial;
import dev.metier.qualify.Charges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a trial of a workflow can cost: the sum over its stages, each asked in as many rounds as
/// its loops allow, and told the longest answers of the stages that it uses.
///
/// @param assignments who may be asked at each stage, by the name of the assignment
record StageCharges(
    Workflow workflow,
    List<Job> jobs,
    Map<ModelName, List<StageCharges.Asked>> assignments,
    List<Model> others)
    implements Charges {
  /// Tokens of an answer whose length nobody limits, for what is held back.
  private static final int UNLIMITED = 4096;

  private static final ChatReply NOTHING = new ChatReply(List.of(), FinishReason.STOP, Usage.NONE);

  /// Tokens of the words around an answer that is to be done again.
  private static final int WORDS = 100;

  /// Who is paid at a stage.
  ///
  /// @param models each as often as it is asked
  /// @param judges of what the stage's first model says
  record Asked(List<Model> models, List<Judging> judges) {}

  /// A judge of answers.
  record Judging(Check.Judge check, Model model) {}

  /// The most that one call can cost.
  private interface Call {
    Optional<Money> most(Model model, ChatRequest request, long more);
  }

  /// The most tokens an answer of a model can have.
  private interface Length {
    OptionalInt of(Model model, Job job);
  }

  @Override
  public Optional<Money> billed(Model assignment, Trial trial) {
    if (!assignments.containsKey(assignment.name())) {
      // a judge of the whole is one model
      return Charges.OF_MODEL.billed(assignment, trial);
    }
    Length length =
        (model, job) ->
            OptionalInt.of(Pricing.longestAnswer(model, job.settings()).orElse(UNLIMITED));
    return sum(
        assignment,
        trial,
        length,
        (model, request, more) ->
            Pricing.isBilled(model)
                ? Pricing.most(
                    model,
                    Pricing.promptTokens(request) + more,
                    request.settings().maxTokens().orElse(0))
                : Optional.of(Money.ZERO));
  }

  @Override
  public Optional<Money> bound(Model assignment, Trial trial) {
    if (!assignments.containsKey(assignment.name())) {
      return Charges.OF_MODEL.bound(assignment, trial);
    }
    return sum(
        assignment,
        trial,
        (model, job) -> Pricing.longestAnswer(model, job.settings()),
        (model, request, more) -> {
          OptionalInt longest = Pricing.longestAnswer(model, request.settings());
          if (longest.isEmpty()) {
            return Pricing.isBilled(model) ? Optional.empty() : Pricing.bound(model, request);
          }
          long input = Pricing.mostPromptTokens(request) + more;
          return Pricing.most(
              model, Math.min(input, model.window().orElse(Integer.MAX_VALUE)), longest.getAsInt());
        });
  }

  private Optional<Money> sum(Model assignment, Trial trial, Length length, Call call) {
    List<Asked> models = assignments.get(assignment.name());
    if (models == null) {
      throw new IllegalArgumentException("no assignment " + assignment.name());
    }
    Map<String, Integer> longest = new HashMap<>();
    Money sum = Money.ZERO;
    for (int i = 0; i < models.size(); i++) {
      WorkflowStage stage = workflow.stages().get(i);
      long more = 0;
      for (String used : stage.uses()) {
        Integer tokens = longest.get(used);
        if (tokens == null) {
          return Optional.empty();
        }
        more += tokens;
      }
      int rounds = rounds(i);
      OptionalInt own = longest(models.get(i).models(), jobs.get(i), length);
      own.ifPresent(tokens -> longest.put(stage.name(), tokens));
      if (rounds > 1) {
        // it is told its own answer, and what was said of it
        more += 2L * own.orElse(UNLIMITED) + WORDS;
      }
      ChatRequest request = request(i, trial);
      Optional<Money> one = most(stage, models.get(i).models(), request, more, call);
      for (Judging judge : models.get(i).judges()) {
        // it is told all of that, and the answer
        Optional<Money> judged = judged(judge, request, more, own, call);
        one = one.flatMap(most -> judged.map(most::plus));
      }
      if (one.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(new Money(Math.multiplyExact(one.get().nanos(), (long) rounds)));
    }
    return Optional.of(sum);
  }

  private static Optional<Money> judged(
      Judging judge, ChatRequest request, long more, OptionalInt answer, Call call) {
    if (answer.isEmpty()) {
      return Pricing.isBilled(judge.model()) ? Optional.empty() : Optional.of(Money.ZERO);
    }
    ChatRequest about =
        new JudgePrompt(judge.check().criterion())
            .live(request.messages(), NOTHING, judge.model().settings());
    return call.most(judge.model(), about, more + answer.getAsInt())
        .map(most -> most.times(JudgePrompt.TRIES));
  }

  private static OptionalInt longest(List<Model> models, Job job, Length length) {
    int most = 0;
    for (Model model : models) {
      OptionalInt own = length.of(model, job);
      if (own.isEmpty()) {
        return own;
      }
      most = Math.max(most, own.getAsInt());
    }
    return OptionalInt.of(most);
  }

  /// Of the stage's own models together, or of the one that does its last round where that is
  /// dearer.
  private Optional<Money> most(
      WorkflowStage stage, List<Model> models, ChatRequest request, long more, Call call) {
    Optional<Money> most = Optional.of(Money.ZERO);
    for (Model model : models) {
      Optional<Money> one = call.most(model, request, more);
      most = most.flatMap(sum -> one.map(sum::plus));
    }
    for (WorkflowStage each : workflow.stages()) {
      Optional<StageLoop> loop = each.loop().filter(own -> own.redo().equals(stage.name()));
      Optional<Model> last =
          loop.flatMap(StageLoop::escalate)
              .flatMap(name -> others.stream().filter(m -> m.name().equals(name)).findFirst());
      if (last.isPresent()) {
        Optional<Money> other = call.most(last.get(), request, more);
        most = most.flatMap(a -> other.map(b -> a.compareTo(b) >= 0 ? a : b));
      }
    }
    return most;
  }

  private ChatRequest request(int stage, Trial trial) {
    var values = new HashMap<String, String>();
    values.put(workflow.input(), trial.given().value(workflow.input()).orElse(""));
    workflow.stages().get(stage).uses().forEach(used -> values.put(used, ""));
    Job job = jobs.get(stage);
    var messages = job.prompt().fill(values, workflow.input()::equals);
    return new ChatRequest(messages, job.tools(), job.settings());
  }

  /// How often a stage is asked at most: once a round of each loop that it lies in.
  private int rounds(int stage) {
    int rounds = 1;
    for (int end = stage; end < workflow.stages().size(); end++) {
      Optional<StageLoop> loop = workflow.stages().get(end).loop();
      if (loop.isPresent() && index(loop.get().redo()) <= stage) {
        rounds *= loop.get().rounds();
      }
    }
    return rounds;
  }

  private int index(String stage) {
    for (int i = 0; i < workflow.stages().size(); i++) {
      if (workflow.stages().get(i).name().equals(stage)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no stage " + stage);
  }
}
