package dev.metier.importer.promptfoo.config;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One test as promptfoo has it, or what all tests share.
///
/// @param options what stands under `options`, later ones over earlier ones
public record TestCase(
    Place place,
    Optional<String> description,
    Map<String, Written> vars,
    List<Assertion> assertions,
    OptionalDouble threshold,
    Map<String, Written> options) {

  public static TestCase nothing(Place place) {
    return new TestCase(
        place, Optional.empty(), Map.of(), List.of(), OptionalDouble.empty(), Map.of());
  }

  /// What this leaves open is as in `usual`, whose assertions come first.
  public TestCase over(TestCase usual) {
    var all = new ArrayList<>(usual.assertions());
    all.addAll(assertions);
    return new TestCase(
        place,
        description.or(usual::description),
        merged(usual.vars(), vars),
        all,
        threshold.isPresent() ? threshold : usual.threshold(),
        merged(usual.options(), options));
  }

  public TestCase withVars(Map<String, Written> others) {
    return new TestCase(place, description, others, assertions, threshold, options);
  }

  private static Map<String, Written> merged(
      Map<String, Written> first, Map<String, Written> second) {
    var all = new LinkedHashMap<>(first);
    all.putAll(second);
    return all;
  }
}
