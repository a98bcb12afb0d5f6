package dev.metier.gateway;

import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import java.util.List;

/// The way of every request: the steps in their order. Thread-safe.
final class Journey {
  private static final System.Logger LOG = System.getLogger(Journey.class.getName());

  private final List<Step> steps;

  Journey(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Takes a request on from the step it has come to.
  void take(Exchange exchange) {
    exchange.onward(() -> take(exchange));
    try {
      boolean onward = true;
      while (onward && !exchange.isOver() && exchange.stepsDone() < steps.size()) {
        onward = steps.get(exchange.nextStep()).take(exchange);
      }
    } catch (RefusedException e) {
      exchange.refuse(e.refusal());
    } catch (RuntimeException e) {
      failed(exchange, e);
    }
  }

  /// Ends a request that a mistake of ours struck: whoever asked learns the request's name only; the
  /// rest is for our log.
  static void failed(Exchange exchange, RuntimeException why) {
    LOG.log(System.Logger.Level.ERROR, "request " + exchange.id() + " failed", why);
    exchange.refuse(
        Refusal.of(Refusal.Reason.INTERNAL, "The gateway failed; its log knows the request."));
  }
}
