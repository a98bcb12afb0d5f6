package dev.metier.pipeline;

import dev.metier.core.log.Log;
import java.util.ArrayList;
import java.util.List;

/// What is to be done when a request is over: each action is taken, whatever becomes of the others,
/// so that a mistake in one never costs the journal its line, others their memory or a model its
/// rest. Only for the event loop of its request.
final class EndActions {
  private final List<Runnable> actions = new ArrayList<>();

  void add(Runnable action) {
    actions.add(action);
  }

  /// Takes them all, in the order in which they were added.
  ///
  /// @param request named in our log when one of them fails
  void run(String request) {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        Log.error(EndActions.class, "request " + request + " did not end in order", e);
      }
    }
  }
}
