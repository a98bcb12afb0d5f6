package dev.metier.pipeline.route;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.check.judge.Judgement;
import dev.metier.job.Check;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Failure;
import dev.metier.upstream.Incoming;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Asks a judge about an answer: once, and once more where it could not judge, as it was when its
/// errors were counted. Whatever becomes of its server, that it could not judge is the worst. Only
/// for the event loop of its request.
final class JudgeCall implements HeldCall.Listener {
  private static final String BROKEN = "judge:";
  private static final String PART = "judge";
  private static final String LATE = "timeout";

  private final RequestContext context;
  private final RouteServices services;
  private final Check.Judge written;
  private final CheckRun.Answered answered;
  private final Predicate<String> expected;
  private final Consumer<CheckResult> done;
  private final JudgePrompt prompt;
  private Optional<HeldCall> open = Optional.empty();
  private int tries;
  private long timer;
  private boolean over;

  /// @param answered what is judged
  /// @param expected whether an answer of the model of this name is one of the judge
  /// @param done hears once what it says
  JudgeCall(
      RequestContext context,
      RouteServices services,
      Check.Judge written,
      CheckRun.Answered answered,
      Predicate<String> expected,
      Consumer<CheckResult> done) {
    this.context = context;
    this.services = services;
    this.written = written;
    this.answered = answered;
    this.expected = expected;
    this.done = done;
    this.prompt = new JudgePrompt(written.criterion());
  }

  void start() {
    long limit = Math.max(1, written.timeout().toMillis());
    timer =
        context
            .request()
            .loop()
            .vertx()
            .setTimer(limit, passed -> RequestPipeline.guarded(context, this::tooLate));
    ask();
  }

  private void ask() {
    Incoming asked = answered.incoming();
    ParsedRequest whole = asked.asked().get();
    var own = context.findings().policy().model(written.model()).model().settings();
    ChatRequest about = prompt.live(whole.request().messages(), answered.reply(), own);
    var incoming = asked.composed(whole.asking(about), asked.data());
    var call = new HeldCall(context, services.servers(), written.model(), incoming, false, this);
    tries++;
    open = Optional.of(call);
    call.start();
  }

  @Override
  public void answered(HeldCall call) {
    open = Optional.empty();
    context.findings().spent(PART, call.model(), call.usage(), call.took());
    if (over) {
      return;
    }
    if (call.served().filter(expected.negate()).isPresent()) {
      end(broken("another_model"));
      return;
    }
    Judgement said =
        call.reply()
            .map(reply -> prompt.read(reply, 0))
            .orElseGet(() -> new Judgement.Unclear("its answer cannot be understood"));
    if (said instanceof Judgement.Unclear && tries < JudgePrompt.TRIES) {
      ask();
    } else {
      end(said.check());
    }
  }

  @Override
  public void failed(HeldCall call, Failure failure, long window) {
    open = Optional.empty();
    // what came before it broke off is paid for
    context.findings().spent(PART, call.model(), context.end().usage(), call.took());
    context.end().usage(Usage.NONE);
    end(broken("no_answer"));
  }

  @Override
  public void unavailable(HeldCall call) {
    end(broken("unavailable"));
  }

  @Override
  public void unaffordable(HeldCall call, Refusal refusal) {
    end(broken("unaffordable"));
  }

  @Override
  public boolean refused(HeldCall call, Refusal refusal) {
    end(broken("not_asked"));
    return true;
  }

  private void tooLate() {
    if (!over) {
      abandon(LATE);
      done.accept(broken(LATE));
    }
  }

  private static CheckResult broken(String why) {
    return new CheckResult.Broken(BROKEN + why);
  }

  private void end(CheckResult result) {
    if (!over) {
      cancel();
      done.accept(result);
    }
  }

  /// Pays for what is under way, and ends it.
  ///
  /// @param outcome why nobody waits for it any longer, as the journal has it
  void abandon(String outcome) {
    open.ifPresent(
        call -> context.findings().spent(PART, call.model(), call.abandoned(outcome), call.took()));
    cancel();
  }

  /// Ends what is under way; nobody hears of it any more.
  void cancel() {
    over = true;
    context.request().loop().vertx().cancelTimer(timer);
    open.ifPresent(HeldCall::cancel);
    open = Optional.empty();
  }
}
