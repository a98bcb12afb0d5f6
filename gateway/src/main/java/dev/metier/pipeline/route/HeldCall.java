package dev.metier.pipeline.route;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Attempt;
import dev.metier.upstream.Incoming;
import dev.metier.upstream.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A model's answer of which nothing is released until its caller says so. Only for the event loop
/// of its request.
final class HeldCall implements ModelCall.Listener {
  /// Hears what comes of it: one of these, unless the request ends first.
  interface Listener {
    /// The answer is there, whole.
    void answered(HeldCall call);

    /// No answer comes.
    ///
    /// @param window tokens that the model takes, 0 when not known
    void failed(HeldCall call, Failure failure, long window);

    /// The model was not asked, since its servers rest or may not read this.
    void unavailable(HeldCall call);

    /// The model was not asked, since no budget holds what it can cost.
    void unaffordable(HeldCall call, Refusal refusal);

    /// The request cannot be put to this model. False where nobody can do without its answer, which
    /// ends the request.
    default boolean refused(HeldCall call, Refusal refusal) {
      return false;
    }

    /// Whether another model can be asked at once; then this one is not asked twice.
    ///
    /// @param alone as the call was told
    default boolean hasAlternative(boolean alone) {
      return !alone;
    }
  }

  private final ModelName model;
  private final Listener listener;
  private final boolean alone;
  private final ModelCall call;
  private final List<byte[]> bytes = new ArrayList<>();
  private final long began = System.nanoTime();
  private Optional<ChatReply> reply = Optional.empty();
  private Usage usage = Usage.NONE;
  private List<String> dropped = List.of();
  private Optional<String> served = Optional.empty();
  private Duration took = Duration.ZERO;
  private boolean over;
  private boolean complete;
  private @Nullable Attempt attempt;

  /// @param incoming what the model is asked
  /// @param alone whether no other model can answer in its place; then also a server that rests may
  ///   be asked
  HeldCall(
      RequestContext context,
      Servers servers,
      ModelName model,
      Incoming incoming,
      boolean alone,
      Listener listener) {
    this.model = model;
    this.listener = listener;
    this.alone = alone;
    this.call = new ModelCall(context, servers, model, incoming, alone, this);
  }

  void start() {
    call.start();
  }

  /// Ends what is under way; nothing when it has ended by itself.
  void cancel() {
    if (!over) {
      over = true;
      call.cancel();
    }
  }

  /// What it used until now, when nobody waits for it any longer.
  ///
  /// @param outcome as the journal has it
  Usage abandoned(String outcome) {
    return over ? usage : call.abandoned(outcome);
  }

  /// Lets go of an answer that nobody gets; what it used stays known.
  void discard() {
    cancel();
    call.discard();
    bytes.clear();
  }

  ModelName model() {
    return model;
  }

  /// Whether a whole answer came.
  boolean isComplete() {
    return complete;
  }

  /// What the answer says; empty when it cannot be understood.
  Optional<ChatReply> reply() {
    return reply;
  }

  /// The answer in the client's protocol.
  List<byte[]> bytes() {
    return bytes;
  }

  Usage usage() {
    return usage;
  }

  /// What the client asked for and the model did not hear of.
  List<String> dropped() {
    return dropped;
  }

  /// The name of the model that the answer says it is of.
  Optional<String> served() {
    return served;
  }

  Duration took() {
    return took;
  }

  @Override
  public void asked(Attempt now) {
    bytes.clear();
    attempt = now;
    now.keepReply();
  }

  @Override
  public void bytes(byte[] some) {
    bytes.add(some);
  }

  @Override
  public void complete(Usage used) {
    end();
    complete = true;
    usage = used;
    Attempt done = attempt;
    if (done != null) {
      reply = done.reply();
      dropped = done.dropped();
      served = done.servedModel();
    }
    listener.answered(this);
  }

  /// What came of a broken answer was released to nobody, so that another model may answer.
  @Override
  public void failed(Failure failure, boolean begun, long window) {
    end();
    listener.failed(this, failure, window);
  }

  private void end() {
    over = true;
    took = Duration.ofNanos(System.nanoTime() - began);
  }

  @Override
  public boolean hasAlternative() {
    return listener.hasAlternative(alone);
  }

  @Override
  public void unavailable() {
    end();
    listener.unavailable(this);
  }

  @Override
  public void unaffordable(Refusal refusal) {
    end();
    listener.unaffordable(this, refusal);
  }

  @Override
  public boolean refused(Refusal refusal) {
    end();
    return listener.refused(this, refusal);
  }
}
