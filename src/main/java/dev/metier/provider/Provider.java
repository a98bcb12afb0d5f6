package dev.metier.provider;

import java.util.Set;

/// Asks one model. Thread-safe; calls block and are meant for virtual threads.
public interface Provider extends AutoCloseable {
  /// Asks once, without retries. Interrupting the calling thread ends the call at the server too.
  Answer ask(Question question);

  /// Asks the server what exactly it serves; what it does not tell is left out.
  Identity identify();

  /// Parameters that the model turned out to refuse, from earlier runs or in this one; they are no
  /// longer sent.
  default Set<String> refused() {
    return Set.of();
  }

  @Override
  void close();
}
