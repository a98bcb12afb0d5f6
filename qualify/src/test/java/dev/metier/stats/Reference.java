package dev.metier.stats;

import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Values computed by an independent implementation, stored with twelve digits.
final class Reference {
  private static final JsonNode ROOT = load();

  private Reference() {}

  static JsonNode section(String name) {
    var section = ROOT.get(name);
    if (section == null) {
      throw new IllegalArgumentException("No section " + name);
    }
    return section;
  }

  static double[] sequence(String name) {
    return numbers(section("sequences").get(name));
  }

  static double[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToDouble(Reference::number).toArray();
  }

  static double number(JsonNode value) {
    return value.isString() ? Double.parseDouble(value.stringValue()) : value.doubleValue();
  }

  static Interval interval(JsonNode pair) {
    return new Interval(number(pair.get(0)), number(pair.get(1)));
  }

  /// Calls for each "number of results -> value" of an object.
  static void each(JsonNode byResults, BiConsumer<Integer, Double> check) {
    byResults
        .properties()
        .forEach(e -> check.accept(Integer.valueOf(e.getKey()), number(e.getValue())));
  }

  private static JsonNode load() {
    try (var in = Reference.class.getResourceAsStream("/stats/stats_reference.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
