package dev.metier.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reading and comparing JSON. Thread-safe.
final class JsonComparison {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern LANGUAGE = Pattern.compile("[\\w+-]{0,20}");
  private static final int LONGEST_WRAPPED = 200_000;
  private static final int NEAR = 30;

  private JsonComparison() {}

  /// What reading a text as JSON brought.
  sealed interface Parsed {}

  record Good(JsonNode node) implements Parsed {}

  /// @param why a sentence for people
  record Bad(String why) implements Parsed {}

  /// Reads an answer, all of it; nothing around the JSON is tolerated but white space.
  static Parsed parse(String text) {
    if (text.isBlank()) {
      return new Bad("Expected JSON, found " + Wording.quote(text) + ".");
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
  static JsonNode expected(String text) {
    if (parse(text) instanceof Good good) {
      return good.node();
    }
    throw new IllegalArgumentException(
        "The expected value " + Wording.quote(text) + " is not JSON");
  }

  /// Whether a text is this value, written as JSON.
  static boolean is(String text, JsonNode value) {
    return parse(text) instanceof Good good && same(good.node(), value);
  }

  /// What stands in the one code fence that the text is, if it is one.
  static Optional<String> inFence(String text) {
    String fence = text.strip();
    int line = fence.indexOf('\n');
    if (!fence.startsWith("```")
        || !fence.endsWith("```")
        || line < 0
        || line > fence.length() - 3
        || !LANGUAGE.matcher(fence.substring(3, line).strip()).matches()) {
      return Optional.empty();
    }
    String within = fence.substring(line + 1, fence.length() - 3).replaceFirst("[ \\t]++$", "");
    int end = within.length();
    end -= end > 0 && within.charAt(end - 1) == '\n' ? 1 : 0;
    end -= end > 0 && within.charAt(end - 1) == '\r' ? 1 : 0;
    return Optional.of(within.substring(0, end));
  }

  private static String why(String text, JacksonException e) {
    if (inFence(text).filter(JsonComparison::isJson).isPresent()) {
      return "The JSON is wrapped in a code fence.";
    }
    if (isSurrounded(text)) {
      return "There is other text around the JSON: " + Wording.quote(text) + ".";
    }
    TokenStreamLocation place = e.getLocation();
    if (place == null || place.getCharOffset() < 0) {
      return "Expected JSON, found " + Wording.quote(text) + ".";
    }
    int at = (int) Math.min(place.getCharOffset(), text.length());
    if (at >= text.length()) {
      return "The JSON ends too early: " + Wording.quote(text) + ".";
    }
    String near = text.substring(Math.max(0, at - NEAR), Math.min(text.length(), at + NEAR));
    return "Not JSON at line "
        + place.getLineNr()
        + ", column "
        + place.getColumnNr()
        + ", near "
        + Wording.quote(near)
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
  static boolean same(JsonNode one, JsonNode other) {
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
  static boolean contains(JsonNode whole, JsonNode part) {
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

  /// The way to a value, as `a.b[0].c`; `$` alone is the whole.
  ///
  /// @param steps names (String) and places in lists (Integer)
  record Path(List<Object> steps) {
    private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d{1,9})\\]");

    /// @throws IllegalArgumentException when it is no path
    static Path of(String text) {
      String path = text.startsWith("$") ? text.substring(1) : text;
      var steps = new ArrayList<Object>();
      Matcher step = STEP.matcher(path);
      int at = 0;
      while (at < path.length() && step.find(at) && step.start() == at) {
        String index = step.group(2);
        steps.add(index == null ? step.group(1) : Integer.valueOf(index));
        at = step.end();
      }
      if (at < path.length() || text.isEmpty()) {
        throw new IllegalArgumentException(Wording.quote(text) + " is no path such as a.b[0].c");
      }
      return new Path(List.copyOf(steps));
    }

    /// The value there; a missing node when there is none.
    JsonNode in(JsonNode root) {
      JsonNode node = root;
      for (Object step : steps) {
        node = step instanceof Integer index ? node.path(index) : node.path((String) step);
      }
      return node;
    }
  }
}
