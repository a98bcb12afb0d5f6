package dev.metier.upstream;

import dev.metier.core.log.Log;
import dev.metier.protocol.RefusedException;
import dev.metier.wire.MalformedException;

/// Says why an answer was not read.
final class Unread {
  private Unread() {}

  /// Why an answer was not read.
  static String sentence(RuntimeException why, String place) {
    return switch (why) {
      case MalformedException e -> String.valueOf(e.getMessage());
      case RefusedException e -> "the answer came in a form that nobody asked for";
      default -> {
        Log.error(Unread.class, "an answer of " + place + " was not read", why);
        yield "the answer was not understood";
      }
    };
  }
}
