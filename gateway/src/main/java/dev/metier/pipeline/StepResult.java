package dev.metier.pipeline;

import dev.metier.protocol.Refusal;

/// What a step says when it is done with a request for now.
public sealed interface StepResult {
  StepResult NEXT = new Next();
  StepResult ANSWERED = new Answered();
  StepResult WAITING = new Waiting();

  static StepResult refused(Refusal why) {
    return new Refused(why);
  }

  /// The next step follows.
  record Next() implements StepResult {}

  /// The step has answered the request, which is over.
  record Answered() implements StepResult {}

  /// The request is to be refused.
  record Refused(Refusal why) implements StepResult {}

  /// The step goes on by itself: it either ends the request later, or calls
  /// [RequestContext#resume].
  record Waiting() implements StepResult {}
}
