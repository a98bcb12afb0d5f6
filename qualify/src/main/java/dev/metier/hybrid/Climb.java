package dev.metier.hybrid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Tries the chains of one first model in the order of its [Ladder].
///
/// What makes a chain safe is claimed from the safest on and stopped at the first claim that is not
/// proved; what it saves from the barest back; that it is better, which may stand in the place of
/// what it saves, from the safest on, or from the middle of a router's thresholds. So each kind of
/// claim is wrong anywhere on the ladder with the chance of one test, however long the ladder is.
/// What may run is the barest chain that is safe and worth its while.
public final class Climb {
  private Climb() {}

  /// All chains of the ladder, the safest first.
  ///
  /// @param claims what must be proved of a chain
  public static List<Tried> all(List<Chain> ladder, Function<Chain, List<Claim>> claims) {
    var proofs = proofs(ladder.stream().map(claims).toList());
    return IntStream.range(0, ladder.size())
        .mapToObj(i -> new Tried(ladder.get(i), proofs.get(i)))
        .toList();
  }

  /// What is proved on any ladder.
  ///
  /// @param claims of each step, the safest first
  public static List<Proof> proofs(List<List<Claim>> claims) {
    return proofs(claims, 0);
  }

  /// The same where that it is better is claimed from another step on, and from there to both sides
  /// by turns, the safer one first.
  ///
  /// @param from the first step of which it is claimed
  public static List<Proof> proofs(List<List<Claim>> claims, int from) {
    var open = claims.stream().map(Proof::open).toList();
    int safe = 0;
    while (safe < open.size() && open.get(safe).safe()) {
      safe++;
    }
    int saves = open.size();
    while (saves > 0 && open.get(saves - 1).saves()) {
      saves--;
    }
    Set<Integer> better = better(open, from);
    var proofs = new ArrayList<Proof>();
    for (int i = 0; i < open.size(); i++) {
      boolean saving = i < safe && i >= saves;
      boolean may = saving || (i < safe && better.contains(i));
      proofs.add(new Proof(open.get(i).claims(), may, may && !saving));
    }
    return List.copyOf(proofs);
  }

  private static Set<Integer> better(List<Proof> open, int from) {
    var better = new HashSet<Integer>();
    for (int away = 0; away < open.size(); away++) {
      for (int step : away == 0 ? new int[] {from} : new int[] {from - away, from + away}) {
        if (step >= 0 && step < open.size()) {
          if (!open.get(step).isBetter()) {
            return better;
          }
          better.add(step);
        }
      }
    }
    return better;
  }

  /// The chain that may run: the barest that is proved.
  public static Optional<Tried> proved(List<Tried> ladder) {
    return ladder.stream().filter(Tried::proved).reduce((_, later) -> later);
  }
}
