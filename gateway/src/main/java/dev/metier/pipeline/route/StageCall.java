package dev.metier.pipeline.route;

import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.check.EscalationNote;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.cascade.CascadeWatch;
import dev.metier.policy.ServedStage;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answer of a workflow's stage, held: of its own model, or, where no answer comes of that, of
/// the next one that is FIT for the stage's job. What an answer is like leads to another model only
/// where the stage is a chain, and then to that chain's. Only for the event loop of its request.
final class StageCall implements HeldCall.Listener {
  /// Hears once what comes of it, unless the request ends first.
  interface Listener {
    /// The answer is there, and its model is paid for.
    ///
    /// @param fallback whether the workflow was not proven with it
    void answered(HeldCall call, boolean fallback);

    /// None of the models answered.
    void unanswered(Refusal why);
  }

  /// What is done.
  ///
  /// @param models in the order they are tried
  /// @param proven the first of them, unless that may not be asked
  /// @param chain what becomes of that one's answer
  /// @param incoming what they are asked
  record Doing(
      List<ModelName> models, ModelName proven, Optional<Checking> chain, Incoming incoming) {
    /// Which model's answer is checked.
    boolean isChecked(ModelName model) {
      return chain.isPresent() && model.equals(proven);
    }
  }

  /// The checks of the first model's answer.
  ///
  /// @param watch follows whether the chain is still the proven one
  /// @param counts whether this answer is one of those whose shares were found: that of a stage's
  ///   first round
  record Checking(ServedStage.Chain chain, CascadeWatch watch, boolean counts) {
    private void ended(String how) {
      if (counts) {
        watch.ended(how);
      }
    }

    /// What the first model is asked: where a check reads log-probabilities also for these.
    private Incoming asked(Incoming incoming) {
      boolean likely =
          chain.checks().stream()
              .flatMap(check -> check.parts().stream())
              .anyMatch(Check.LogProbability.class::isInstance);
      return likely ? incoming.withLikelihood() : incoming;
    }
  }

  /// What the journal calls it when the time of the whole is up.
  static final String DEADLINE = "deadline";

  private static final String BROKEN = "broken:";

  private final RequestContext context;
  private final RouteServices services;
  private final Doing doing;
  private final ModelOrder order;
  private final Listener listener;
  private boolean notKept;
  private @Nullable HeldCall call;
  private boolean wasDown;
  private @Nullable CheckRun checks;

  StageCall(RequestContext context, RouteServices services, Doing doing, Listener listener) {
    this.context = context;
    this.services = services;
    this.doing = doing;
    this.order = new ModelOrder(context, services.servers(), doing.models(), doing.incoming());
    this.listener = listener;
  }

  void start() {
    next();
  }

  private void next() {
    Optional<ModelName> model = order.next();
    if (context.end().isOver()) {
      return;
    }
    if (model.isEmpty()) {
      listener.unanswered(order.why());
      return;
    }
    Incoming asked =
        doing
            .chain()
            .filter(_ -> doing.isChecked(model.get()))
            .map(chain -> chain.asked(doing.incoming()))
            .orElse(doing.incoming());
    call = new HeldCall(context, services.servers(), model.get(), asked, order.evenResting(), this);
    call.start();
  }

  @Override
  public boolean hasAlternative(boolean alone) {
    return order.hasAlternative();
  }

  @Override
  public void answered(HeldCall done) {
    context.findings().spent(part(), done.model(), done.usage(), done.took());
    if (done.reply().isEmpty()) {
      order.failed(Refusal.of(Reason.UPSTREAM_BROKEN, "The model's answer cannot be understood."));
      next();
    } else if (doing.isChecked(done.model())) {
      check(done, doing.chain().orElseThrow());
    } else {
      listener.answered(done, !isProven(done.model()));
    }
  }

  private void check(HeldCall done, Checking chain) {
    if (done.served().filter(name -> !chain.watch().isServedBy(done.model(), name)).isPresent()) {
      // nothing is known of it, so that nothing of it goes on
      notKept(done, "broken:another_model");
      return;
    }
    var run =
        new CheckRun(
            context,
            services,
            chain.chain().checks(),
            done,
            new CheckRun.Asked(doing.incoming(), chain.watch()::isServedBy),
            result -> looked(done, chain, result));
    checks = run;
    run.start();
  }

  /// The later model of a chain is a proven one only behind an answer that was not kept.
  private boolean isProven(ModelName model) {
    return model.equals(doing.proven())
        || (notKept && doing.chain().filter(each -> each.chain().then().equals(model)).isPresent());
  }

  private void looked(HeldCall done, Checking chain, CheckResult result) {
    noteChecks();
    spendSamples(DEADLINE);
    checks = null;
    switch (result) {
      case CheckResult.Pass _ -> {
        chain.ended(CascadeWatch.KEPT);
        listener.answered(done, false);
      }
      case CheckResult.Fail(String reason) -> {
        chain.ended("failed:" + EscalationNote.check(reason));
        notKept(done, "failed:" + reason);
      }
      case CheckResult.Broken(String reason) -> {
        chain.ended(BROKEN + EscalationNote.check(reason));
        notKept(done, BROKEN + reason);
      }
    }
  }

  /// The journal names the checks of all stages, each behind its stage.
  private void noteChecks() {
    var stage = context.findings().stage(false);
    if (checks == null || stage.isEmpty()) {
      return;
    }
    var ran = new ArrayList<>(stage.get().checked());
    for (Checked each : checks.results()) {
      String name = stage.get().name() + "/" + each.check();
      ran.add(new Checked(name, each.result(), each.took(), each.weighing()));
    }
    context.findings().stage(stage.get().with(ran));
  }

  private void notKept(HeldCall done, String why) {
    context.findings().tried(new Try(done.model().text(), "", Try.NOT_KEPT, why, done.took()));
    order.failed(
        Refusal.of(
            Reason.CHECK_FAILED,
            "The answer of "
                + done.model()
                + " did not pass its checks, and no other model may answer this."));
    notKept = true;
    next();
  }

  /// The first model's server gave no answer.
  private void down(HeldCall done) {
    if (doing.isChecked(done.model()) && !wasDown) {
      wasDown = true;
      doing.chain().orElseThrow().ended(CascadeWatch.DOWN);
    }
  }

  @Override
  public void failed(HeldCall done, Failure failure, long window) {
    context.findings().spent(part(), done.model(), context.end().usage(), done.took());
    context.end().usage(Usage.NONE);
    Refusal why = Refusals.of(failure, context, window);
    if (failure.cause() == Cause.BAD_REQUEST) {
      listener.unanswered(why);
    } else {
      down(done);
      order.failed(why);
      next();
    }
  }

  @Override
  public void unavailable(HeldCall done) {
    down(done);
    next();
  }

  @Override
  public void unaffordable(HeldCall done, Refusal refusal) {
    order.notAsked(refusal);
    next();
  }

  /// What its cost is told as: the name of the stage.
  private String part() {
    return context.findings().stage(false).map(Stage::name).orElse(Spent.ANSWER);
  }

  /// Notes what was used until now by models that are not waited for any longer.
  ///
  /// @param outcome as the journal has it
  void giveUp(String outcome) {
    if (call != null && !call.isComplete()) {
      context.findings().spent(part(), call.model(), call.abandoned(outcome), call.took());
    }
    if (checks != null) {
      noteChecks();
      spendSamples(outcome);
      checks.abandonOthers(outcome);
      if (outcome.equals(DEADLINE)) {
        doing.chain().orElseThrow().ended(BROKEN + DEADLINE);
      }
      checks.cancel();
      checks = null;
    }
  }

  /// @param outcome of those that are still under way
  private void spendSamples(String outcome) {
    if (checks != null) {
      checks
          .samples()
          .forEach(sample -> {
            Usage used = sample.abandoned(outcome);
            context.findings().spent("sample", sample.model(), used, sample.took());
          });
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  void cancel() {
    if (call != null) {
      call.cancel();
    }
    if (checks != null) {
      checks.cancel();
    }
  }
}
