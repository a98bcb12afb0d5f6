package dev.metier.pipeline;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.protocol.RefusedException;
import dev.metier.provider.Tokens;

/// Answers clients that ask how long a prompt is, away from the event loop.
public final class PromptCount {
  private PromptCount() {}

  /// Answers with our own estimate, or with why the request cannot be read.
  public static void estimate(RequestContext context) {
    ChatRequest request;
    try {
      request = context.request().whole().request();
    } catch (RefusedException e) {
      context.end().refuse(e.refusal());
      return;
    }
    apart(
        context,
        () -> {
          byte[] answer = Counting.messages(request, Tokens::estimate);
          context.request().loop().run(() -> tell(context, answer));
        });
  }

  /// Ends the request with this answer, on its event loop.
  public static void tell(RequestContext context, byte[] answer) {
    if (!context.end().isOver()) {
      context.end().response().whole(answer);
      context.end().complete(Usage.NONE);
    }
  }

  /// Does work on a thread of its own; a mistake in it ends the request.
  public static void apart(RequestContext context, Runnable work) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            context.request().loop().run(() -> RequestPipeline.failed(context, e));
          }
        });
  }
}
