package dev.metier.report.screen;

import dev.metier.core.text.NumberText;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;

/// Reads the words of a screen from the file that has them: one line for each component of its
/// record, beside it.
public final class ScreenTexts {
  private static final String GAP = "%s";

  private ScreenTexts() {}

  /// The words in English.
  public static <R extends Record> R english(Class<R> type) {
    return read(type, UnaryOperator.identity());
  }

  /// The words, each changed.
  ///
  /// @param change what becomes of each text, as a translation would
  public static <R extends Record> R read(Class<R> type, UnaryOperator<String> change) {
    String file = type.getSimpleName() + ".properties";
    var words = new Properties();
    try (var in = type.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + file);
      }
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RecordComponent[] parts = type.getRecordComponents();
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String name = parts[i].getName();
      if (words.remove(name) instanceof String text) {
        values[i] = change.apply(text);
      } else {
        throw new IllegalStateException(file + " has no " + name);
      }
    }
    if (!words.isEmpty()) {
      throw new IllegalStateException(file + " has words that nobody says: " + words.keySet());
    }
    return made(type, parts, values);
  }

  private static <R extends Record> R made(
      Class<R> type, RecordComponent[] parts, Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no record of texts", e);
    }
  }

  /// A text with its gaps `%s` filled, one after the other.
  public static String fill(String text, Object... values) {
    var filled = new StringBuilder();
    int from = 0;
    for (Object value : values) {
      int gap = text.indexOf(GAP, from);
      filled.append(text, from, gap).append(value);
      from = gap + GAP.length();
    }
    return filled.append(text.substring(from)).toString();
  }

  /// The same in pieces, each value apart from the words around it.
  public static List<TextSpan> spans(String text, String... values) {
    var spans = new ArrayList<TextSpan>();
    int from = 0;
    for (String value : values) {
      int gap = text.indexOf(GAP, from);
      spans.add(new TextSpan(text.substring(from, gap), false));
      spans.add(new TextSpan(value, true));
      from = gap + GAP.length();
    }
    spans.add(new TextSpan(text.substring(from), false));
    return spans;
  }

  /// Of two texts beside `|` that for one, or that for several, with its first gap filled by the
  /// number, unless it only has gaps for what else is said.
  ///
  /// @param more fills the last gaps
  public static String count(String text, long number, Object... more) {
    int middle = text.indexOf('|');
    String chosen = number == 1 ? text.substring(0, middle) : text.substring(middle + 1);
    int gaps = chosen.split(GAP, -1).length - 1;
    var values = new ArrayList<Object>(List.of(more));
    if (gaps > values.size()) {
      values.addFirst(NumberText.count(number));
    }
    return fill(chosen, values.toArray());
  }
}
