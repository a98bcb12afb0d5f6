package dev.metier.form;

import dev.metier.core.problem.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The one description of what may stand at a place: the reader, the JSON Schema and the reference
/// all come from it. Immutable.
///
/// @param kind what it is, as data
/// @param fits whether what is written has the right form at all; decides between alternatives
/// @param how turns what is written into a value
public record Shape<T>(Kind kind, Predicate<Written> fits, How<T> how) {
  /// What may stand at a place of the file, as data: told to people in the reference and to editors
  /// as JSON Schema.
  public sealed interface Kind {
    /// A single value.
    ///
    /// @param words for people, with its article: `a whole number of at least 1`
    /// @param schema for editors: the members of a JSON Schema object
    public record Single(String words, String schema) implements Kind {}

    /// One of some words, each with what it means; in the order to be told.
    public record Choice(Map<String, String> meanings) implements Kind {}

    public record ListOf(Kind item) implements Kind {}

    /// Names of the team's own, each with the same kind of value.
    ///
    /// @param name what a name stands for: `model`
    /// @param allowed what names look like; empty: anything
    public record NamesOf(String name, Optional<Pattern> allowed, Kind value) implements Kind {}

    /// Keys that are known, each with its own kind of value.
    ///
    /// @param name heading in the reference
    /// @param doc what it is, one sentence
    public record Keys(String name, String doc, List<Table.Slot<?>> keys) implements Kind {}

    /// One of several kinds.
    public record Either(List<Kind> kinds) implements Kind {}

    /// Anything at all, in words for people.
    public record Anything(String words) implements Kind {}

    /// A kind that contains itself.
    public record Link(String words, Supplier<Kind> to) implements Kind {}

    /// In words for people, with an article.
    default String words() {
      return switch (this) {
        case Single(var words, _) -> words;
        case Choice(var meanings) -> "one of " + String.join(", ", meanings.keySet());
        case ListOf(var item) -> "a list, each " + item.words();
        case NamesOf(var name, _, var value) ->
            "an object with a name for each " + name + ", each " + value.words();
        case Keys(var name, _, _) -> "an object (" + name + ")";
        case Either(var kinds) ->
            kinds.stream().map(Kind::words).distinct().collect(Collectors.joining(", or "));
        case Anything(var words) -> words;
        case Link(var words, _) -> words;
      };
    }
  }

  /// Turns what is written into a value, or tells what is wrong and returns nothing.
  public interface How<T> {
    Optional<T> read(Written written, Reading reading);
  }

  /// Turns a value into another, or tells what is wrong with it.
  public interface Step<T, U> {
    Optional<U> take(T value, Place place, Reading reading);
  }

  /// A name of the team's own with its value; the place is the name's.
  public record Named<T>(String name, Place place, T value) {}

  public Optional<T> read(Written written, Reading reading) {
    if (!fits.test(written)) {
      reading.unfit(written, kind);
      return Optional.empty();
    }
    return how.read(written, reading);
  }

  public <U> Shape<U> map(Function<T, U> change) {
    return new Shape<>(kind, fits, (written, reading) -> read(written, reading).map(change));
  }

  public <U> Shape<U> then(Step<T, U> step) {
    return new Shape<>(
        kind,
        fits,
        (written, reading) ->
            read(written, reading).flatMap(value -> step.take(value, written.place(), reading)));
  }

  /// The same, told to people and editors as another kind.
  public Shape<T> as(Kind other) {
    return new Shape<>(other, fits, how);
  }

  /// The same, for some forms of writing only.
  public Shape<T> onlyFor(Predicate<Written> form) {
    return new Shape<>(kind, written -> form.test(written) && fits.test(written), how);
  }

  /// The first alternative that fits.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T> Shape<T> either(Shape<? extends T>... shapes) {
    return new Shape<>(
        new Kind.Either(Arrays.stream(shapes).<Kind>map(Shape::kind).toList()),
        written -> Arrays.stream(shapes).anyMatch(s -> s.fits().test(written)),
        (written, reading) -> {
          for (Shape<? extends T> shape : shapes) {
            if (shape.fits().test(written)) {
              return shape.read(written, reading).map(value -> value);
            }
          }
          return Optional.empty();
        });
  }

  /// A list; a wrong item makes the list shorter, not wrong.
  public static <T> Shape<List<T>> list(Shape<T> item) {
    return new Shape<>(
        new Kind.ListOf(item.kind()),
        Written.Items.class::isInstance,
        (written, reading) -> {
          var values = new ArrayList<T>();
          for (Written each : ((Written.Items) written).items()) {
            item.read(each, reading).ifPresent(values::add);
          }
          return Optional.of(List.copyOf(values));
        });
  }

  /// A list of at least one, or one value without the brackets. Empty only when all were wrong.
  public static <T> Shape<List<T>> oneOrMore(Shape<T> item) {
    return either(some(item), item.map(List::of));
  }

  /// A list of at least one. Empty only when all were wrong.
  public static <T> Shape<List<T>> some(Shape<T> item) {
    return some(item, "");
  }

  /// A list of at least one.
  ///
  /// @param remedy what to do about an empty one
  public static <T> Shape<List<T>> some(Shape<T> item, String remedy) {
    Shape<List<T>> list = list(item);
    return new Shape<>(
        list.kind(),
        list.fits(),
        (written, reading) -> {
          if (written instanceof Written.Items(var place, var items) && items.isEmpty()) {
            reading.problem(place, "The list `" + reading.key() + "` is empty.", remedy);
            return Optional.empty();
          }
          return list.read(written, reading);
        });
  }

  /// Names of the team's own, each turned into a value as soon as it is read; wrong ones are left
  /// out.
  public static <T, U> Shape<List<U>> named(String what, Shape<T> value, Step<Named<T>, U> step) {
    return new Shape<>(
        new Kind.NamesOf(what, Optional.empty(), value.kind()),
        Written.Entries.class::isInstance,
        (written, reading) -> {
          var values = new ArrayList<U>();
          for (Written.Entry entry : ((Written.Entries) written).entries()) {
            reading.enter(entry);
            value
                .read(entry.value(), reading)
                .map(read -> new Named<>(entry.key(), entry.place(), read))
                .flatMap(named -> step.take(named, entry.place(), reading))
                .ifPresent(values::add);
            reading.leave();
          }
          return Optional.of(List.copyOf(values));
        });
  }

  /// Like `named`, with names that must match.
  public static <T, U> Shape<List<U>> named(
      String what, Pattern allowed, Shape<T> value, Step<Named<T>, U> step) {
    return named(
            what,
            value,
            (Named<T> entry, Place place, Reading reading) -> {
              if (allowed.matcher(entry.name()).matches()) {
                return step.take(entry, place, reading);
              }
              reading.problem(place, "This is no name for a " + what + ".", "");
              return Optional.<U>empty();
            })
        .as(new Kind.NamesOf(what, Optional.of(allowed), value.kind()));
  }

  /// Like `named`, without a further step.
  public static <T> Shape<List<Named<T>>> named(String what, Shape<T> value) {
    return named(what, value, (entry, place, reading) -> Optional.of(entry));
  }

  /// A shape that is described later, for what contains itself.
  public static <T> Shape<T> later(String words, Supplier<Shape<T>> shape) {
    return new Shape<>(
        new Kind.Link(words, () -> shape.get().kind()),
        written -> shape.get().fits().test(written),
        (written, reading) -> shape.get().read(written, reading));
  }
}
