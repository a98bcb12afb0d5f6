package dev.metier.core.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that a misspelled one was meant to be.
public final class Nearest {
  private static final int SHOWN = 12;

  private Nearest() {}

  /// The known word that is nearest to `word`, when one is near enough: at most one slip for each
  /// three letters. A slip is a letter too many, missing, wrong, or swapped with its neighbour.
  public static Optional<String> to(String word, Collection<String> known) {
    String plain = plain(word);
    int limit = Math.min(3, Math.max(1, plain.length() / 3));
    Optional<String> best = Optional.empty();
    for (String candidate : known) {
      int slips = slips(plain, plain(candidate), limit);
      if (slips <= limit) {
        best = Optional.of(candidate);
        limit = slips - 1;
      }
    }
    return best;
  }

  /// A hint for an unknown word: the nearest one, else what there is to choose from.
  public static String hint(String word, Collection<String> known) {
    var near = to(word, known);
    if (near.isPresent()) {
      return "Did you mean `" + near.get() + "`?";
    }
    if (known.isEmpty()) {
      return "";
    }
    String more = known.size() > SHOWN ? ", ..." : ".";
    return "Possible: " + String.join(", ", known.stream().limit(SHOWN).toList()) + more;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /// Optimal string alignment distance; anything above `limit` when it is larger than that.
  private static int slips(String a, String b, int limit) {
    if (limit < 0 || Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(d[i - 1][j], d[i][j - 1]) + 1;
    best = Math.min(best, d[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
