package dev.metier.hybrid;

import dev.metier.verdict.Finding.Status;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is proved of a strategy.
///
/// @param claims that it must be proved to be, those of safety first; that it is better stands in
///   the place of what it saves
/// @param proved whether it may run: every claim holds, and by the order in which strategies are
///   tried it was its turn
/// @param better whether it may run because it is better, without being proved to save anything
public record Proof(List<Claim> claims, boolean proved, boolean better) {
  public Proof {
    claims = List.copyOf(claims);
  }

  /// One that nothing is proved of yet.
  static Proof open(List<Claim> claims) {
    return new Proof(claims, false, false);
  }

  boolean safe() {
    return claims.stream().filter(claim -> claim.kind().safety()).allMatch(Claim::met);
  }

  boolean saves() {
    return claims.stream().filter(claim -> claim.kind().saving()).allMatch(Claim::met);
  }

  boolean isBetter() {
    return claims.stream()
        .filter(claim -> claim.kind() == Claim.Kind.BETTER)
        .findFirst()
        .map(Claim::met)
        .orElse(false);
  }

  /// Whether that it is better is neither proved nor given up.
  private boolean mayBeBetter() {
    return claims.stream().anyMatch(claim -> claim.kind() == Claim.Kind.BETTER);
  }

  /// Claims that do not hold and would have to.
  private List<Claim> lacking(Status status) {
    boolean worth = saves() || isBetter();
    return claims.stream()
        .filter(claim -> claim.status() == status)
        .filter(claim -> claim.kind().safety() || !worth)
        .filter(claim -> status == Status.UNDECIDED || claim.kind().safety() || !mayBeBetter())
        .toList();
  }

  /// FIT, UNFIT or UNDECIDED.
  public String word() {
    return proved ? "FIT" : lacking(Status.UNMET).isEmpty() ? "UNDECIDED" : "UNFIT";
  }

  /// How many further cases would probably prove all that is open, when that can be told.
  public OptionalInt more() {
    var open = lacking(Status.UNDECIDED);
    var safety = open.stream().filter(claim -> claim.kind().safety()).map(Claim::more).toList();
    var worth =
        open.stream()
            .filter(claim -> !claim.kind().safety())
            .map(Claim::more)
            .filter(OptionalInt::isPresent)
            .min(Comparator.comparingInt(OptionalInt::getAsInt));
    boolean needsWorth = open.size() > safety.size();
    if (open.isEmpty()
        || safety.stream().anyMatch(OptionalInt::isEmpty)
        || (needsWorth && worth.isEmpty())) {
      return OptionalInt.empty();
    }
    return Stream.concat(safety.stream(), worth.stream()).mapToInt(OptionalInt::getAsInt).max();
  }

  /// Why, in a sentence or two.
  public String reason() {
    if (proved) {
      return sentences(
          claims.stream()
              .filter(claim -> claim.met() || (better && claim.kind().saving()))
              .toList());
    }
    var unmet = lacking(Status.UNMET);
    var open = lacking(Status.UNDECIDED);
    if (unmet.isEmpty() && open.isEmpty()) {
      return "Not proved in its turn: what is tried before it is not proved.";
    }
    var told = unmet.isEmpty() ? open : unmet;
    String lacks =
        unmet.isEmpty() && more().isPresent()
            ? " About " + more().getAsInt() + " more cases would decide."
            : "";
    return (unmet.isEmpty() ? "Not proved: " : "Disproved: ")
        + words(told)
        + ". "
        + sentences(told)
        + lacks;
  }

  /// What is lacking, in a few words: of better and cheaper one is enough.
  static String words(List<Claim> claims) {
    var safety = claims.stream().map(Claim::kind).filter(Claim.Kind::safety).map(Claim.Kind::words);
    String worth =
        claims.stream()
            .map(Claim::kind)
            .filter(kind -> !kind.safety())
            .sorted()
            .map(Claim.Kind::words)
            .collect(Collectors.joining(" or "));
    return Stream.concat(safety, Stream.of(worth).filter(word -> !word.isEmpty()))
        .collect(Collectors.joining(", "));
  }

  /// The claims that keep it from running: those that are disproved, else those that are open.
  public List<Claim> lacks() {
    var unmet = lacking(Status.UNMET);
    return unmet.isEmpty() ? lacking(Status.UNDECIDED) : unmet;
  }

  private static String sentences(List<Claim> claims) {
    return claims.stream()
        .sorted(Comparator.comparing(Claim::kind))
        .map(Claim::sentence)
        .collect(Collectors.joining(" "));
  }
}
