package dev.metier.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tries the chains of one first model in the order of its [Ladder].
///
/// What makes a chain safe is claimed from the safest on and stopped at the first claim that is not
/// proved; what makes it worth its while from the barest back. So each kind of claim is wrong
/// anywhere on the ladder with the chance of one test, however long the ladder is. What may run is
/// the barest chain that both ways reach.
public final class Climb {
  private Climb() {}

  /// All chains of the ladder, the safest first.
  ///
  /// @param claims what must be proved of a chain
  public static List<Tried> all(List<Chain> ladder, Function<Chain, List<Claim>> claims) {
    var tried = ladder.stream().map(chain -> new Tried(chain, claims.apply(chain), false)).toList();
    int safe = 0;
    while (safe < tried.size() && tried.get(safe).safe()) {
      safe++;
    }
    int saves = tried.size();
    while (saves > 0 && tried.get(saves - 1).saves()) {
      saves--;
    }
    var all = new ArrayList<Tried>();
    for (int i = 0; i < tried.size(); i++) {
      boolean proved = i < safe && i >= saves;
      all.add(new Tried(tried.get(i).chain(), tried.get(i).claims(), proved));
    }
    return all;
  }

  /// The chain that may run: the barest that is proved.
  public static Optional<Tried> proved(List<Tried> ladder) {
    return ladder.stream().filter(Tried::proved).reduce((_, later) -> later);
  }
}
