package dev.metier.run;

import java.time.Duration;

/// Waits; tests replace it by one that only remembers.
@FunctionalInterface
public interface Pause {
  void take(Duration time) throws InterruptedException;
}
