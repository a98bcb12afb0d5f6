package dev.metier.pipeline.route;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.check.ScoredAnswer;
import dev.metier.core.log.Log;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Weighing;
import dev.metier.journal.RequestRecord.Weighing.Weight;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.pipeline.route.CheckedStage.Asked;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The checks of one answer, one after the other until one does not pass; a check that compares
/// asks the same model for further answers. Only for the event loop of its request.
final class CheckRun implements HeldCall.Listener {
  private final RequestContext context;
  private final RouteServices services;
  private final List<Step> steps;
  private final HeldCall answer;
  private final Incoming incoming;
  private final BiPredicate<ModelName, String> served;
  private final Consumer<CheckResult> done;
  private final List<HeldCall> samples = new ArrayList<>();
  private final List<Checked> results = new ArrayList<>();
  private final Map<Check, CheckResult> said = new HashMap<>();
  private int place = -1;
  private long began;
  private int open;
  private boolean over;
  private @Nullable Thread running;
  private @Nullable JudgeCall judge;
  private @Nullable ComparedCall compared;

  /// A check that is run.
  ///
  /// @param within the score that weighs what it says, rather than that it ends the run
  private record Step(Check check, Optional<Check.Score> within) {
    /// A score comes behind the checks that it weighs.
    static Stream<Step> of(Check check) {
      return check instanceof Check.Score score
          ? Stream.concat(
              score.parts().stream().map(part -> new Step(part, Optional.of(score))),
              Stream.of(new Step(score, Optional.empty())))
          : Stream.of(new Step(check, Optional.empty()));
    }
  }

  /// What a check says, and how a score came to it.
  private record Said(CheckResult result, Optional<Weighing> weighing) {
    Said(CheckResult result) {
      this(result, Optional.empty());
    }
  }

  /// @param asked what the model was asked, and is asked for further answers; and the checks
  /// @param answer that is looked at
  /// @param served whether an answer of a model that a check asks is of the one that its server
  ///   names
  /// @param done hears once: that all passed, or what the first of them says that did not
  CheckRun(
      RequestContext context,
      RouteServices services,
      Asked asked,
      HeldCall answer,
      BiPredicate<ModelName, String> served,
      Consumer<CheckResult> done) {
    this.context = context;
    this.services = services;
    this.steps = asked.checks().stream().flatMap(Step::of).toList();
    this.answer = answer;
    this.incoming = asked.incoming();
    this.served = served;
    this.done = done;
  }

  void start() {
    if (answer.reply().isEmpty()) {
      end(new CheckResult.Broken("answer:not_understood"));
    } else {
      next();
    }
  }

  private void next() {
    place++;
    if (place == steps.size()) {
      end(CheckResult.PASS);
      return;
    }
    Check check = steps.get(place).check();
    if (!(check instanceof Check.Score)) {
      // a score's time begins with the checks that it weighs
      boolean under = place > 0 && steps.get(place - 1).within().isPresent();
      began = under ? began : System.nanoTime();
    }
    if (check instanceof Check.Agree(int wanted, int _, double temperature)
        && samples.size() < wanted - 1) {
      draw(wanted - 1 - samples.size(), temperature);
    } else if (check instanceof Check.Judge written) {
      judge(written);
    } else if (check instanceof Check.Baseline(ModelName other)) {
      compare(other);
    } else {
      run();
    }
  }

  private void judge(Check.Judge written) {
    var call =
        new JudgeCall(
            context,
            services,
            written,
            answer.reply().orElseThrow(),
            name -> served.test(written.model(), name),
            this::heard);
    judge = call;
    call.start();
  }

  /// Asks another model the same.
  private void compare(ModelName other) {
    var call =
        new ComparedCall(
            context,
            services,
            other,
            answer.reply().orElseThrow(),
            name -> served.test(other, name),
            this::heard);
    compared = call;
    call.start();
  }

  /// Asks for further answers, side by side.
  private void draw(int more, double temperature) {
    var drawn = incoming.drawn(temperature);
    for (int i = 0; i < more; i++) {
      samples.add(new HeldCall(context, services.servers(), answer.model(), drawn, false, this));
    }
    open = more;
    List.copyOf(samples).subList(samples.size() - more, samples.size()).forEach(HeldCall::start);
  }

  private void arrived() {
    open--;
    if (open > 0 || over) {
      return;
    }
    if (samples.stream().allMatch(this::isOfItsModel)) {
      run();
    } else {
      Step step = steps.get(place);
      began = step.within().isPresent() ? began : System.nanoTime();
      heard(new CheckResult.Broken(step.check().word() + ":another_model"));
    }
  }

  /// What another model says in its place neither agrees with its answer nor contradicts it.
  private boolean isOfItsModel(HeldCall sample) {
    return sample.served().filter(name -> !served.test(sample.model(), name)).isEmpty();
  }

  @Override
  public void answered(HeldCall call) {
    arrived();
  }

  @Override
  public void failed(HeldCall call, Failure failure, long window) {
    arrived();
  }

  @Override
  public void unavailable(HeldCall call) {
    arrived();
  }

  @Override
  public void unaffordable(HeldCall call, Refusal refusal) {
    arrived();
  }

  /// A check may block, so that it gets a thread of its own.
  private void run() {
    Check written = steps.get(place).check();
    if (steps.get(place).within().isPresent() && ScoredAnswer.isRead(written)) {
      heard(isThere(written) ? CheckResult.PASS : new CheckResult.Broken(written.word()));
      return;
    }
    if (steps.get(place).within().isEmpty() && !(written instanceof Check.Score)) {
      began = System.nanoTime();
    }
    var weighed = Map.copyOf(said);
    ChatRequest request = context.request().whole().request();
    List<ChatReply> replies =
        Stream.concat(Stream.of(answer), samples.stream())
            .flatMap(call -> call.reply().stream())
            .toList();
    running =
        Thread.ofVirtual()
            .start(() -> {
              Said result =
                  written instanceof Check.Score score
                      ? weighed(ScoredAnswer.of(score, request, replies, weighed))
                      : new Said(result(written, request, replies));
              context
                  .request()
                  .loop()
                  .run(() -> RequestPipeline.guarded(context, () -> heard(result)));
            });
  }

  /// Whether that is there which a score reads from the answers themselves.
  private boolean isThere(Check read) {
    long there = samples.stream().filter(sample -> sample.reply().isPresent()).count();
    return read instanceof Check.Agree agree
        ? there >= agree.samples() - 1
        : answer.reply().flatMap(ChatReply::likelihood).isPresent();
  }

  private static Said weighed(ScoredAnswer answer) {
    if (!answer.isKnown()) {
      return new Said(answer.unknown());
    }
    var signals = new ArrayList<Weight>();
    for (int i = 0; i < answer.signals().length; i++) {
      signals.add(
          new Weight(
              answer.score().of().get(i).word(),
              answer.signals()[i],
              answer.weighed().terms().get(i).weight(),
              answer.adds()[i]));
    }
    var weighing = new Weighing(answer.chance(), answer.weighed().atLeast(), signals);
    return new Said(answer.result(), Optional.of(weighing));
  }

  private CheckResult result(Check written, ChatRequest request, List<ChatReply> replies) {
    try {
      AnswerCheck check = services.check(written);
      CheckResult result = check.check(request, replies);
      boolean lacking = written instanceof Check.Agree agree && replies.size() < agree.samples();
      return lacking && result instanceof CheckResult.Fail
          ? new CheckResult.Broken(written.word() + ":no_answer")
          : result;
    } catch (RuntimeException e) {
      Log.error(CheckRun.class, "check " + written.word() + " failed", e);
      return new CheckResult.Broken(written.word() + ":failed");
    }
  }

  private void heard(CheckResult result) {
    heard(new Said(result));
  }

  private void heard(Said said) {
    running = null;
    if (over) {
      return;
    }
    CheckResult result = said.result();
    Step step = steps.get(place);
    if (step.within().isPresent()) {
      this.said.put(step.check(), result);
      // without one of its signals a score says nothing, whatever the others are
      place =
          result instanceof CheckResult.Broken
              ? steps.indexOf(new Step(step.within().get(), Optional.empty())) - 1
              : place;
      next();
      return;
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    results.add(new Checked(step.check().word(), said(result), took, said.weighing()));
    switch (result) {
      case CheckResult.Pass _ -> next();
      case CheckResult.Fail _, CheckResult.Broken _ -> end(result);
    }
  }

  private static String said(CheckResult result) {
    return switch (result) {
      case CheckResult.Pass _ -> "pass";
      case CheckResult.Fail(String reason) -> "failed:" + reason;
      case CheckResult.Broken(String reason) -> "broken:" + reason;
    };
  }

  private void end(CheckResult result) {
    over = true;
    done.accept(result);
  }

  /// Ends what is under way; nobody hears of it any more.
  void cancel() {
    over = true;
    samples.forEach(HeldCall::cancel);
    if (judge != null) {
      judge.cancel();
    }
    if (compared != null) {
      compared.cancel();
    }
    Thread mine = running;
    if (mine != null) {
      mine.interrupt();
    }
  }

  /// Pays for what another model is asked just now, and ends that.
  void abandonOthers(String outcome) {
    if (judge != null) {
      judge.abandon(outcome);
    }
    if (compared != null) {
      compared.abandon(outcome);
    }
  }

  /// The checks that have run, in order.
  List<Checked> results() {
    return results;
  }

  /// The further answers that were asked for.
  List<HeldCall> samples() {
    return samples;
  }
}
