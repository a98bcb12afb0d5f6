package dev.metier.grade.value;

import dev.metier.core.text.CodeFence;
import dev.metier.core.text.Quotation;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reading and comparing JSON. Thread-safe.
public final class JsonComparison {
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int LONGEST_WRAPPED = 200_000;
  private static final int NEAR = 30;

  private JsonComparison() {}

  /// What reading a text as JSON brought.
  public sealed interface Parsed {}

  /// The value.
  public record Good(JsonNode node) implements Parsed {}

  /// It is none.
  ///
  /// @param why a sentence for people
  public record Bad(String why) implements Parsed {}

  /// Reads an answer, all of it; nothing around the JSON is tolerated but white space.
  public static Parsed parse(String text) {
    if (text.isBlank()) {
      return new Bad("Expected JSON, found " + Quotation.quote(text) + ".");
    }
    try {
      return new Good(MAPPER.readTree(text));
    } catch (StreamConstraintsException e) {
      return new Bad("The JSON is nested too deeply, or a number in it is too long, to be read.");
    } catch (JacksonException e) {
      return new Bad(why(text, e));
    }
  }

  /// JSON of the project.
  ///
  /// @throws IllegalArgumentException when it is none; the grade is then broken
  public static JsonNode expected(String text) {
    if (parse(text) instanceof Good good) {
      return good.node();
    }
    throw new IllegalArgumentException(
        "The expected value " + Quotation.quote(text) + " is not JSON");
  }

  /// Whether a text is this value, written as JSON.
  public static boolean is(String text, JsonNode value) {
    return parse(text) instanceof Good good && same(good.node(), value);
  }

  private static String why(String text, JacksonException e) {
    if (CodeFence.within(text).filter(JsonComparison::isJson).isPresent()) {
      return "The JSON is wrapped in a code fence.";
    }
    if (isSurrounded(text)) {
      return "There is other text around the JSON: " + Quotation.quote(text) + ".";
    }
    TokenStreamLocation place = e.getLocation();
    if (place == null || place.getCharOffset() < 0) {
      return "Expected JSON, found " + Quotation.quote(text) + ".";
    }
    int at = (int) Math.min(place.getCharOffset(), text.length());
    if (at >= text.length()) {
      return "The JSON ends too early: " + Quotation.quote(text) + ".";
    }
    String near = text.substring(Math.max(0, at - NEAR), Math.min(text.length(), at + NEAR));
    return "Not JSON at line "
        + place.getLineNr()
        + ", column "
        + place.getColumnNr()
        + ", near "
        + Quotation.quote(near)
        + ".";
  }

  private static boolean isSurrounded(String text) {
    if (text.length() > LONGEST_WRAPPED) {
      return false;
    }
    for (String brackets : List.of("{}", "[]")) {
      int from = text.indexOf(brackets.charAt(0));
      int to = text.lastIndexOf(brackets.charAt(1));
      if (from >= 0 && to > from && isJson(text.substring(from, to + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isJson(String text) {
    try {
      MAPPER.readTree(text);
      return !text.isBlank();
    } catch (JacksonException e) {
      return false;
    }
  }

  /// Whether two values are the same: members in any order, numbers by value (1.0 is 1), texts as
  /// people see them.
  public static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    if (one.isString() && other.isString()) {
      return Normalization.USUAL
          .of(one.stringValue())
          .equals(Normalization.USUAL.of(other.stringValue()));
    }
    if (one.isObject() && other.isObject()) {
      return one.size() == other.size()
          && one.properties().stream()
              .allMatch(member ->
                  other.has(member.getKey())
                      && same(member.getValue(), other.path(member.getKey())));
    }
    if (one.isArray() && other.isArray()) {
      return pairwise(one, other, false);
    }
    return one.equals(other);
  }

  /// Whether `whole` has everything in `part`: of objects the members of `part`, lists of the same
  /// length element by element, all else the same.
  public static boolean contains(JsonNode whole, JsonNode part) {
    if (whole.isObject() && part.isObject()) {
      return part.properties().stream()
          .allMatch(member ->
              whole.has(member.getKey())
                  && contains(whole.path(member.getKey()), member.getValue()));
    }
    if (whole.isArray() && part.isArray()) {
      return pairwise(whole, part, true);
    }
    return same(whole, part);
  }

  private static boolean pairwise(JsonNode one, JsonNode other, boolean containing) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      JsonNode first = one.path(i);
      JsonNode second = other.path(i);
      if (!(containing ? contains(first, second) : same(first, second))) {
        return false;
      }
    }
    return true;
  }

  /// Text as it is, any other JSON value as JSON.
  public static String textOf(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }
}
