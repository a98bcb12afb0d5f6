package dev.metier.wire;

import java.util.Arrays;

/// Where the names stand in the objects of all lists, in the order of the text.
final class InnerNames {
  private static final int FEW = 32;

  private int[] at = {};
  private int count;

  void add(int place) {
    if (count == at.length) {
      at = Arrays.copyOf(at, Math.max(FEW, count + count / 2));
    }
    at[count++] = place;
  }

  /// The number of the first one that stands there or behind.
  int first(int from) {
    int found = Arrays.binarySearch(at, 0, count, from);
    return found < 0 ? -found - 1 : found;
  }

  /// Whether there is a name of this number, and before this place.
  boolean before(int number, int place) {
    return number < count && at[number] < place;
  }

  int at(int number) {
    return at[number];
  }
}
