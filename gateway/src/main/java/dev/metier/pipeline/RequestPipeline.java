package dev.metier.pipeline;

import dev.metier.core.log.Log;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import java.util.List;
import java.util.stream.Stream;

/// The way of every request: the steps in their order. Thread-safe.
public final class RequestPipeline {
  private final List<Step> head;
  private final List<Step> steps;

  /// @param head the steps that need no more than the head of a request
  /// @param body the steps after them, taken once the body is read
  public RequestPipeline(List<Step> head, List<Step> body) {
    this.head = List.copyOf(head);
    this.steps = Stream.concat(head.stream(), body.stream()).toList();
  }

  /// Takes a request on from the step it has come to, as far as its body is there.
  public void take(RequestContext context) {
    context.onResume(() -> take(context));
    try {
      int last = context.request().hasBody() ? steps.size() : head.size();
      boolean onward = true;
      while (onward && !context.end().isOver() && context.stepsDone() < last) {
        onward = goesOn(steps.get(context.nextStep()).take(context), context);
      }
    } catch (RefusedException e) {
      context.end().refuse(e.refusal());
    } catch (RuntimeException e) {
      failed(context, e);
    }
  }

  private static boolean goesOn(StepResult result, RequestContext context) {
    return switch (result) {
      case StepResult.Next _ -> true;
      case StepResult.Answered _, StepResult.Waiting _ -> false;
      case StepResult.Refused(Refusal why) -> {
        context.end().refuse(why);
        yield false;
      }
    };
  }

  /// Does something for a request; what goes wrong there ends it.
  public static void guarded(RequestContext context, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failed(context, e);
    }
  }

  /// Ends a request that a mistake of ours struck: whoever asked learns the request's name only;
  /// the rest is for our log.
  public static void failed(RequestContext context, RuntimeException why) {
    Log.error(RequestPipeline.class, "request " + context.request().id() + " failed", why);
    context
        .end()
        .refuse(
            Refusal.of(Refusal.Reason.INTERNAL, "The gateway failed; its log knows the request."));
  }
}
