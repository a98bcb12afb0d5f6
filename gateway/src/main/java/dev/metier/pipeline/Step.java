package dev.metier.pipeline;

/// One step of a request's journey. Thread-safe; called on the event loop of the request.
interface Step {
  /// Takes the request one step on.
  ///
  /// @return true to go on; false when it was answered or refused here, or when this step itself
  ///   calls [RequestPipeline#take(RequestContext)] later
  boolean take(RequestContext exchange);
}
