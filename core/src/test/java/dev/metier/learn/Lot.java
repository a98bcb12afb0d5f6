package dev.metier.learn;

import java.util.stream.IntStream;

/// Numbers that look drawn by lot, and that a script in any language draws alike, divided by 2^31:
/// `s = (1103515245 s + 12345) mod 2^31`.
public final class Lot {
  private long state;

  public Lot(int seed) {
    state = seed;
  }

  public double next() {
    state = (1103515245L * state + 12345) & 0x7FFFFFFFL;
    return state / (double) (1L << 31);
  }

  public double[] next(int count) {
    return IntStream.range(0, count).mapToDouble(_ -> next()).toArray();
  }
}
