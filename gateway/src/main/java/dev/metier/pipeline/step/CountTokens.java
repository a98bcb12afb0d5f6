package dev.metier.pipeline.step;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.Counting;
import dev.metier.pipeline.PromptCount;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.protocol.messages.Messages;
import dev.metier.provider.Answer.Failure;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Server;
import dev.metier.upstream.Servers;
import dev.metier.upstream.TokenCount;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Answers how long a prompt is. Anthropic's and Google's own models are asked themselves, and so
/// are servers that have a tokenizer to ask; for all others we estimate, away from the event loop.
final class CountTokens implements Step {
  private final Servers servers;

  CountTokens(Servers servers) {
    this.servers = servers;
  }

  @Override
  public StepResult take(RequestContext context) {
    if (!context.request().protocol().equals(Messages.COUNT_TOKENS) || asksAnthropic(context)) {
      return StepResult.NEXT;
    }
    ChatRequest request = context.request().whole().request();
    context.request().http().response().closeHandler(nothing -> context.end().gone(Usage.NONE));
    Optional<Server> server =
        servers
            .choose(context.findings().allowed().getFirst(), context.session())
            // a newer policy may have moved it
            .filter(one -> one.model().mayRead(context.findings().data()));
    PromptCount.apart(context, () -> ask(context, request, server));
    return StepResult.WAITING;
  }

  private static boolean asksAnthropic(RequestContext context) {
    var first = context.findings().policy().model(context.findings().allowed().getFirst());
    return first.model().kind().tokenCounting() == ProviderKind.TokenCounting.COUNT_TOKENS;
  }

  private static void ask(RequestContext context, ChatRequest request, Optional<Server> server) {
    Optional<TokenCount> count =
        server.flatMap(one ->
            Servers.count(
                one,
                context.request().loop(),
                request,
                context.findings().data(),
                new Asking(context, request, one)));
    if (count.isEmpty()) {
      context.request().loop().run(() -> PromptCount.estimate(context));
      return;
    }
    context
        .request()
        .loop()
        .run(() -> {
          if (!context.end().isOver()) {
            context.end().whenOver(() -> count.get().cancel());
            count.get().start();
          }
        });
  }

  /// A server was asked.
  private record Asking(RequestContext context, ChatRequest request, Server server, long since)
      implements TokenCount.Listener {
    Asking(RequestContext context, ChatRequest request, Server server) {
      this(context, request, server, System.nanoTime());
    }

    @Override
    public void counted(long tokens) {
      note("answered", "");
      ModelName model = server.model().name();
      context.end().answeredBy(model);
      context.end().response().header("x-metier-model", model.text());
      PromptCount.tell(context, Counting.messages(request, r -> tokens));
    }

    @Override
    public void failed(Failure failure) {
      note(failure.cause().name().toLowerCase(Locale.ROOT), failure.detail());
      PromptCount.estimate(context);
    }

    @Override
    public boolean hold(long bytes) {
      boolean held = context.request().share().take(bytes);
      if (!held) {
        context.end().refuse(MemoryLimiter.refusal());
      }
      return held;
    }

    private void note(String outcome, String detail) {
      Model model = server.model();
      var took = Duration.ofNanos(System.nanoTime() - since);
      context.findings().tried(new Try(model.name().text(), server.place(), outcome, detail, took));
    }
  }
}
