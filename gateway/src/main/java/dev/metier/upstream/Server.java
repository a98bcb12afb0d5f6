package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.catalog.Model;

/// One model at one place. Thread-safe.
public sealed interface Server permits RemoteServer, LocalAttempt.LocalServer {
  Model model();

  /// Host and port, or `in-process`; for people.
  String place();

  /// Its places for requests, shared by all models at this place.
  Slots slots();

  Health health();

  /// A try that waits to be started.
  Attempt attempt(EventLoopContext loop, Incoming incoming, Attempt.Listener listener);
}
