package dev.metier.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Tries the chains of one first model in the order of its [Ladder].
///
/// What makes a chain safe is claimed from the safest on and stopped at the first claim that is not
/// proved; what it saves from the barest back; that it is better, which may stand in the place of
/// what it saves, from the safest on. So each kind of claim is wrong anywhere on the ladder with
/// the chance of one test, however long the ladder is. What may run is the barest chain that is
/// safe and worth its while.
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
    var open = claims.stream().map(Proof::open).toList();
    int safe = 0;
    while (safe < open.size() && open.get(safe).safe()) {
      safe++;
    }
    int saves = open.size();
    while (saves > 0 && open.get(saves - 1).saves()) {
      saves--;
    }
    int better = 0;
    while (better < open.size() && open.get(better).isBetter()) {
      better++;
    }
    var proofs = new ArrayList<Proof>();
    for (int i = 0; i < open.size(); i++) {
      boolean saving = i < safe && i >= saves;
      boolean may = saving || (i < safe && i < better);
      proofs.add(new Proof(open.get(i).claims(), may, may && !saving));
    }
    return List.copyOf(proofs);
  }

  /// The chain that may run: the barest that is proved.
  public static Optional<Tried> proved(List<Tried> ladder) {
    return ladder.stream().filter(Tried::proved).reduce((_, later) -> later);
  }
}
