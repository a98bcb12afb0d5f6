package dev.metier.pipeline;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.protocol.messages.Messages;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Tokens;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Server;
import dev.metier.upstream.Servers;
import dev.metier.upstream.TokenCount;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Answers how long a prompt is. Anthropic's own models are asked themselves, and so are servers
/// that have a tokenizer to ask; for all others we estimate, away from the event loop.
final class CountTokens implements Step {
  private final Servers servers;

  CountTokens(Servers servers) {
    this.servers = servers;
  }

  @Override
  public boolean take(RequestContext exchange) {
    if (!exchange.protocol().equals(Messages.COUNT_TOKENS) || asksAnthropic(exchange)) {
      return true;
    }
    ChatRequest request = exchange.whole().request();
    exchange.request().response().closeHandler(nothing -> exchange.gone(Usage.NONE));
    Optional<Server> server =
        servers
            .choose(exchange.allowed().getFirst(), Session.of(exchange))
            // a newer policy may have moved it
            .filter(one -> one.model().host().mayRead(exchange.data()));
    apart(exchange, () -> ask(exchange, request, server));
    return false;
  }

  private static boolean asksAnthropic(RequestContext exchange) {
    var first = exchange.policy().model(exchange.allowed().getFirst());
    return first.model().kind() == ProviderKind.ANTHROPIC;
  }

  private static void apart(RequestContext exchange, Runnable work) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            exchange.loop().run(() -> RequestPipeline.failed(exchange, e));
          }
        });
  }

  private static void ask(RequestContext exchange, ChatRequest request, Optional<Server> server) {
    Optional<TokenCount> count =
        server.flatMap(one ->
            Servers.count(
                one,
                exchange.loop(),
                String.join("\n", Tokens.words(request)),
                exchange.data(),
                new Asking(exchange, request, one)));
    if (count.isEmpty()) {
      estimate(exchange, request);
      return;
    }
    exchange
        .loop()
        .run(() -> {
          if (!exchange.isOver()) {
            exchange.whenOver(over -> count.get().cancel());
            count.get().start();
          }
        });
  }

  private static void estimate(RequestContext exchange, ChatRequest request) {
    byte[] answer = Counting.messages(request, Tokens::estimate);
    exchange.loop().run(() -> tell(exchange, answer));
  }

  private static void tell(RequestContext exchange, byte[] answer) {
    if (!exchange.isOver()) {
      exchange.outlet().whole(answer);
      exchange.complete(Usage.NONE);
    }
  }

  /// A server was asked.
  private record Asking(RequestContext exchange, ChatRequest request, Server server, long since)
      implements TokenCount.Listener {
    Asking(RequestContext exchange, ChatRequest request, Server server) {
      this(exchange, request, server, System.nanoTime());
    }

    @Override
    public void counted(long tokens) {
      note("answered", "");
      ModelName model = server.model().name();
      exchange.answeredBy(model);
      exchange.outlet().header("x-metier-model", model.text());
      tell(exchange, Counting.messages(request, r -> tokens + Tokens.besides(r)));
    }

    @Override
    public void failed(Failure failure) {
      note(failure.cause().name().toLowerCase(Locale.ROOT), failure.detail());
      apart(exchange, () -> estimate(exchange, request));
    }

    @Override
    public boolean hold(long bytes) {
      boolean held = exchange.share().take(bytes);
      if (!held) {
        exchange.refuse(MemoryLimiter.refusal());
      }
      return held;
    }

    private void note(String outcome, String detail) {
      Model model = server.model();
      var took = Duration.ofNanos(System.nanoTime() - since);
      exchange.tried(new Try(model.name().text(), server.place(), outcome, detail, took));
    }
  }
}
