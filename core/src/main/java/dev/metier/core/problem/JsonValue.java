package dev.metier.core.problem;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// A JSON value with its place in a file that a person may edit. Immutable.
public sealed interface JsonValue {
  Place place();

  /// An object, in the order of the file, each name once.
  record Members(Place place, List<Member> members) implements JsonValue {
    public Members {
      members = List.copyOf(members);
    }

    public Optional<Member> find(String name) {
      return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }
  }

  /// A name in an object, with its value.
  ///
  /// @param place where the name is written
  record Member(String name, Place place, JsonValue value) {}

  record Items(Place place, List<JsonValue> items) implements JsonValue {
    public Items {
      items = List.copyOf(items);
    }
  }

  record Text(Place place, String text) implements JsonValue {}

  record Numeric(Place place, BigDecimal number) implements JsonValue {}

  record Flag(Place place, boolean flag) implements JsonValue {}

  record Nothing(Place place) implements JsonValue {}

  /// The value as compact JSON.
  default String json() {
    return switch (this) {
      case Members(_, var members) -> {
        var parts = members.stream().map(m -> quoted(m.name()) + ":" + m.value().json()).toList();
        yield "{" + String.join(",", parts) + "}";
      }
      case Items(_, var items) ->
          "[" + String.join(",", items.stream().map(JsonValue::json).toList()) + "]";
      case Text(_, var text) -> quoted(text);
      case Numeric(_, var number) -> number.toString();
      case Flag(_, var flag) -> String.valueOf(flag);
      case Nothing _ -> "null";
    };
  }

  /// What it is, for a message; a text is not shown, since it may be a secret.
  default String described() {
    return switch (this) {
      case Members _ -> "an object";
      case Items _ -> "a list";
      case Text _ -> "text";
      case Numeric(_, var number) -> number.toString();
      case Flag(_, var flag) -> String.valueOf(flag);
      case Nothing _ -> "null";
    };
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  /// The one value that a text is; empty when it is not JSON, which is then told.
  static Optional<JsonValue> read(Path file, String text, Problems problems) {
    try (JsonParser json =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() == null) {
        problems.add(Problem.at(Place.of(file), "The file is empty.", ""));
        return Optional.empty();
      }
      JsonValue value = value(json, file, problems);
      if (json.nextToken() != null) {
        problems.add(
            Problem.at(place(json, file), "There is more after the end of the JSON value.", ""));
      }
      return Optional.of(value);
    } catch (JacksonException e) {
      var place = within(text, e.getLocation(), file);
      problems.add(
          Problem.at(place, "This is not JSON.", "Look for a missing comma, quote or bracket."));
      return Optional.empty();
    }
  }

  /// A text that ends too early is wrong at its last character, not behind the end of its last
  /// line.
  private static Place within(String text, @Nullable TokenStreamLocation at, Path file) {
    if (at == null || at.getLineNr() < 1) {
      return Place.of(file);
    }
    String written = text.stripTrailing();
    int lines = 1 + (int) written.chars().filter(c -> c == '\n').count();
    int length = written.length() - written.lastIndexOf('\n') - 1;
    return at.getLineNr() > lines
        ? new Place(file, lines, Math.max(1, length))
        : new Place(file, at.getLineNr(), Math.max(1, at.getColumnNr()));
  }

  private static JsonValue value(JsonParser json, Path file, Problems problems) {
    Place place = place(json, file);
    return switch (json.currentToken()) {
      case START_OBJECT -> members(json, file, problems);
      case START_ARRAY -> {
        var items = new ArrayList<JsonValue>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(json, file, problems));
        }
        yield new Items(place, items);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Numeric(place, new BigDecimal(json.getString()));
      case VALUE_TRUE -> new Flag(place, true);
      case VALUE_FALSE -> new Flag(place, false);
      case VALUE_NULL -> new Nothing(place);
      default -> new Text(place, json.getString());
    };
  }

  private static Members members(JsonParser json, Path file, Problems problems) {
    Place place = place(json, file);
    var members = new ArrayList<Member>();
    var names = new HashSet<String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      Place named = place(json, file);
      json.nextToken();
      JsonValue value = value(json, file, problems);
      if (names.add(name)) {
        members.add(new Member(name, named, value));
      } else {
        problems.add(Problem.at(named, "`" + name + "` is written twice.", "Keep one of them."));
      }
    }
    return new Members(place, members);
  }

  private static Place place(JsonParser json, Path file) {
    TokenStreamLocation at = json.currentTokenLocation();
    return new Place(file, Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr()));
  }
}
