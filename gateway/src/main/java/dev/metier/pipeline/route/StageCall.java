package dev.metier.pipeline.route;

import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
import dev.metier.upstream.Servers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answer of a workflow's stage, held: of its own model, or, where no answer comes of that, of
/// the next one that is FIT for the stage's job. What an answer is like never leads to another
/// model. Only for the event loop of its request.
final class StageCall implements HeldCall.Listener {
  /// Hears once what comes of it, unless the request ends first.
  interface Listener {
    /// The answer is there, and its model is paid for.
    void answered(HeldCall call);

    /// None of the models answered.
    void unanswered(Refusal why);
  }

  private final RequestContext context;
  private final Servers servers;
  private final Incoming incoming;
  private final ModelOrder order;
  private final Listener listener;
  private @Nullable HeldCall call;

  /// @param models in the order they are tried
  StageCall(
      RequestContext context,
      Servers servers,
      List<ModelName> models,
      Incoming incoming,
      Listener listener) {
    this.context = context;
    this.servers = servers;
    this.incoming = incoming;
    this.order = new ModelOrder(context, servers, models, incoming);
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
    call = new HeldCall(context, servers, model.get(), incoming, order.evenResting(), this);
    call.start();
  }

  @Override
  public boolean hasAlternative(boolean alone) {
    return order.hasAlternative();
  }

  @Override
  public void answered(HeldCall done) {
    context.findings().spent(done.model(), done.usage(), done.took());
    if (done.reply().isEmpty()) {
      order.failed(Refusal.of(Reason.UPSTREAM_BROKEN, "The model's answer cannot be understood."));
      next();
    } else {
      listener.answered(done);
    }
  }

  @Override
  public void failed(HeldCall done, Failure failure, long window) {
    context.findings().spent(done.model(), context.end().usage(), done.took());
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

  /// Notes what was used until now by a model that is not waited for any longer.
  ///
  /// @param outcome as the journal has it
  void giveUp(String outcome) {
    if (call != null && !call.isComplete()) {
      context.findings().spent(call.model(), call.abandoned(outcome), call.took());
    }
  }

  /// Ends what is under way; nothing when it has ended by itself.
  void cancel() {
    if (call != null) {
      call.cancel();
    }
  }
}
