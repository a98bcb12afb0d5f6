package dev.metier.importer.promptfoo.config;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import java.util.Optional;
import java.util.OptionalDouble;

/// One assertion as promptfoo has it.
///
/// @param type without `not-`
/// @param negated whether it stood behind `not-`
/// @param written all of it; empty where it came from a cell of a table
public record Assertion(
    Place place,
    String type,
    boolean negated,
    Optional<Written> value,
    OptionalDouble threshold,
    OptionalDouble weight,
    Optional<String> metric,
    Optional<Written.Entries> written) {

  private static final String NOT = "not-";

  public static Assertion of(Written.Entries entries) {
    String type = entries.find("type").map(e -> e.value().textOrJson()).orElse("");
    return new Assertion(
        entries.place(),
        type.startsWith(NOT) ? type.substring(NOT.length()) : type,
        type.startsWith(NOT),
        entries.find("value").map(Written.Entry::value),
        number(entries, "threshold"),
        number(entries, "weight"),
        entries.find("metric").map(e -> e.value().textOrJson()),
        Optional.of(entries));
  }

  /// What a cell of a table says: `type(threshold):value`, or else a text that is expected.
  public static Assertion of(String cell, Place place) {
    var said = CellGrammar.read(cell);
    return new Assertion(
        place,
        said.type(),
        said.negated(),
        said.value().map(text -> new Written.Scalar(place, text, Written.Sort.TEXT)),
        said.threshold(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same with another value.
  public Assertion with(Written other) {
    return new Assertion(
        place, type, negated, Optional.of(other), threshold, weight, metric, written);
  }

  /// Whether it holds others.
  public boolean isSet() {
    return type.equals("assert-set");
  }

  /// The type as it was written.
  public String typed() {
    return (negated ? NOT : "") + type;
  }

  /// A key of the assertion.
  public Optional<Written> key(String name) {
    return written.flatMap(w -> w.find(name)).map(Written.Entry::value);
  }

  private static OptionalDouble number(Written.Entries entries, String key) {
    return entries
        .find(key)
        .map(Written.Entry::value)
        .filter(w -> w instanceof Written.Scalar s && s.sort() == Written.Sort.NUMBER)
        .map(w -> OptionalDouble.of(Double.parseDouble(((Written.Scalar) w).text())))
        .orElse(OptionalDouble.empty());
  }
}
