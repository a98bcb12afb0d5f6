package dev.metier.pipeline.route;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.ServedStage;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
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
      List<ModelName> models,
      ModelName proven,
      Optional<ServedStage.Chain> chain,
      Incoming incoming) {}

  private final RequestContext context;
  private final RouteServices services;
  private final Doing doing;
  private final ModelOrder order;
  private final Listener listener;
  private boolean notKept;
  private @Nullable HeldCall call;
  private @Nullable AnswerLook looking;

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
    call =
        new HeldCall(
            context, services.servers(), model.get(), doing.incoming(), order.evenResting(), this);
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
    } else if (doing.chain().isPresent() && done.model().equals(doing.proven())) {
      var checks = doing.chain().get().checks();
      ChatRequest told = doing.incoming().asked().get().request();
      looking = new AnswerLook(context, services, checks, told, result -> looked(done, result));
      looking.start(done.reply().get());
    } else {
      listener.answered(done, !isProven(done.model()));
    }
  }

  /// The later model of a chain is a proven one only behind an answer that was not kept.
  private boolean isProven(ModelName model) {
    return model.equals(doing.proven())
        || (notKept && doing.chain().filter(each -> each.then().equals(model)).isPresent());
  }

  private void looked(HeldCall done, CheckResult result) {
    looking = null;
    switch (result) {
      case CheckResult.Pass _ -> listener.answered(done, false);
      case CheckResult.Fail(String reason) -> notKept(done, "failed:" + reason);
      case CheckResult.Broken(String reason) -> notKept(done, "broken:" + reason);
    }
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

  @Override
  public void failed(HeldCall done, Failure failure, long window) {
    context.findings().spent(part(), done.model(), context.end().usage(), done.took());
    context.end().usage(Usage.NONE);
    Refusal why = Refusals.of(failure, context, window);
    if (failure.cause() == Cause.BAD_REQUEST) {
      listener.unanswered(why);
    } else {
      order.failed(why);
      next();
    }
  }

  @Override
  public void unavailable(HeldCall done) {
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

  /// Notes what was used until now by a model that is not waited for any longer.
  ///
  /// @param outcome as the journal has it
  void giveUp(String outcome) {
    if (call != null && !call.isComplete()) {
      context.findings().spent(part(), call.model(), call.abandoned(outcome), call.took());
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  void cancel() {
    if (call != null) {
      call.cancel();
    }
    if (looking != null) {
      looking.cancel();
    }
  }
}
