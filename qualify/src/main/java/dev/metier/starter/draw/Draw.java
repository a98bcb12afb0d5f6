package dev.metier.starter.draw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Draws from lists, the same on every machine.
public final class Draw {
  private final Random random;

  public Draw(long seed) {
    random = new Random(seed);
  }

  public <T> T from(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// Several different ones, in a drawn order.
  public <T> List<T> several(List<T> list, int count) {
    return shuffled(list).subList(0, count);
  }

  public <T> List<T> shuffled(List<T> list) {
    var all = new ArrayList<>(list);
    Collections.shuffle(all, random);
    return all;
  }

  /// A whole number, both ends included.
  public int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  public boolean once(int in) {
    return random.nextInt(in) == 0;
  }
}
