package dev.metier.dialect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How long a vendor asks us to wait, read from the headers of a refusal: `retry-after-ms`, then
/// `retry-after`, then the reset of whichever of its limits is used up.
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern SPAN =
      Pattern.compile(
          "(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+(?:\\.\\d+)?)ms)?");
  private static final List<String> ANTHROPIC =
      List.of("requests", "tokens", "input-tokens", "output-tokens");

  private RetryAfter() {}

  /// The wait, from nothing to one day; empty when no header tells.
  ///
  /// @param header the value of a header by its name in lower case; empty when it was not sent
  public static Optional<Duration> of(Function<String, Optional<String>> header, Instant now) {
    return header
        .apply("retry-after-ms")
        .flatMap(value -> number(value, 1e6))
        .or(() -> header.apply("retry-after").flatMap(value -> secondsOrDate(value, now)))
        .or(() -> resets(header, now))
        .map(RetryAfter::bounded);
  }

  private static Optional<Duration> number(String value, double nanosEach) {
    try {
      double nanos = Double.parseDouble(value.strip()) * nanosEach;
      return Double.isNaN(nanos) ? Optional.empty() : Optional.of(Duration.ofNanos((long) nanos));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> secondsOrDate(String value, Instant now) {
    return number(value, 1e9).or(() -> until(value, DateTimeFormatter.RFC_1123_DATE_TIME, now));
  }

  private static Optional<Duration> until(String value, DateTimeFormatter format, Instant now) {
    try {
      return Optional.of(Duration.between(now, format.parse(value.strip(), Instant::from)));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /// The wait by the headers or, when they do not tell, by the error itself.
  public static Optional<Duration> of(
      WireError error, Function<String, Optional<String>> header, Instant now) {
    return of(header, now).or(error::retryAfter).map(RetryAfter::bounded);
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /// The longest wait among the limits of which nothing remains.
  private static Optional<Duration> resets(Function<String, Optional<String>> header, Instant now) {
    Stream<Optional<Duration>> openAi =
        Stream.of("requests", "tokens")
            .filter(limit -> spent(header.apply("x-ratelimit-remaining-" + limit)))
            .map(limit -> header.apply("x-ratelimit-reset-" + limit).flatMap(RetryAfter::span));
    Stream<Optional<Duration>> anthropic =
        ANTHROPIC.stream()
            .map(limit -> "anthropic-ratelimit-" + limit)
            .filter(limit -> spent(header.apply(limit + "-remaining")))
            .map(limit ->
                header
                    .apply(limit + "-reset")
                    .flatMap(value -> until(value, DateTimeFormatter.ISO_DATE_TIME, now)));
    return Stream.concat(openAi, anthropic)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  private static boolean spent(Optional<String> remaining) {
    return remaining.map(String::strip).filter("0"::equals).isPresent();
  }

  /// A span such as `1s`, `6m0s` or `20ms`; empty when the text is none.
  static Optional<Duration> span(String value) {
    var match = SPAN.matcher(value.strip());
    if (value.isBlank() || !match.matches()) {
      return Optional.empty();
    }
    double seconds =
        part(match.group(1)) * 3600
            + part(match.group(2)) * 60
            + part(match.group(3))
            + part(match.group(4)) / 1000;
    return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
  }

  private static double part(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }
}
