package dev.metier.run;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.ModelName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A server, with its limit and, where it swaps models in and out of memory, the one that is
/// loaded.
public final class Endpoint {
  private final Throttle throttle;
  private final boolean swaps;
  private final Map<ModelName, Integer> inFlight = new HashMap<>();
  private final LongSupplier nanoTime;
  private Optional<ModelName> loaded = Optional.empty();
  private long answers;
  private long busy;
  private long since;
  private int calls;

  Endpoint(ProviderKind kind, Throttle throttle, LongSupplier nanoTime) {
    this.throttle = throttle;
    this.nanoTime = nanoTime;
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
    if (calls++ == 0) {
      since = nanoTime.getAsLong();
    }
    loaded = Optional.of(model.name());
    inFlight.merge(model.name(), 1, Integer::sum);
    return true;
  }

  public void leave(Model model) {
    inFlight.merge(model.name(), -1, Integer::sum);
    throttle.leave();
    if (--calls == 0) {
      busy += nanoTime.getAsLong() - since;
    }
  }

  /// A call brought something that counts.
  public void answered() {
    answers++;
  }

  /// How many calls brought something that counts.
  public long answers() {
    return answers;
  }

  /// The seconds that an answer takes, with as many calls in flight as there were; the time without
  /// any is left out. Not a number before the first.
  public double secondsPerAnswer() {
    long running = calls == 0 ? 0 : nanoTime.getAsLong() - since;
    return (busy + running) / 1e9 / answers;
  }
}
