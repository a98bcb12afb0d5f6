package dev.metier.upstream;

import dev.metier.catalog.Host;
import dev.metier.job.DataClass;

/// Starts tries: the only door to the models.
public final class Upstreams {
  private Upstreams() {}

  /// A try at this server.
  ///
  /// @param data the class of the request
  /// @throws IllegalStateException when the server's host may not read data of this class: whatever
  ///   came before, no connection is made past this line
  public static Attempt at(
      Server server, Loop loop, Incoming incoming, DataClass data, Attempt.Listener listener) {
    Host host = server.model().host();
    if (!host.mayRead(data)) {
      throw new IllegalStateException(host.name() + " may not read " + data + " data");
    }
    return server.attempt(loop, incoming, listener);
  }
}
