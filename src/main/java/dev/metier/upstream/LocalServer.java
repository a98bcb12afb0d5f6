package dev.metier.upstream;

import dev.metier.catalog.Model;
import dev.metier.provider.Provider;

/// A model in this process. Thread-safe.
record LocalServer(Model model, Provider provider, Slots slots, Health health) implements Server {
  LocalServer(Model model, Provider provider, Slots slots) {
    this(model, provider, slots, new Health());
  }

  @Override
  public String place() {
    return "in-process";
  }

  @Override
  public Attempt attempt(Loop loop, Incoming incoming, Attempt.Listener listener) {
    return new LocalAttempt(loop, this, incoming, listener);
  }
}
