package dev.metier.starter.draw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Texts that come with the program, and texts with values in them, the same on every machine.
public final class Texts {
  private Texts() {}

  /// A file that comes with the program.
  public static String resource(String name) {
    try (var in = Texts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // forms are drawn from lists
  public static String filled(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
