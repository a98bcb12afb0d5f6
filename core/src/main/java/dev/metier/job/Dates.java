package dev.metier.job;

import dev.metier.job.GraderSpec.DateOrder;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/// How dates are written.
///
/// @param order of day, month and year in a date of numbers; without it the day comes first unless
///   that is impossible
/// @param format the one form that an answer may have, such as `YYYY-MM-DD`
public record Dates(Optional<DateOrder> order, Optional<String> format) {
  public static final Dates ANY = new Dates(Optional.empty(), Optional.empty());

  /// A format with the letters of java.time, and `YYYY` and `DD` as most people write them.
  ///
  /// @throws IllegalArgumentException when it is none
  public static DateTimeFormatter formatter(String format) {
    String letters = format.replace('Y', 'u').replace('y', 'u').replace('D', 'd');
    return DateTimeFormatter.ofPattern(letters, Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
