package dev.metier.server;

import dev.metier.journal.RequestRecord;
import dev.metier.provider.ProviderSource;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// What a gateway needs from its caller.
///
/// @param providers of models in this process
/// @param listeners hear of every request when it is over, on the journal's thread
public record GatewayDependencies(
    ProviderSource providers, InstantSource clock, List<Consumer<RequestRecord>> listeners) {
  public GatewayDependencies {
    listeners = List.copyOf(listeners);
  }
}
