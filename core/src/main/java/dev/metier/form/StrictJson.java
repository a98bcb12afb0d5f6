package dev.metier.form;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON text, as RFC 8259 has it and nothing beyond, into what is written at each place. Keys
/// that are written twice are told.
public final class StrictJson {
  private final Path file;
  private final Consumer<Problem> problems;

  private StrictJson(Path file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /// What the text says; empty when it says nothing or is not JSON, which is then told.
  ///
  /// @param ifEmpty what to do about a file that says nothing
  public static Optional<Written> read(
      Path file, String text, String ifEmpty, Consumer<Problem> problems) {
    return new StrictJson(file, problems).read(text, ifEmpty);
  }

  private Optional<Written> read(String text, String ifEmpty) {
    try (JsonParser json =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() == null) {
        problems.accept(Problem.at(Place.of(file), "The file is empty.", ifEmpty));
        return Optional.empty();
      }
      Written root = value(json);
      if (json.nextToken() != null) {
        problems.accept(
            Problem.at(place(json), "There is more after the end of the JSON value.", ""));
      }
      return Optional.of(root);
    } catch (JacksonException e) {
      problems.accept(
          Problem.at(
              within(text, e.getLocation()),
              "This is not JSON.",
              "Look for a missing comma, quote or bracket."));
      return Optional.empty();
    }
  }

  /// A text that ends too early is wrong at its last character, not behind the end of its last
  /// line.
  private Place within(String text, @Nullable TokenStreamLocation at) {
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

  private Written value(JsonParser json) {
    Place place = place(json);
    return switch (json.currentToken()) {
      case START_OBJECT -> new Written.Entries(place, entries(json));
      case START_ARRAY -> {
        var items = new ArrayList<Written>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(json));
        }
        yield new Written.Items(place, items);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, json, Written.Sort.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(place, json, Written.Sort.FLAG);
      case VALUE_NULL -> scalar(place, json, Written.Sort.NOTHING);
      default -> scalar(place, json, Written.Sort.TEXT);
    };
  }

  private static Written scalar(Place place, JsonParser json, Written.Sort sort) {
    return new Written.Scalar(place, json.getString(), sort);
  }

  private List<Written.Entry> entries(JsonParser json) {
    var entries = new LinkedHashMap<String, Written.Entry>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      Place place = place(json);
      json.nextToken();
      if (entries.putIfAbsent(key, new Written.Entry(place, key, value(json))) != null) {
        problems.accept(
            Problem.at(place, "`" + key + "` is written twice.", "Keep one of the two."));
      }
    }
    return List.copyOf(entries.values());
  }

  private Place place(JsonParser json) {
    TokenStreamLocation at = json.currentTokenLocation();
    return new Place(file, Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr()));
  }
}
