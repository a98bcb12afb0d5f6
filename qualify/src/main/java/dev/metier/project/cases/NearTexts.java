package dev.metier.project.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Texts that are nearly the same: of what two of them have in five-letter pieces, at least four
/// fifths are in both (Jaccard), case, marks and blanks aside. Each text joins the first one before
/// it that it is near to, so that no chain of small changes joins far ones.
///
/// Only texts that share one of their rarest pieces are compared (prefix filtering, Bayardo, Ma and
/// Srikant 2007): two of which no rare piece is in both cannot be that near. Of very many, sketches
/// tell which are compared ([NearSketches]).
final class NearTexts {
  /// More cases, or longer texts in all, are not compared.
  static final int MOST_CASES = 200_000;

  static final int MOST_CHARS = 200_000_000;

  /// So many cases, and texts of that length in all, are compared by all their pieces.
  static final int EXACT_CASES = 20_000;

  private static final int EXACT_CHARS = 20_000_000;
  private static final int PIECE = 5;

  /// A difference at an end takes as many pieces with it as one within.
  private static final String EDGE = " ".repeat(PIECE - 1);

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private NearTexts() {}

  /// Whether so many texts of that length are compared.
  static boolean compares(List<String> texts) {
    return texts.size() <= MOST_CASES && length(texts) <= MOST_CHARS;
  }

  private static long length(List<String> texts) {
    return texts.stream().mapToLong(String::length).sum();
  }

  /// For each text the index of the first one that it is near to; its own when there is none. Empty
  /// where too many texts are somewhat alike to be compared.
  static Optional<int[]> firsts(List<String> texts) {
    return texts.size() <= EXACT_CASES && length(texts) <= EXACT_CHARS
        ? Optional.of(byPieces(texts))
        : NearSketches.firsts(texts);
  }

  private static int[] byPieces(List<String> texts) {
    int[][] pieces = texts.stream().map(NearTexts::pieces).toArray(int[][]::new);
    byRarity(pieces);
    int[] firsts = new int[pieces.length];
    Map<Integer, List<Integer>> index = new HashMap<>();
    var seen = new int[pieces.length];
    Arrays.fill(seen, -1);
    for (int i = 0; i < pieces.length; i++) {
      firsts[i] = first(i, pieces, index, seen);
      if (firsts[i] == i) {
        for (int k = 0; k < prefix(pieces[i].length); k++) {
          index.computeIfAbsent(pieces[i][k], _ -> new ArrayList<>(1)).add(i);
        }
      }
    }
    return firsts;
  }

  private static int first(int i, int[][] pieces, Map<Integer, List<Integer>> index, int[] seen) {
    int first = i;
    for (int k = 0; k < prefix(pieces[i].length); k++) {
      for (int other : index.getOrDefault(pieces[i][k], List.of())) {
        if (other < first && seen[other] != i) {
          seen[other] = i;
          first = near(pieces[i], pieces[other]) ? other : first;
        }
      }
    }
    return first;
  }

  /// Of so many pieces one of the first so many must be in a text that is near.
  private static int prefix(int pieces) {
    return pieces == 0 ? 0 : pieces - (pieces * 4 + 4) / 5 + 1;
  }

  /// Whether at least four fifths of all pieces are in both, which are in the same order.
  static boolean near(int[] one, int[] other) {
    int all = one.length + other.length;
    int needed = (4 * all + 8) / 9;
    int both = 0;
    int i = 0;
    int j = 0;
    while (i < one.length && j < other.length) {
      if (both + Math.min(one.length - i, other.length - j) < needed) {
        return false;
      }
      if (one[i] == other[j]) {
        both++;
        i++;
        j++;
      } else if (one[i] < other[j]) {
        i++;
      } else {
        j++;
      }
    }
    return both >= needed;
  }

  /// The distinct pieces of a text, as hashes in order.
  static int[] pieces(String text) {
    String words = BETWEEN.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    String plain = words.isEmpty() ? "" : EDGE + words + EDGE;
    int count = Math.max(0, plain.length() - PIECE + 1);
    var hashes = new int[count];
    for (int i = 0; i < count; i++) {
      int hash = 0;
      for (int k = 0; k < PIECE; k++) {
        hash = hash * 0x01000193 ^ plain.charAt(i + k);
      }
      hashes[i] = hash;
    }
    return Arrays.stream(hashes).sorted().distinct().toArray();
  }

  /// Puts numbers in place of pieces, the rarest first, each text's in order.
  private static void byRarity(int[][] pieces) {
    int[] all = Arrays.stream(pieces).flatMapToInt(Arrays::stream).sorted().toArray();
    int[] distinct = Arrays.stream(all).distinct().toArray();
    long[] order = new long[distinct.length];
    int at = 0;
    for (int i = 0; i < distinct.length; i++) {
      int from = at;
      while (at < all.length && all[at] == distinct[i]) {
        at++;
      }
      order[i] = ((long) (at - from) << 32) | i;
    }
    Arrays.sort(order);
    int[] rank = new int[distinct.length];
    for (int r = 0; r < order.length; r++) {
      rank[(int) order[r]] = r;
    }
    for (int[] each : pieces) {
      for (int k = 0; k < each.length; k++) {
        each[k] = rank[Arrays.binarySearch(distinct, each[k])];
      }
      Arrays.sort(each);
    }
  }
}
