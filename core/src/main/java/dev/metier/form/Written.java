package dev.metier.form;

import dev.metier.core.problem.Place;
import dev.metier.core.text.ShortText;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a person wrote at a place of a YAML or JSON file.
public sealed interface Written {
  Place place();

  /// A single value: its text as written, without quotes.
  record Scalar(Place place, String text, Sort sort) implements Written {}

  /// A list.
  record Items(Place place, List<Written> items) implements Written {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// Keys with values, in the order of the file; keys are unique.
  record Entries(Place place, List<Entry> entries) implements Written {
    public Entries {
      entries = List.copyOf(entries);
    }

    public Optional<Entry> find(String key) {
      return entries.stream().filter(e -> e.key().equals(key)).findFirst();
    }

    public List<String> keys() {
      return entries.stream().map(Entry::key).toList();
    }
  }

  /// The same, all of it at one place: of what stands within another text.
  default Written at(Place place) {
    return switch (this) {
      case Scalar(_, var text, var sort) -> new Scalar(place, text, sort);
      case Items(_, var items) ->
          new Items(place, items.stream().map(item -> item.at(place)).toList());
      case Entries(_, var entries) ->
          new Entries(
              place,
              entries.stream().map(e -> new Entry(place, e.key(), e.value().at(place))).toList());
    };
  }

  /// One key with its value; the place is the key's.
  record Entry(Place place, String key, Written value) {}

  /// What a single value is when nothing else is said: JSON's kinds.
  enum Sort {
    TEXT,
    NUMBER,
    FLAG,
    NOTHING
  }

  /// In words for people: what stands here.
  default String described() {
    return switch (this) {
      case Items _ -> "a list";
      case Entries _ -> "an object";
      case Scalar(_, var text, var sort) ->
          switch (sort) {
            case NOTHING -> "nothing";
            case TEXT -> "\"" + shortened(text) + "\"";
            case NUMBER, FLAG -> shortened(text);
          };
    };
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 40 ? ShortText.of(line, 37) + "..." : line;
  }

  /// As compact JSON text.
  default String json() {
    var text = new StringWriter();
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json);
    }
    return text.toString();
  }

  /// A text as it is, anything else as compact JSON text.
  default String textOrJson() {
    return this instanceof Scalar(_, var text, var sort) && sort != Sort.NOTHING ? text : json();
  }

  /// Loaded only when JSON is written.
  final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private Json() {}
  }

  private void write(JsonGenerator json) {
    switch (this) {
      case Scalar(_, var text, var sort) -> {
        switch (sort) {
          case TEXT -> json.writeString(text);
          case NUMBER -> json.writeNumber(text);
          case FLAG -> json.writeBoolean(Boolean.parseBoolean(text));
          case NOTHING -> json.writeNull();
        }
      }
      case Items(_, var items) -> {
        json.writeStartArray();
        items.forEach(item -> item.write(json));
        json.writeEndArray();
      }
      case Entries(_, var entries) -> {
        json.writeStartObject();
        entries.forEach(entry -> {
          json.writeName(entry.key());
          entry.value().write(json);
        });
        json.writeEndObject();
      }
    }
  }
}
