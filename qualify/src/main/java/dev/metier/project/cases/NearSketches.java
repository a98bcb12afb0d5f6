package dev.metier.project.cases;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds texts that are nearly the same among very many, with some hundred bytes for each in place
/// of all its pieces.
///
/// Of each text a sketch of minimal hashes is kept (MinHash, Broder 1997), cut into bands; only
/// texts with an equal band are compared, and these exactly. Two that share just four fifths of
/// their pieces have one in all but 2 of 10,000 cases; the more they share, the fewer are missed.
final class NearSketches {
  private static final int BANDS = 16;
  private static final int ROWS = 4;

  /// Odd factors and summands, from a fixed seed: the same texts give the same sketches.
  private static final int[] FACTORS = numbers(0x9e3779b97f4a7c15L, 1);

  private static final int[] SUMMANDS = numbers(0xc2b2ae3d27d4eb4fL, 0);

  /// More pairs are not compared: texts of one form share bands though they are not near.
  private static final int MOST_COMPARED = 500_000;

  private final List<String> texts;

  /// Where the chain of texts with a band begins, and goes on: an entry is a text and a band.
  private final int[] heads;

  private final int[] next;
  private final long[] bandOf;
  private final int[] seen;
  private int compared;

  private NearSketches(List<String> texts) {
    int entries = texts.size() * BANDS;
    this.texts = texts;
    this.heads = new int[Integer.highestOneBit(Math.max(1, entries)) * 2];
    this.next = new int[entries];
    this.bandOf = new long[entries];
    this.seen = new int[texts.size()];
    Arrays.fill(heads, -1);
    Arrays.fill(seen, -1);
  }

  private static int[] numbers(long seed, int low) {
    var numbers = new int[BANDS * ROWS];
    long state = seed;
    for (int i = 0; i < numbers.length; i++) {
      state = (state ^ (state >>> 31)) * 0xbf58476d1ce4e5b9L + seed;
      numbers[i] = (int) (state >>> 32) | low;
    }
    return numbers;
  }

  /// For each text the index of the first one that it is near to; its own when there is none. Empty
  /// where too many texts are somewhat alike to be compared.
  static Optional<int[]> firsts(List<String> texts) {
    return firsts(texts, MOST_COMPARED);
  }

  /// The same with another limit of pairs.
  static Optional<int[]> firsts(List<String> texts, int most) {
    return new NearSketches(texts).firsts(most);
  }

  private Optional<int[]> firsts(int most) {
    var firsts = new int[texts.size()];
    for (int i = 0; i < firsts.length; i++) {
      int[] pieces = NearTexts.pieces(texts.get(i));
      long[] bands = bands(pieces);
      firsts[i] = first(i, pieces, bands);
      if (compared > most) {
        return Optional.empty();
      }
      if (firsts[i] == i) {
        keep(i, bands);
      }
    }
    return Optional.of(firsts);
  }

  private void keep(int text, long[] bands) {
    for (int b = 0; b < bands.length; b++) {
      int entry = text * BANDS + b;
      int head = head(bands[b]);
      bandOf[entry] = bands[b];
      next[entry] = heads[head];
      heads[head] = entry;
    }
  }

  private int head(long band) {
    return (int) (band >>> 32) & (heads.length - 1);
  }

  private int first(int i, int[] pieces, long[] bands) {
    int first = i;
    for (long band : bands) {
      for (int entry = heads[head(band)]; entry >= 0; entry = next[entry]) {
        int other = entry / BANDS;
        if (bandOf[entry] == band && other < first && seen[other] != i) {
          seen[other] = i;
          compared++;
          first = NearTexts.near(pieces, NearTexts.pieces(texts.get(other))) ? other : first;
        }
      }
    }
    return first;
  }

  /// The bands of a text's sketch; none of a text without any piece, which is near to nothing.
  private static long[] bands(int[] pieces) {
    if (pieces.length == 0) {
      return new long[0];
    }
    var least = new int[BANDS * ROWS];
    Arrays.fill(least, Integer.MAX_VALUE);
    for (int piece : pieces) {
      int mixed = mixed(piece);
      for (int k = 0; k < least.length; k++) {
        least[k] = Math.min(least[k], mixed * FACTORS[k] + SUMMANDS[k]);
      }
    }
    var bands = new long[BANDS];
    for (int b = 0; b < BANDS; b++) {
      long band = b + 1L;
      for (int r = 0; r < ROWS; r++) {
        band = (band ^ least[b * ROWS + r]) * 0x9e3779b97f4a7c15L;
        band ^= band >>> 29;
      }
      bands[b] = band;
    }
    return bands;
  }

  private static int mixed(int number) {
    int mixed = (number ^ (number >>> 16)) * 0x7feb352d;
    return mixed ^ (mixed >>> 15);
  }
}
