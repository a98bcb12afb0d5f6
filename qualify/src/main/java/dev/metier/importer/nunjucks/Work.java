package dev.metier.importer.nunjucks;

import tools.jackson.databind.JsonNode;

/// The work of one rendering, which ends before it takes too long or too much memory. Not
/// thread-safe.
final class Work {
  /// Characters of a value or text.
  static final int LONGEST = 4 << 20;

  /// Parts within each other.
  static final int DEEPEST = 200;

  private static final int MOST = 1_000_000;

  private int steps;

  void step(int more) throws NotRendered {
    steps += more;
    if (steps > MOST) {
      throw new NotRendered("more than 1,000,000 steps");
    }
  }

  static void length(long characters) throws NotRendered {
    if (characters > LONGEST) {
      throw new NotRendered("a value of more than 4 MB");
    }
  }

  /// About how many characters a value takes as JSON, at most `LONGEST`.
  ///
  /// @param step how far each depth is indented
  static int size(JsonNode value, int step) throws NotRendered {
    return (int) size(value, step, 0, 0);
  }

  private static long size(JsonNode value, int step, int depth, long before) throws NotRendered {
    if (depth > DEEPEST) {
      throw new NotRendered("a value of more than 200 lists or objects within each other");
    }
    long size = before + 1 + (long) step * depth;
    size += value.isString() ? value.stringValue().length() : 0;
    length(size);
    if (value.isObject()) {
      for (var member : value.properties()) {
        size = size(member.getValue(), step, depth + 1, size + member.getKey().length());
      }
    } else {
      for (JsonNode each : value) {
        size = size(each, step, depth + 1, size);
      }
    }
    return size;
  }
}
