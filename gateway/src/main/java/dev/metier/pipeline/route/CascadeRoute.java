package dev.metier.pipeline.route;

import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.check.EscalationNote;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.policy.Route;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A first model answers; its answer is read whole, checked, and only then released. What is not
/// kept nobody sees, and another model answers in its place: that answer is sent on as it comes.
/// Health is no quality: where the first model does not answer, the next one does.
final class CascadeRoute implements RouteExecutor, HeldCall.Listener {
  static final String WORD = "cascade";
  private static final String DEADLINE = "deadline";
  private static final String FAILED = "failed:";
  private static final String GONE = "client_gone";

  private final RequestContext context;
  private final RouteServices services;
  private final Route.Cascade cascade;
  private final List<ModelName> later;
  private final HeldCall first;
  private final CascadeWatch watch;
  private Optional<Refusal> unanswered = Optional.empty();
  private @Nullable CheckRun checks;
  private @Nullable SingleRoute behind;
  private boolean decided;

  /// @param later those behind the first model that may read the request, in the order they are
  ///   tried
  CascadeRoute(
      RequestContext context,
      RouteServices services,
      Route.Cascade cascade,
      List<ModelName> later) {
    this.context = context;
    this.services = services;
    this.cascade = cascade;
    this.later = List.copyOf(later);
    this.watch =
        services.watch(context.findings().job().name(), cascade, context.findings().policy());
    this.first =
        new HeldCall(
            context,
            services.servers(),
            cascade.first(),
            asked(context, cascade),
            later.isEmpty(),
            this);
  }

  private static Incoming asked(RequestContext context, Route.Cascade cascade) {
    boolean likely =
        cascade.checks().stream()
            .flatMap(check -> check.parts().stream())
            .anyMatch(Check.LogProbability.class::isInstance);
    return likely ? context.incoming().withLikelihood() : context.incoming();
  }

  @Override
  public void start() {
    context.request().http().response().closeHandler(nothing -> gone());
    context.end().whenOver(this::stop);
    MostCost.holdChain(cascade, later, context);
    long limit = cascade.rules().deadline().toMillis();
    var vertx = context.request().loop().vertx();
    long timer =
        vertx.setTimer(
            Math.max(1, limit), passed -> RequestPipeline.guarded(context, this::tooLate));
    context.end().whenOver(() -> vertx.cancelTimer(timer));
    context.end().whenOver(() -> new ModelSwitch(context, services, cascade).paid(answers()));
    first.start();
  }

  @Override
  public void answered(HeldCall call) {
    if (first.served().filter(name -> !watch.isServedBy(name)).isPresent()) {
      another();
      return;
    }
    var run =
        new CheckRun(context, services, cascade.checks(), first, watch::isServedBy, this::judged);
    checks = run;
    run.start();
  }

  /// Another model answered than the one that was asked: nothing is known of it, so that nothing of
  /// it is released.
  private void another() {
    String why = "broken:another_model";
    spendFirst(why);
    unanswered = Optional.of(checkFailed());
    escalate(why);
  }

  private void judged(CheckResult result) {
    switch (result) {
      case CheckResult.Pass _ -> {
        watch.ended(CascadeWatch.KEPT);
        note(cascade.first(), false);
        release("pass");
      }
      case CheckResult.Fail(String reason) -> {
        watch.ended(FAILED + EscalationNote.check(reason));
        note(cascade.first(), true);
        notKept(cascade.rules().onFailed(), FAILED + reason);
      }
      case CheckResult.Broken(String reason) -> {
        watch.ended("broken:" + EscalationNote.check(reason));
        notKept(cascade.rules().onBroken(), "broken:" + reason);
      }
    }
  }

  private void notKept(After after, String why) {
    switch (after) {
      case ESCALATE -> {
        spendFirst(why);
        unanswered = Optional.of(checkFailed());
        escalate(why);
      }
      case REFUSE -> {
        spendFirst(why);
        headers(true, why);
        context.end().refuse(checkFailed());
      }
      case MARK -> release(why);
    }
  }

  private void headers(boolean isFirst, String why) {
    CascadeHeaders.set(context, isFirst, why, checks == null ? List.of() : checks.results());
  }

  private Refusal checkFailed() {
    return Refusal.of(
        Reason.CHECK_FAILED,
        "The answer of "
            + cascade.first()
            + " did not pass its checks, and no other model may answer for the job "
            + context.findings().job().name()
            + ".");
  }

  /// Sends on what was held.
  private void release(String check) {
    decided = true;
    headers(true, check);
    var response = context.end().response();
    AnswerHeaders.set(context, cascade.first(), WORD, first.dropped());
    spendSamples(DEADLINE);
    for (byte[] bytes : first.bytes()) {
      if (context.request().stream()) {
        response.stream(bytes);
      } else {
        response.whole(bytes);
      }
    }
    context.end().complete(first.usage());
  }

  /// The models behind the first one answer.
  private void escalate(String why) {
    decided = true;
    if (later.isEmpty()) {
      headers(true, why);
      context.end().refuse(unanswered.orElseGet(this::checkFailed));
      return;
    }
    note(later.getFirst(), false);
    headers(false, why);
    behind = new SingleRoute(context, services.servers(), later, WORD, handedOver(why), _ -> {});
    behind.start();
  }

  /// What the later model is asked: the request as it came, or also which check failed.
  private Incoming handedOver(String why) {
    boolean told = cascade.rules().handOver() == HandOver.REASON && why.startsWith(FAILED);
    return told
        ? context.incoming().told(EscalationNote.sentence(why.substring(FAILED.length())))
        : context.incoming();
  }

  private void note(ModelName model, boolean failed) {
    services.conversations().note(context.session(), model, failed, false, System.nanoTime());
  }

  /// Notes what the answer cost that nobody gets.
  private void spendFirst(String why) {
    spend(first, DEADLINE);
    spendSamples(DEADLINE);
    var name = first.model().text();
    context.findings().tried(new Try(name, "", Try.NOT_KEPT, why, first.took()));
  }

  /// @param outcome of those that are still under way
  private void spendSamples(String outcome) {
    if (checks != null) {
      checks.samples().forEach(sample -> spend(sample, outcome));
      checks.abandonOthers(outcome);
    }
  }

  private void spend(HeldCall call, String outcome) {
    context.findings().spent(call.model(), call.abandoned(outcome), call.took());
  }

  @Override
  public void failed(HeldCall call, Failure failure, long window) {
    unanswered = Optional.of(Refusals.of(failure, context, window));
    watch.ended(CascadeWatch.DOWN);
    escalate(CascadeWatch.DOWN);
  }

  @Override
  public void unavailable(HeldCall call) {
    unanswered = Optional.of(Refusals.resting(services.servers().rest(cascade.first())));
    watch.ended(CascadeWatch.DOWN);
    escalate(CascadeWatch.DOWN);
  }

  @Override
  public void unaffordable(HeldCall call, Refusal refusal) {
    unanswered = Optional.of(refusal);
    escalate("unaffordable");
  }

  /// The chain's time is up. An answer that is on its way to the client goes on under the limits of
  /// its own model.
  private void tooLate() {
    if (context.end().isOver() || context.end().model().isPresent()) {
      return;
    }
    boolean answered = !decided && first.reply().isPresent();
    if (answered) {
      watch.ended("broken:" + DEADLINE);
    }
    if (answered && cascade.rules().onBroken() == After.MARK) {
      if (checks != null) {
        checks.abandonOthers(DEADLINE);
      }
      stopChecks();
      release("broken:deadline");
      return;
    }
    if (behind != null) {
      behind.giveUp(DEADLINE);
    } else {
      spendFirst("broken:deadline");
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
      Usage used = first.abandoned(GONE);
      context.end().answeredBy(cascade.first());
      spendSamples(GONE);
      context.end().gone(used);
    }
  }

  /// How many answers of the first model came, the one to be kept included.
  private int answers() {
    var samples = checks == null ? List.<HeldCall>of() : checks.samples();
    return (int)
        Stream.concat(Stream.of(first), samples.stream()).filter(HeldCall::isComplete).count();
  }

  private void stopChecks() {
    if (checks != null) {
      checks.cancel();
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  private void stop() {
    first.cancel();
    stopChecks();
  }
}
