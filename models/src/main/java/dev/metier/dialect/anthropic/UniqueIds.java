package dev.metier.dialect.anthropic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Ids for the calls of a chat as Anthropic takes them: letters, digits, `_` and `-`, and none
/// twice, since some servers count from 0 in each answer. Results follow their calls. Not
/// thread-safe.
final class UniqueIds {
  private final Set<String> used = new HashSet<>();
  private final Map<String, Deque<String>> open = new HashMap<>();
  private boolean answering;

  /// The id of the next call, which its server gave this one.
  String called(String id) {
    if (answering) {
      answering = false;
      open.clear();
    }
    String plain = plain(id);
    String unique = plain;
    for (int i = 2; !used.add(unique); i++) {
      unique = plain + "_" + i;
    }
    open.computeIfAbsent(id, same -> new ArrayDeque<>()).addLast(unique);
    return unique;
  }

  /// The id of the call that this result answers: of the turn before it, in the calls' order.
  String answered(String id) {
    answering = true;
    Deque<String> waiting = open.get(id);
    if (waiting == null) {
      return plain(id);
    }
    return waiting.size() > 1 ? waiting.removeFirst() : waiting.getFirst();
  }

  private static String plain(String id) {
    var plain = new StringBuilder(id.isEmpty() ? "call" : id);
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      boolean fits =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!fits) {
        plain.setCharAt(i, '_');
      }
    }
    return plain.toString();
  }
}
