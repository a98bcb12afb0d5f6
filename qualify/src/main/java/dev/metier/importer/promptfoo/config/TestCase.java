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
/// @param choice of models and prompts
public record TestCase(
    Place place,
    Optional<String> description,
    Map<String, Written> vars,
    List<Assertion> assertions,
    OptionalDouble threshold,
    Map<String, Written> options,
    Choice choice) {

  /// Which models are asked about a test, and with which prompts; what is empty leaves all.
  ///
  /// @param instead a model that is asked in place of the others
  /// @param providers ids or labels of models, or what these begin with
  /// @param prompts labels of prompts, or what these begin with
  public record Choice(
      Optional<Written> instead, Optional<List<String>> providers, Optional<List<String>> prompts) {
    public static final Choice ALL =
        new Choice(Optional.empty(), Optional.empty(), Optional.empty());

    private Choice over(Choice usual) {
      return new Choice(
          instead.or(usual::instead), providers.or(usual::providers), prompts.or(usual::prompts));
    }
  }

  public static TestCase nothing(Place place) {
    return new TestCase(
        place, Optional.empty(), Map.of(), List.of(), OptionalDouble.empty(), Map.of(), Choice.ALL);
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
        merged(usual.options(), options),
        choice.over(usual.choice()));
  }

  public TestCase withVars(Map<String, Written> others) {
    return new TestCase(place, description, others, assertions, threshold, options, choice);
  }

  private static Map<String, Written> merged(
      Map<String, Written> first, Map<String, Written> second) {
    var all = new LinkedHashMap<>(first);
    all.putAll(second);
    return all;
  }
}
