package dev.metier.starter.draw;

import dev.metier.job.Case;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// A made-up case.
///
/// @param vars what the prompt and the graders use: texts, numbers, lists of texts, null
/// @param expected a right answer
/// @param obeyed what a model answers that follows the order hidden in the text; only where there
///   is one
public record StarterCase(
    String id,
    Map<String, Object> vars,
    String expected,
    List<String> slices,
    Optional<String> obeyed) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public StarterCase {
    vars = new LinkedHashMap<>(vars);
    slices = List.copyOf(slices);
  }

  /// Its line in a file of cases.
  public String line() {
    var line = new LinkedHashMap<String, Object>();
    line.put("id", id);
    line.putAll(vars);
    line.put("expected", expected);
    var all = new ArrayList<>(slices);
    all.add(Case.TEMPLATE);
    line.put("slices", all);
    return JSON.writeValueAsString(line);
  }

  /// The slices that a case is in.
  public static List<String> holding(Map<String, Boolean> slices) {
    return slices.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  /// An answer that gives all variables but those that are asked with.
  public static String jsonWithout(Map<String, Object> vars, String... asked) {
    var answer = new LinkedHashMap<>(vars);
    List.of(asked).forEach(answer::remove);
    return json(answer);
  }

  /// A value as JSON writes it.
  public static String json(Object value) {
    return JSON.writeValueAsString(value);
  }
}
