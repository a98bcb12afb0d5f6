package dev.metier.pipeline;

import dev.metier.account.Budgets;
import dev.metier.account.KeyRing;
import dev.metier.account.Pace;
import dev.metier.journal.Journal;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.upstream.Servers;
import java.util.List;
import java.util.function.Supplier;

/// The way of every request: the steps in their order. Thread-safe.
public final class RequestPipeline {
  /// How many of the first steps need no more than the head of a request.
  private static final int AT_THE_DOOR = 2;

  private final List<Step> steps;

  /// The way of every request, put together.
  public static RequestPipeline of(
      Supplier<KeyRing> keys,
      Budgets budgets,
      Pace pace,
      Servers servers,
      Journal journal,
      Meters meters) {
    return new RequestPipeline(
        List.of(
            new RecordEvidence(journal, meters),
            new Authenticate(keys),
            new NameJob(),
            new Classify(),
            new GuardPrivacy(),
            new HoldBudget(budgets, pace),
            new CountTokens(servers),
            new ReadCache(),
            new FollowRoute(servers)));
  }

  private RequestPipeline(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Takes a request on from the step it has come to, as far as its body is there.
  public void take(RequestContext exchange) {
    exchange.onward(() -> take(exchange));
    try {
      int end = exchange.hasBody() ? steps.size() : AT_THE_DOOR;
      boolean onward = true;
      while (onward && !exchange.isOver() && exchange.stepsDone() < end) {
        onward = steps.get(exchange.nextStep()).take(exchange);
      }
    } catch (RefusedException e) {
      exchange.refuse(e.refusal());
    } catch (RuntimeException e) {
      failed(exchange, e);
    }
  }

  /// Does something for a request; what goes wrong there ends it.
  public static void guarded(RequestContext exchange, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failed(exchange, e);
    }
  }

  /// Ends a request that a mistake of ours struck: whoever asked learns the request's name only;
  /// the rest is for our log.
  static void failed(RequestContext exchange, RuntimeException why) {
    log().log(System.Logger.Level.ERROR, "request " + exchange.id() + " failed", why);
    exchange.refuse(
        Refusal.of(Refusal.Reason.INTERNAL, "The gateway failed; its log knows the request."));
  }

  /// Looked for only when there is something to tell: that opens every library.
  private static System.Logger log() {
    return System.getLogger(RequestPipeline.class.getName());
  }
}
