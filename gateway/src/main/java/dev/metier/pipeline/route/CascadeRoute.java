package dev.metier.pipeline.route;

import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.check.EscalationNote;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.pipeline.route.CheckedStage.Asked;
import dev.metier.policy.Route;
import dev.metier.policy.Route.CheckedModel;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.upstream.Incoming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One model after the other answers; what it says is read whole, checked, and only then released.
/// What is not kept nobody sees, and the next model answers in its place. The answer of the last is
/// not checked, and is sent on as it comes. Health is no quality: where a model does not answer,
/// the next one does.
final class CascadeRoute implements RouteExecutor, CheckedStage.Listener {
  static final String WORD = "cascade";
  private static final String DEADLINE = "deadline";
  private static final String FAILED = "failed:";
  private static final String BROKEN = "broken:";
  private static final String GONE = "client_gone";

  private final RequestContext context;
  private final RouteServices services;
  private final Route.Cascade cascade;
  private final List<CheckedModel> checked;
  private final List<ModelName> later;
  private final CascadeWatch watch;
  private final List<CheckedStage> stages = new ArrayList<>();
  private Optional<Refusal> unanswered = Optional.empty();

  /// The sentence that later models are told, where they are.
  private Optional<String> note = Optional.empty();

  private @Nullable SingleRoute behind;
  private boolean decided;

  /// @param checked those whose answers are checked, as far as they may read the request; at least
  ///   one
  /// @param later those behind them that may, in the order they are tried
  CascadeRoute(
      RequestContext context,
      RouteServices services,
      Route.Cascade cascade,
      List<CheckedModel> checked,
      List<ModelName> later) {
    this.context = context;
    this.services = services;
    this.cascade = cascade;
    this.checked = List.copyOf(checked);
    this.later = List.copyOf(later);
    this.watch =
        services.watch(context.findings().job().name(), cascade, context.findings().policy());
  }

  @Override
  public void start() {
    context.request().http().response().closeHandler(nothing -> gone());
    context.end().whenOver(this::stop);
    MostCost.holdChain(checked, later, context);
    long limit = cascade.rules().deadline().toMillis();
    var vertx = context.request().loop().vertx();
    long timer =
        vertx.setTimer(
            Math.max(1, limit), passed -> RequestPipeline.guarded(context, this::tooLate));
    context.end().whenOver(() -> vertx.cancelTimer(timer));
    context.end().whenOver(() -> new ModelSwitch(context, services, cascade).paid(answers()));
    check();
  }

  /// Asks the next of the models whose answers are checked.
  private void check() {
    CheckedModel next = checked.get(stages.size());
    boolean alone = later.isEmpty() && stages.size() + 1 == checked.size();
    var asked = new Asked(next, StageChoice.stage(cascade, next.model()), told(), alone);
    var stage = new CheckedStage(context, services, watch, asked, this);
    stages.add(stage);
    stage.start();
  }

  /// What a model is asked: the request as it came, or also which check failed.
  private Incoming told() {
    return note.map(context.incoming()::told).orElseGet(context::incoming);
  }

  /// The one that is under way, or was last.
  private CheckedStage current() {
    return stages.getLast();
  }

  @Override
  public void another(CheckedStage stage) {
    notKept(stage, BROKEN + "another_model");
  }

  @Override
  public void judged(CheckedStage stage, CheckResult result) {
    switch (result) {
      case CheckResult.Pass _ -> {
        ended(stage, CascadeWatch.KEPT);
        note(stage.model(), false);
        release("pass");
      }
      case CheckResult.Fail(String reason) -> {
        ended(stage, FAILED + EscalationNote.check(reason));
        note(stage.model(), true);
        if (cascade.rules().handOver() == HandOver.REASON) {
          note = Optional.of(EscalationNote.sentence(reason));
        }
        follow(stage, cascade.rules().onFailed(), FAILED + reason);
      }
      case CheckResult.Broken(String reason) -> {
        ended(stage, BROKEN + EscalationNote.check(reason));
        follow(stage, cascade.rules().onBroken(), BROKEN + reason);
      }
    }
  }

  private void ended(CheckedStage stage, String end) {
    watch.ended(stage.model(), end);
  }

  private void follow(CheckedStage stage, After after, String why) {
    switch (after) {
      case ESCALATE -> notKept(stage, why);
      case REFUSE -> {
        stage.spend(why, DEADLINE);
        headers(why);
        context.end().refuse(checkFailed());
      }
      case MARK -> release(why);
    }
  }

  private void notKept(CheckedStage stage, String why) {
    stage.spend(why, DEADLINE);
    unanswered = Optional.of(checkFailed());
    escalate(why);
  }

  private void headers(String why) {
    AnswerHeaders.stage(context, current().name(), why, stages);
  }

  private Refusal checkFailed() {
    return Refusal.of(
        Reason.CHECK_FAILED,
        "The answer of "
            + current().model()
            + " did not pass its checks, and no other model may answer for the job "
            + context.findings().job().name()
            + ".");
  }

  /// Sends on what was held.
  private void release(String why) {
    decided = true;
    headers(why);
    var response = context.end().response();
    HeldCall kept = current().answer();
    AnswerHeaders.set(context, kept.model(), WORD, kept.dropped());
    current().spendSamples(DEADLINE);
    for (byte[] bytes : kept.bytes()) {
      if (context.request().stream()) {
        response.stream(bytes);
      } else {
        response.whole(bytes);
      }
    }
    context.end().complete(kept.usage());
  }

  /// The next model answers: one whose answer is checked too, or those behind them.
  private void escalate(String why) {
    if (stages.size() < checked.size()) {
      check();
      return;
    }
    decided = true;
    if (later.isEmpty()) {
      headers(why);
      context.end().refuse(unanswered.orElseGet(this::checkFailed));
      return;
    }
    note(later.getFirst(), false);
    AnswerHeaders.stage(context, StageChoice.THEN, watch.end(current().model(), why), stages);
    behind = new SingleRoute(context, services.servers(), later, WORD, told(), _ -> {});
    behind.start();
  }

  private void note(ModelName model, boolean failed) {
    services.conversations().note(context.session(), model, failed, false, System.nanoTime());
  }

  @Override
  public void unanswered(CheckedStage stage, String why, Refusal refusal) {
    unanswered = Optional.of(refusal);
    if (why.equals(CascadeWatch.DOWN)) {
      ended(stage, why);
    }
    escalate(why);
  }

  /// The chain's time is up. An answer that is on its way to the client goes on under the limits of
  /// its own model.
  private void tooLate() {
    if (context.end().isOver() || context.end().model().isPresent()) {
      return;
    }
    CheckedStage stage = current();
    boolean answered = !decided && stage.answer().reply().isPresent();
    if (answered) {
      ended(stage, BROKEN + DEADLINE);
    }
    if (answered && cascade.rules().onBroken() == After.MARK) {
      stage.spendSamples(DEADLINE);
      stage.stopChecks();
      release(BROKEN + DEADLINE);
      return;
    }
    if (behind != null) {
      behind.giveUp(DEADLINE);
    } else {
      stage.spend(BROKEN + DEADLINE, DEADLINE);
    }
    context
        .end()
        .refuse(
            Refusal.of(
                Reason.UPSTREAM_TIMEOUT,
                "No answer could be kept within "
                    + cascade.rules().deadline().toSeconds()
                    + " s, the time limit of the job's whole chain."));
  }

  /// The client left: nobody must go on working for it.
  private void gone() {
    if (!context.end().isOver()) {
      CheckedStage stage = current();
      Usage used = stage.answer().abandoned(GONE);
      context.end().answeredBy(stage.model());
      stage.spendSamples(GONE);
      AnswerHeaders.note(context, stage.name(), "none", stages);
      context.end().gone(used);
    }
  }

  /// Whose answers came, each as often as it answered, the one to be kept included.
  private List<ModelName> answers() {
    return stages.stream()
        .flatMap(stage -> Collections.nCopies(stage.answers(), stage.model()).stream())
        .toList();
  }

  /// Ends what is under way; nothing when it has ended by itself.
  private void stop() {
    stages.forEach(CheckedStage::stop);
  }
}
