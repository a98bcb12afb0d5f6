package dev.metier.hybrid;

import java.util.List;
import java.util.OptionalInt;

/// A chain and what is proved of it.
public record Tried(Chain chain, Proof proof) {
  /// What must be proved of it.
  public List<Claim> claims() {
    return proof.claims();
  }

  /// Whether it may run.
  public boolean proved() {
    return proof.proved();
  }

  /// Whether it may run because it is better, without being proved to save anything.
  public boolean better() {
    return proof.better();
  }

  /// FIT, UNFIT or UNDECIDED.
  public String word() {
    return proof.word();
  }

  /// How many further cases would probably prove all that is open, when that can be told.
  public OptionalInt more() {
    return proof.more();
  }

  /// Why, in a sentence or two.
  public String reason() {
    return proof.reason();
  }

  /// What keeps it from running, in a few words.
  public String lacks() {
    return Proof.words(proof.lacks());
  }
}
