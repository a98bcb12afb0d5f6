package dev.metier.pipeline.route;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Usage;
import dev.metier.check.Agreement;
import dev.metier.check.CheckResult;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Failure;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Asks another model the same as the first one, to see whether both say the same. Only for the
/// event loop of its request.
final class ComparedCall implements HeldCall.Listener {
  private static final String PART = "baseline";
  private static final CheckResult NO_ANSWER = new CheckResult.Broken("baseline:no_answer");
  private static final CheckResult ANOTHER_MODEL = new CheckResult.Broken("baseline:another_model");

  private final RequestContext context;
  private final ChatReply answer;
  private final Predicate<String> expected;
  private final Consumer<CheckResult> done;
  private final HeldCall call;
  private boolean over;

  /// @param expected whether an answer of the model of this name is one of the other model
  /// @param done hears once what came of it
  ComparedCall(
      RequestContext context,
      RouteServices services,
      ModelName other,
      CheckRun.Answered answered,
      Predicate<String> expected,
      Consumer<CheckResult> done) {
    this.context = context;
    this.answer = answered.reply();
    this.expected = expected;
    this.done = done;
    this.call = new HeldCall(context, services.servers(), other, answered.incoming(), false, this);
  }

  void start() {
    call.start();
  }

  @Override
  public void answered(HeldCall other) {
    context.findings().spent(PART, call.model(), call.usage(), call.took());
    if (call.served().filter(expected.negate()).isPresent()) {
      end(ANOTHER_MODEL);
      return;
    }
    Optional<ChatReply> said = call.reply();
    end(said.map(reply -> Agreement.same(answer, reply)).orElse(NO_ANSWER));
  }

  @Override
  public void failed(HeldCall other, Failure failure, long window) {
    // what came before it broke off is paid for
    context.findings().spent(PART, call.model(), context.end().usage(), call.took());
    context.end().usage(Usage.NONE);
    end(NO_ANSWER);
  }

  @Override
  public void unavailable(HeldCall other) {
    end(NO_ANSWER);
  }

  @Override
  public void unaffordable(HeldCall other, Refusal refusal) {
    end(NO_ANSWER);
  }

  @Override
  public boolean refused(HeldCall other, Refusal refusal) {
    end(NO_ANSWER);
    return true;
  }

  private void end(CheckResult result) {
    if (!over) {
      over = true;
      done.accept(result);
    }
  }

  /// Pays for what is under way, and ends it.
  ///
  /// @param outcome why nobody waits for it any longer, as the journal has it
  void abandon(String outcome) {
    if (!over) {
      context.findings().spent(PART, call.model(), call.abandoned(outcome), call.took());
    }
    cancel();
  }

  /// Ends what is under way; nobody hears of it any more.
  void cancel() {
    over = true;
    call.cancel();
  }
}
