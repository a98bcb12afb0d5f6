package dev.metier.run;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.ModelName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A server, with its limit and, where it swaps models in and out of memory, the one that is
/// loaded.
public final class Endpoint {
  private final Throttle throttle;
  private final boolean swaps;
  private final Map<ModelName, Integer> inFlight = new HashMap<>();
  private Optional<ModelName> loaded = Optional.empty();

  Endpoint(ProviderKind kind, Throttle throttle) {
    this.throttle = throttle;
    this.swaps = kind.swapsModels();
  }

  public Throttle throttle() {
    return throttle;
  }

  /// Whether this model is loaded, or another one would have to leave for it.
  public boolean hasLoaded(Model model) {
    return !swaps || loaded.isEmpty() || loaded.get().equals(model.name());
  }

  /// Whether a call may start now without throwing out a model that still answers.
  public boolean mayStart(Model model) {
    return hasLoaded(model) || inFlight.values().stream().noneMatch(count -> count > 0);
  }

  public boolean isFull() {
    return throttle.inFlight() >= throttle.limit() || throttle.pause().isPresent();
  }

  public boolean enter(Model model) {
    if (!mayStart(model) || !throttle.enter()) {
      return false;
    }
    loaded = Optional.of(model.name());
    inFlight.merge(model.name(), 1, Integer::sum);
    return true;
  }

  public void leave(Model model) {
    inFlight.merge(model.name(), -1, Integer::sum);
    throttle.leave();
  }
}
