package dev.metier.learn.router;

import dev.metier.learn.Example;
import dev.metier.learn.NgramCounts;
import dev.metier.learn.RequestText;

/// What two models did on the same case.
///
/// @param name of the case
/// @param read what a router reads of it
/// @param cluster cases of one cluster are never on both sides; empty when it is in none
/// @param slice the part of the cases that it belongs to; empty when there are no parts
/// @param weak the grade (0..1) of the model that is asked for less
/// @param strong the grade of the other one
public record PairedCase(
    String name, RequestText read, String cluster, String slice, double weak, double strong) {
  /// A case that is a text alone.
  public PairedCase(String text, String slice, double weak, double strong) {
    this("", new RequestText(text, "", 0), "", slice, weak, strong);
  }

  public String text() {
    return read.text();
  }

  /// What the strong model is worth here.
  public double difference() {
    return strong - weak;
  }

  NgramCounts counts() {
    return read.counts();
  }

  /// @param sliced whether its slice is told
  Example example(boolean sliced) {
    String key = cluster.isEmpty() ? text() : "cluster " + cluster;
    return new Example(key, counts(), sliced ? slice : "", difference());
  }
}
