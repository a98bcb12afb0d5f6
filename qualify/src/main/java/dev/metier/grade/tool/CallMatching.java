package dev.metier.grade.tool;

import java.util.Arrays;
import java.util.List;

/// Which call meets which expectation.
final class CallMatching {
  private CallMatching() {}

  /// For each expectation the call that meets it, in order; taking the earliest loses nothing.
  static int[] inOrder(List<WantedCall> wanted, List<MadeCall> made) {
    int[] match = new int[wanted.size()];
    Arrays.fill(match, -1);
    int next = 0;
    for (int i = 0; i < wanted.size(); i++) {
      while (next < made.size() && !wanted.get(i).fits(made.get(next))) {
        next++;
      }
      if (next >= made.size()) {
        return match;
      }
      match[i] = next++;
    }
    return match;
  }

  /// For each expectation a call of its own that meets it, by augmenting paths, so that a wide
  /// expectation does not take the only call that fits a narrow one.
  static int[] anyOrder(List<WantedCall> wanted, List<MadeCall> made) {
    int[] taker = new int[made.size()];
    Arrays.fill(taker, -1);
    int[] match = new int[wanted.size()];
    Arrays.fill(match, -1);
    for (int i = 0; i < wanted.size(); i++) {
      augment(i, wanted, made, taker, new boolean[made.size()]);
    }
    for (int call = 0; call < taker.length; call++) {
      if (taker[call] >= 0) {
        match[taker[call]] = call;
      }
    }
    return match;
  }

  private static boolean augment(
      int i, List<WantedCall> wanted, List<MadeCall> made, int[] taker, boolean[] tried) {
    for (int call = 0; call < made.size(); call++) {
      if (!tried[call] && wanted.get(i).fits(made.get(call))) {
        tried[call] = true;
        if (taker[call] < 0 || augment(taker[call], wanted, made, taker, tried)) {
          taker[call] = i;
          return true;
        }
      }
    }
    return false;
  }
}
