package dev.metier.hybrid;

import java.util.List;
import java.util.OptionalInt;

/// A chain and what is proved of it, as [Proof] says it.
public record Tried(Chain chain, List<Claim> claims, boolean proved) {
  public Tried {
    claims = List.copyOf(claims);
  }

  private Proof proof() {
    return new Proof(claims, proved);
  }

  /// FIT, UNFIT or UNDECIDED.
  public String word() {
    return proof().word();
  }

  /// How many further cases would probably prove all that is open, when that can be told.
  public OptionalInt more() {
    return proof().more();
  }

  /// Why, in a sentence or two.
  public String reason() {
    return proof().reason();
  }
}
