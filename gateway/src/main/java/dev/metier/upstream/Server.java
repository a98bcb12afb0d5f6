package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.catalog.Model;
import dev.metier.job.DataClass;
import java.util.Optional;

/// One model at one place. Thread-safe.
public sealed interface Server permits RemoteServer, LocalAttempt.LocalServer {
  Model model();

  /// Host and port, or `in-process`; for people.
  String place();

  /// Its places for requests, shared by all models at this place.
  Slots slots();

  Health health();

  /// The machine that it turned out to pass requests on to; empty when it did not.
  Optional<String> elsewhere();

  /// A try that waits to be started.
  ///
  /// @param data the class of the request
  Attempt attempt(
      EventLoopContext loop, Incoming incoming, DataClass data, Attempt.Listener listener);
}
