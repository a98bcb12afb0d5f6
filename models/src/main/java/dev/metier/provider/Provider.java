package dev.metier.provider;

import dev.metier.chat.ChatEvent;
import java.util.Set;
import java.util.function.Consumer;

/// Asks one model. Thread-safe; calls block and are meant for virtual threads.
public interface Provider extends AutoCloseable {
  /// Asks once, without retries. Interrupting the calling thread ends the call at the server too.
  Answer ask(Question question);

  /// The same, and tells the answer's events as they come, on any thread; a provider that does not
  /// stream tells none.
  default Answer ask(Question question, Consumer<ChatEvent> events) {
    return ask(question);
  }

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
