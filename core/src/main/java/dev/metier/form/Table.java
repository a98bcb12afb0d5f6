package dev.metier.form;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is written under the known keys of one object. Keys are read in the order in which they are
/// described, so that later ones may refer to what earlier ones brought.
public final class Table {
  /// A key of an object: what it is called, what may stand there, what it means.
  ///
  /// @param doc one sentence for the reference and for editors
  /// @param usual value when the key is absent
  /// @param usualText the same, as a person would write it
  /// @param pattern set for keys that follow a pattern, such as `p95`; `name` is then how it is
  ///   told
  /// @param hidden left out of the reference, since it follows from another key
  public record Slot<T>(
      String name,
      Shape<T> shape,
      String doc,
      String example,
      boolean required,
      Optional<T> usual,
      String usualText,
      Optional<Pattern> pattern,
      boolean hidden) {
    public static <T> Slot<T> key(String name, Shape<T> shape, String doc, String example) {
      return new Slot<>(
          name, shape, doc, example, false, Optional.empty(), "", Optional.empty(), false);
    }

    public Slot<T> needed() {
      return new Slot<>(name, shape, doc, example, true, usual, usualText, pattern, hidden);
    }

    public Slot<T> usually(T value, String text) {
      return new Slot<>(
          name, shape, doc, example, false, Optional.of(value), text, pattern, hidden);
    }

    /// Says what happens when the key is absent, where that is no fixed value.
    public Slot<T> otherwise(String text) {
      return new Slot<>(name, shape, doc, example, false, usual, text, pattern, hidden);
    }

    public Slot<T> matching(Pattern keys) {
      return new Slot<>(
          name, shape, doc, example, false, usual, usualText, Optional.of(keys), hidden);
    }

    public Slot<T> unlisted() {
      return new Slot<>(name, shape, doc, example, required, usual, usualText, pattern, true);
    }

    public boolean takes(String key) {
      return pattern.map(p -> p.matcher(key).matches()).orElse(name.equals(key));
    }
  }

  private final Place place;
  private final IdentityHashMap<Slot<?>, List<Shape.Named<?>>> values = new IdentityHashMap<>();
  private final IdentityHashMap<Slot<?>, Written.Entry> written = new IdentityHashMap<>();
  private final List<String> unknown = new ArrayList<>();
  private boolean sound = true;

  private Table(Place place) {
    this.place = place;
  }

  /// The shape of an object with these keys.
  public static Shape<Table> shape(String name, String doc, Slot<?>... keys) {
    return shape(name, doc, List.of(keys));
  }

  public static Shape<Table> shape(String name, String doc, List<Slot<?>> keys) {
    return new Shape<>(
        new Shape.Kind.Keys(name, doc, keys),
        Written.Entries.class::isInstance,
        (found, reading) -> Optional.of(read((Written.Entries) found, keys, reading)));
  }

  private static Table read(Written.Entries found, List<Slot<?>> keys, Reading reading) {
    var table = new Table(reading.ownerOf(found));
    int before = reading.count();
    found.keys().stream()
        .filter(name -> keys.stream().noneMatch(key -> key.takes(name)))
        .forEach(table.unknown::add);
    Set<String> taken = new HashSet<>();
    for (Slot<?> key : keys) {
      for (Written.Entry entry : found.entries()) {
        if (!taken.contains(entry.key()) && key.takes(entry.key())) {
          taken.add(entry.key());
          table.take(key, entry, reading);
        }
      }
      if (key.required() && table.lacks(key)) {
        reading.problem(
            table.place,
            "`" + key.name() + "` is missing" + reading.inside() + ": " + lower(key.doc()),
            "For example " + reading.example(key) + ".");
      }
    }
    for (Written.Entry entry : found.entries()) {
      if (table.unknown.contains(entry.key())) {
        reading.problem(
            entry.place(),
            "Unknown key `" + entry.key() + "`" + reading.inside() + ".",
            hint(entry.key(), keys, found));
      }
    }
    table.sound = reading.count() == before;
    return table;
  }

  private static String hint(String unknown, List<Slot<?>> keys, Written.Entries found) {
    List<String> free = names(keys, found);
    if (Nearest.to(unknown, free).isPresent()) {
      return Nearest.hint(unknown, free);
    }
    return Nearest.to(unknown, found.keys().stream().filter(name -> known(name, keys)).toList())
        .map(near -> "It is near `" + near + "`, which is written too.")
        .orElseGet(() -> Nearest.hint(unknown, free));
  }

  private static boolean known(String name, List<Slot<?>> keys) {
    return keys.stream().anyMatch(key -> key.name().equals(name));
  }

  private static List<String> names(List<Slot<?>> keys, Written.Entries found) {
    return keys.stream()
        .filter(key -> !key.hidden() || found.entries().stream().anyMatch(e -> near(e, key)))
        .map(Slot::name)
        .filter(name -> found.find(name).isEmpty())
        .toList();
  }

  private static boolean near(Written.Entry entry, Slot<?> key) {
    return Nearest.to(entry.key(), List.of(key.name())).isPresent();
  }

  private static String lower(String doc) {
    String text = doc.isEmpty() ? "" : Character.toLowerCase(doc.charAt(0)) + doc.substring(1);
    return text.endsWith(".") ? text : text + ".";
  }

  private <T> void take(Slot<T> key, Written.Entry entry, Reading reading) {
    written.putIfAbsent(key, entry);
    reading.enter(entry);
    key.shape()
        .read(entry.value(), reading)
        .ifPresent(value ->
            values
                .computeIfAbsent(key, _ -> new ArrayList<>())
                .add(new Shape.Named<>(entry.key(), entry.place(), value)));
    reading.leave();
  }

  /// Whether the key is written, be its value right or wrong.
  public boolean has(Slot<?> key) {
    return written.containsKey(key);
  }

  /// Whether the key is neither written nor, it seems, misspelled.
  public boolean lacks(Slot<?> key) {
    return !has(key)
        && unknown.stream().noneMatch(u -> Nearest.to(u, List.of(key.name())).isPresent());
  }

  /// The value; the usual one when the key is absent; empty when there is none or it is wrong.
  public <T> Optional<T> find(Slot<T> key) {
    var found = all(key);
    return found.isEmpty()
        ? has(key) ? Optional.empty() : key.usual()
        : Optional.of(found.getFirst().value());
  }

  /// The value or the usual one, for keys that are required or have one, in a sound table.
  public <T> T value(Slot<T> key) {
    return find(key).or(key::usual).orElseThrow();
  }

  /// All values of a key that follows a pattern.
  @SuppressWarnings("unchecked") // only `take` fills the map, each key with values of its type
  public <T> List<Shape.Named<T>> all(Slot<T> key) {
    return (List<Shape.Named<T>>) (List<?>) values.getOrDefault(key, List.of());
  }

  /// Where the key is written, or else its object.
  public Place place(Slot<?> key) {
    var entry = written.get(key);
    return entry == null ? place : entry.place();
  }

  /// Where the key's value is written, or else its object.
  public Place valuePlace(Slot<?> key) {
    var entry = written.get(key);
    return entry == null ? place : entry.value().place();
  }

  /// Where a key of this object, or one below it, is written.
  ///
  /// @param path the name of the key, then those below it, with points between; a name has none
  /// @return empty when none of these is written
  public Optional<Place> placeOf(String path) {
    int point = path.indexOf('.');
    String first = point < 0 ? path : path.substring(0, point);
    Optional<Written.Entry> found =
        written.values().stream().filter(entry -> entry.key().equals(first)).findFirst();
    return point < 0
        ? found.map(Written.Entry::place)
        : found
            .map(Written.Entry::value)
            .filter(Written.Entries.class::isInstance)
            .map(Written.Entries.class::cast)
            .flatMap(below -> below.find(path.substring(point + 1)))
            .map(Written.Entry::place);
  }

  /// Where each item of the key's list is written, or its one value.
  public List<Place> itemPlaces(Slot<?> key) {
    var entry = written.get(key);
    if (entry != null && entry.value() instanceof Written.Items(_, var items)) {
      return items.stream().map(Written::place).toList();
    }
    return List.of(valuePlace(key));
  }

  /// The name over this object, or its first character.
  public Place place() {
    return place;
  }

  /// Whether nothing was wrong in the whole object.
  public boolean sound() {
    return sound;
  }
}
