package dev.metier.pipeline.route;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.CheckResult;
import dev.metier.core.log.Log;
import dev.metier.job.Check;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestPipeline;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A look at one answer of a stage: checks in their order, until one does not pass. A check may
/// block, so that they get a thread of their own. Only for the event loop of its request.
final class AnswerLook {
  private final RequestContext context;
  private final RouteServices services;
  private final List<Check> checks;
  private final ChatRequest told;
  private final Consumer<CheckResult> done;
  private @Nullable Thread running;

  /// @param told what the answer is to
  /// @param done hears once what came of it, unless the request ends first
  AnswerLook(
      RequestContext context,
      RouteServices services,
      List<Check> checks,
      ChatRequest told,
      Consumer<CheckResult> done) {
    this.context = context;
    this.services = services;
    this.checks = checks;
    this.told = told;
    this.done = done;
  }

  void start(ChatReply answer) {
    running =
        Thread.ofVirtual()
            .start(() -> {
              CheckResult result = result(answer);
              context
                  .request()
                  .loop()
                  .run(() -> RequestPipeline.guarded(context, () -> heard(result)));
            });
  }

  private CheckResult result(ChatReply answer) {
    for (Check check : checks) {
      try {
        CheckResult result = services.check(check).check(told, List.of(answer));
        if (!(result instanceof CheckResult.Pass)) {
          return result;
        }
      } catch (RuntimeException e) {
        Log.error(AnswerLook.class, "check " + check.word() + " failed", e);
        return new CheckResult.Broken(check.word() + ":failed");
      }
    }
    return CheckResult.PASS;
  }

  private void heard(CheckResult result) {
    running = null;
    if (!context.end().isOver()) {
      done.accept(result);
    }
  }

  /// Ends what is under way.
  void cancel() {
    Thread mine = running;
    if (mine != null) {
      mine.interrupt();
    }
  }
}
