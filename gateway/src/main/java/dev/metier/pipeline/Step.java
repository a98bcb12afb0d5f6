package dev.metier.pipeline;

/// One step of every request. Thread-safe; called on the event loop of the request.
public interface Step {
  /// Takes the request one step on.
  ///
  /// @throws dev.metier.protocol.RefusedException when the request cannot be read, or there is no
  ///   memory for it
  StepResult take(RequestContext context);
}
