package dev.metier.report;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.core.text.NumberText;
import dev.metier.provider.Timing;
import dev.metier.qualify.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What `metier check --ping` prints: for people a table, for programs JSON.
public final class PingText {
  private static final List<String> HEAD =
      List.of("model", "answer", "first token", "speed", "window", "key", "address");

  private PingText() {}

  /// A table with a row for each model, and below it why those that failed did.
  public static String of(List<Ping> pings) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    pings.forEach(ping -> rows.add(row(ping)));
    var text = new StringBuilder("Asked each model once:\n");
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < HEAD.size(); column++) {
        int place = column;
        int width = rows.stream().mapToInt(r -> r.get(place).length()).max().orElse(0);
        line.append("  ").append(padded(row.get(column), width));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    for (Ping ping : pings) {
      ping.trouble()
          .ifPresent(
              why -> text.append('\n').append(ping.model().name()).append(" failed: ").append(why));
    }
    return text.append(failed(pings) ? "\n\n" : "\n").toString();
  }

  /// Whether any model did not answer.
  public static boolean failed(List<Ping> pings) {
    return pings.stream().anyMatch(ping -> ping.trouble().isPresent());
  }

  private static List<String> row(Ping ping) {
    Model model = ping.model();
    return List.of(
        model.name().text(),
        ping.trouble().isPresent()
            ? "FAILED"
            : ping.timing().map(PingText::took).orElse("recorded"),
        ping.timing().flatMap(Timing::firstToken).map(PingText::seconds).orElse("-"),
        speed(ping.speed()),
        window(ping.window()),
        key(model.key()),
        model.kind().usualAddress().isEmpty() ? model.id() : model.address().orElse("-"));
  }

  private static String took(Timing timing) {
    return seconds(timing.total()) + (timing.cold() ? ", loading" : "");
  }

  static String key(Optional<KeySource> key) {
    return key.map(source ->
            switch (source) {
              case KeySource.Environment(String variable) -> "env:" + variable;
              case KeySource.File(var path) -> "file:" + path;
            })
        .orElse("none");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }

  private static String speed(OptionalDouble speed) {
    return speed.isPresent()
        ? String.format(Locale.ROOT, "%.0f tokens/s", speed.getAsDouble())
        : "-";
  }

  private static String window(OptionalInt window) {
    return window.isPresent() ? NumberText.count(window.getAsInt()) : "not told";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
