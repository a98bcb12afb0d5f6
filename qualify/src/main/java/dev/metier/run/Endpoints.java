package dev.metier.run;

import dev.metier.catalog.Model;
import dev.metier.job.ModelName;
import dev.metier.provider.Identity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// The servers of a run; models with the same address share one.
public final class Endpoints {
  private static final int FIRST = 4;
  private static final int MOST = 16;

  /// A silence of so many seconds is told: the server may be loading the model, or may hang.
  private static final int LONG_SILENCE = 5;

  private final Map<ModelName, Identity> identities;
  private final OptionalInt cap;
  private final LongSupplier nanoTime;
  private final Map<String, Endpoint> byAddress = new LinkedHashMap<>();

  /// @param cap most calls at a time for each, when the user says so
  public Endpoints(Map<ModelName, Identity> identities, OptionalInt cap, LongSupplier nanoTime) {
    this.identities = identities;
    this.cap = cap;
    this.nanoTime = nanoTime;
  }

  public Endpoint of(Model model) {
    return byAddress.computeIfAbsent(
        model.endpoint(), _ -> new Endpoint(model.kind(), throttle(model), nanoTime));
  }

  /// As many calls as declared, or as the server has slots; one for a runtime that works on one
  /// thing at a time; and else a few to begin with, more as it goes well.
  private Throttle throttle(Model model) {
    OptionalInt slots =
        Optional.ofNullable(identities.get(model.name()))
            .map(Identity::slots)
            .orElse(OptionalInt.empty());
    OptionalInt declared = model.concurrency().isPresent() ? model.concurrency() : slots;
    int most = declared.orElse(model.kind().oneAtATime() ? 1 : cap.orElse(MOST));
    most = Math.min(most, cap.orElse(most));
    int first = declared.isPresent() || cap.isPresent() ? most : Math.min(FIRST, most);
    return new Throttle(first, most, nanoTime);
  }

  /// What holds calls up, a sentence for each server.
  public List<String> waiting() {
    return byAddress.entrySet().stream()
        .flatMap(e -> waiting(e.getKey(), e.getValue().throttle()).stream())
        .toList();
  }

  private static Optional<String> waiting(String address, Throttle throttle) {
    return throttle
        .pause()
        .map(pause ->
            address
                + " asked us to slow down; going on in "
                + Math.ceilDiv(pause.toMillis(), 1000)
                + " s")
        .or(() -> throttle.failing().map(why -> why + "; asking again"))
        .or(() -> silent(address, throttle));
  }

  private static Optional<String> silent(String address, Throttle throttle) {
    return throttle
        .silence()
        .map(Duration::toSeconds)
        .filter(seconds -> seconds >= LONG_SILENCE)
        .map(seconds -> address + " has brought no whole answer yet, after " + seconds + " s");
  }
}
