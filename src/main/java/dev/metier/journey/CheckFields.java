package dev.metier.journey;

import dev.metier.protocol.FieldNames;
import dev.metier.protocol.RefusedException;

/// Refuses what a model's server could read as another request than the one that is checked here:
/// much is forwarded as it came.
final class CheckFields implements Step {
  @Override
  public boolean take(Exchange exchange) {
    FieldNames.refusal(exchange.fields())
        .ifPresent(why -> {
          throw new RefusedException(why);
        });
    return true;
  }
}
