package dev.metier.journey;

/// One step of a request's journey. Thread-safe; called on the event loop of the request.
interface Step {
  /// Takes the request one step on.
  ///
  /// @return true to go on; false when it was answered or refused here, or when this step itself
  ///   calls [Journey#take(Exchange)] later
  boolean take(Exchange exchange);
}
