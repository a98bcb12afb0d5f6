package dev.metier.hybrid;

import dev.metier.verdict.Finding.Status;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// What is proved of a strategy.
///
/// @param claims that it must be proved to be, those of safety first
/// @param proved whether it may run: every claim holds, and by the order in which strategies are
///   tried it was its turn
public record Proof(List<Claim> claims, boolean proved) {
  public Proof {
    claims = List.copyOf(claims);
  }

  boolean safe() {
    return claims.stream().filter(claim -> claim.kind().safety()).allMatch(Claim::met);
  }

  boolean saves() {
    return claims.stream().filter(claim -> !claim.kind().safety()).allMatch(Claim::met);
  }

  /// FIT, UNFIT or UNDECIDED.
  public String word() {
    boolean unmet = claims.stream().anyMatch(claim -> claim.status() == Status.UNMET);
    return proved ? "FIT" : unmet ? "UNFIT" : "UNDECIDED";
  }

  /// How many further cases would probably prove all that is open, when that can be told.
  public OptionalInt more() {
    var open = claims.stream().filter(claim -> claim.status() == Status.UNDECIDED).toList();
    return open.isEmpty() || open.stream().anyMatch(claim -> claim.more().isEmpty())
        ? OptionalInt.empty()
        : open.stream().map(Claim::more).mapToInt(OptionalInt::getAsInt).max();
  }

  /// Why, in a sentence or two.
  public String reason() {
    if (proved) {
      return sentences(claims);
    }
    var unmet = claims.stream().filter(claim -> claim.status() == Status.UNMET).toList();
    var open = claims.stream().filter(claim -> claim.status() == Status.UNDECIDED).toList();
    if (unmet.isEmpty() && open.isEmpty()) {
      return "Not proved in its turn: what is tried before it is not proved.";
    }
    var told = unmet.isEmpty() ? open : unmet;
    String lacks =
        unmet.isEmpty() && more().isPresent()
            ? " About " + more().getAsInt() + " more cases would decide."
            : "";
    return (unmet.isEmpty() ? "Not proved: " : "Disproved: ")
        + told.stream().map(claim -> claim.kind().words()).collect(Collectors.joining(", "))
        + ". "
        + sentences(told)
        + lacks;
  }

  private static String sentences(List<Claim> claims) {
    return claims.stream()
        .sorted(Comparator.comparing(Claim::kind))
        .map(Claim::sentence)
        .collect(Collectors.joining(" "));
  }
}
