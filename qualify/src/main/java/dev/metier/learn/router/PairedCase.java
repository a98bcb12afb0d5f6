package dev.metier.learn.router;

import dev.metier.learn.Example;
import dev.metier.learn.NgramCounts;

/// What two models did on the same case.
///
/// @param text as the router reads it
/// @param slice the part of the cases that it belongs to; empty when there are no parts
/// @param weak the grade (0..1) of the model that is asked for less
/// @param strong the grade of the other one
public record PairedCase(String text, String slice, double weak, double strong) {
  /// What the strong model is worth here.
  public double difference() {
    return strong - weak;
  }

  Example example() {
    return new Example(text, NgramCounts.of(text), slice, difference());
  }
}
