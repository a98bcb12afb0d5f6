package dev.metier.pipeline.route;

import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.policy.Route.CheckedModel;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stage of a cascade whose answer is read whole and checked, while nobody sees anything of it.
/// Only for the event loop of its request.
final class CheckedStage implements HeldCall.Listener {
  /// Hears what comes of it: one of these, unless the request ends first.
  interface Listener {
    /// The checks have run.
    void judged(CheckedStage stage, CheckResult result);

    /// Another model answered than the one that was asked.
    void another(CheckedStage stage);

    /// No answer comes.
    ///
    /// @param why `down` or `unaffordable`
    void unanswered(CheckedStage stage, String why, Refusal refusal);
  }

  private final RequestContext context;
  private final RouteServices services;
  private final Asked asked;
  private final CascadeWatch watch;
  private final Listener listener;
  private final HeldCall call;
  private @Nullable CheckRun checks;

  /// What is asked.
  ///
  /// @param name of the stage as clients hear it: `first`, `middle`
  /// @param incoming what its model is told
  /// @param alone whether no other model can answer in its place
  record Asked(CheckedModel checked, String name, Incoming incoming, boolean alone) {
    List<Check> checks() {
      return checked.checks();
    }

    /// The same of a server that is also to tell how likely tokens are, where a check needs that.
    private Incoming told() {
      boolean likely =
          checks().stream()
              .flatMap(check -> check.parts().stream())
              .anyMatch(Check.LogProbability.class::isInstance);
      return likely ? incoming.withLikelihood() : incoming;
    }
  }

  CheckedStage(
      RequestContext context,
      RouteServices services,
      CascadeWatch watch,
      Asked asked,
      Listener listener) {
    this.context = context;
    this.services = services;
    this.watch = watch;
    this.asked = asked;
    this.listener = listener;
    this.call =
        new HeldCall(
            context,
            services.servers(),
            asked.checked().model(),
            asked.told(),
            asked.alone(),
            this);
  }

  void start() {
    call.start();
  }

  String name() {
    return asked.name();
  }

  ModelName model() {
    return asked.checked().model();
  }

  /// Its answer.
  HeldCall answer() {
    return call;
  }

  /// The checks that have run, in order.
  List<Checked> results() {
    return checks == null ? List.of() : checks.results();
  }

  /// How many answers of its model came, the one to be kept included.
  int answers() {
    return (int) Stream.concat(Stream.of(call), samples()).filter(HeldCall::isComplete).count();
  }

  private Stream<HeldCall> samples() {
    return checks == null ? Stream.of() : checks.samples().stream();
  }

  @Override
  public void answered(HeldCall done) {
    if (call.served().filter(told -> !watch.isServedBy(model(), told)).isPresent()) {
      listener.another(this);
      return;
    }
    var run =
        new CheckRun(
            context,
            services,
            asked,
            call,
            watch::isServedBy,
            result -> listener.judged(this, result));
    checks = run;
    run.start();
  }

  @Override
  public void failed(HeldCall done, Failure failure, long window) {
    // what came before it broke off is paid for
    Usage used = context.end().usage();
    if (!used.equals(Usage.NONE)) {
      context.findings().spent(name(), model(), used, call.took());
      context.end().usage(Usage.NONE);
    }
    listener.unanswered(this, CascadeWatch.DOWN, Refusals.of(failure, context, window));
  }

  @Override
  public void unavailable(HeldCall done) {
    Refusal resting = Refusals.resting(services.servers().rest(model()));
    listener.unanswered(this, CascadeWatch.DOWN, resting);
  }

  @Override
  public void unaffordable(HeldCall done, Refusal refusal) {
    listener.unanswered(this, "unaffordable", refusal);
  }

  /// Notes what the answer cost that nobody gets, and lets go of it.
  ///
  /// @param why as the journal has it
  /// @param outcome of what is still under way
  void spend(String why, String outcome) {
    context.findings().spent(name(), model(), call.abandoned(outcome), call.took());
    spendSamples(outcome);
    context.findings().tried(new Try(model().text(), "", Try.NOT_KEPT, why, call.took()));
    Stream.concat(Stream.of(call), samples()).forEach(HeldCall::discard);
  }

  /// Notes what was spent on the answer's checks.
  ///
  /// @param outcome of those that are still under way
  void spendSamples(String outcome) {
    samples()
        .forEach(sample ->
            context
                .findings()
                .spent("sample", sample.model(), sample.abandoned(outcome), sample.took()));
    if (checks != null) {
      checks.abandonOthers(outcome);
    }
  }

  /// Ends its checks; nobody hears of them any more.
  void stopChecks() {
    if (checks != null) {
      checks.cancel();
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  void stop() {
    call.cancel();
    stopChecks();
  }
}
