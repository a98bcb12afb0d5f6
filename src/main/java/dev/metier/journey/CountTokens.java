package dev.metier.journey;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Usage;
import dev.metier.protocol.Asked;
import dev.metier.protocol.Spoken;
import dev.metier.provider.Tokens;

/// Answers how long a prompt is. Anthropic's own models are asked themselves; for all others we
/// count, away from the event loop.
final class CountTokens implements Step {
  @Override
  public boolean take(Exchange exchange) {
    if (!exchange.protocol().equals(Spoken.COUNT_TOKENS) || asksAnthropic(exchange)) {
      return true;
    }
    Asked asked = exchange.whole();
    Thread.ofVirtual()
        .start(() -> {
          byte[] answer = Counting.messages(asked.request(), Tokens::estimate);
          exchange.loop().run(() -> tell(exchange, answer));
        });
    return false;
  }

  private static boolean asksAnthropic(Exchange exchange) {
    var first = exchange.policy().model(exchange.allowed().getFirst());
    return first.model().kind() == ProviderKind.ANTHROPIC;
  }

  private static void tell(Exchange exchange, byte[] answer) {
    if (!exchange.isOver()) {
      exchange.outlet().whole(answer, "application/json");
      exchange.complete(Usage.NONE);
    }
  }
}
