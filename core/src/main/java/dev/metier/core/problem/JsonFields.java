package dev.metier.core.problem;

import dev.metier.core.text.Nearest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the fields of one JSON object: what is missing, unknown or of the wrong kind is told. Not
/// thread-safe.
public final class JsonFields {
  /// Turns a JSON value into one of ours, or tells what is wrong and returns nothing.
  public interface As<T> {
    Optional<T> read(JsonValue value, Problems problems);
  }

  private final JsonValue.Members object;
  private final String what;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();
  private boolean sound = true;

  private JsonFields(JsonValue.Members object, String what, Problems problems) {
    this.object = object;
    this.what = what;
    this.problems = problems;
  }

  /// The fields of a value that must be an object.
  ///
  /// @param what the object in a message: `the model qwen`
  public static Optional<JsonFields> of(JsonValue value, String what, Problems problems) {
    if (value instanceof JsonValue.Members members) {
      return Optional.of(new JsonFields(members, what, problems));
    }
    problems.add(noObject(value, what));
    return Optional.empty();
  }

  /// A field that must be there.
  public <T> Optional<T> needed(String name, As<T> as) {
    if (object.find(name).isEmpty()) {
      known.add(name);
      wrong(object.place(), capital(what) + " lacks `" + name + "`.", "");
      return Optional.empty();
    }
    return find(name, as);
  }

  /// A field that may be there.
  public <T> Optional<T> find(String name, As<T> as) {
    known.add(name);
    var member = object.find(name);
    var value = member.flatMap(m -> as.read(m.value(), problems));
    sound &= member.isEmpty() || value.isPresent();
    return value;
  }

  public boolean has(String name) {
    return object.find(name).isPresent();
  }

  /// Where the field's value stands, or else the object.
  public Place place(String name) {
    return object.find(name).map(m -> m.value().place()).orElse(object.place());
  }

  /// Tells something that is wrong here.
  public void wrong(Place place, String what, String hint) {
    sound = false;
    problems.add(Problem.at(place, what, hint));
  }

  /// Tells the fields that nobody asked for; call it last.
  ///
  /// @return whether nothing was wrong with any field
  public boolean done() {
    for (JsonValue.Member member : object.members()) {
      if (!known.contains(member.name())) {
        wrong(
            member.place(),
            "Unknown field `" + member.name() + "` in " + what + ".",
            Nearest.hint(member.name(), known));
      }
    }
    return sound;
  }

  /// An object with names of the team's own, each with a value of the same kind; wrong ones are
  /// left out.
  public static <T> Optional<Map<String, T>> named(
      JsonValue value, String what, Problems problems, Entry<T> entry) {
    if (!(value instanceof JsonValue.Members(_, var members))) {
      problems.add(noObject(value, what));
      return Optional.empty();
    }
    var all = new LinkedHashMap<String, T>();
    for (JsonValue.Member member : members) {
      entry.read(member, problems).ifPresent(read -> all.put(member.name(), read));
    }
    return Optional.of(all);
  }

  /// Turns a named value into one of ours, or tells what is wrong and returns nothing.
  public interface Entry<T> {
    Optional<T> read(JsonValue.Member member, Problems problems);
  }

  private static Problem noObject(JsonValue value, String what) {
    String told = capital(what) + " must be an object, not " + value.described() + ".";
    return Problem.at(value.place(), told, "");
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
