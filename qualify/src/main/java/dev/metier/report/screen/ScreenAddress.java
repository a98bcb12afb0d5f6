package dev.metier.report.screen;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The addresses of the screens, which hold every choice of the reader. Public only for the
/// templates.
///
/// @param parameters in the order in which they are written; those without a value are left out
public record ScreenAddress(String path, Map<String, String> parameters) {
  public static final ScreenAddress MATRIX = new ScreenAddress("/", Map.of());
  public static final ScreenAddress LEARN = new ScreenAddress("/learn", Map.of());
  public static final ScreenAddress GUESS = lesson("guess");
  public static final ScreenAddress WORDS = new ScreenAddress("/words", Map.of());
  public static final ScreenAddress CHANGES = new ScreenAddress("/changes", Map.of());

  public ScreenAddress {
    parameters = new LinkedHashMap<>(parameters);
    parameters.values().removeIf(String::isEmpty);
  }

  /// Why a model has its verdict for a job.
  public static ScreenAddress why(String job, String model) {
    return new ScreenAddress("/job/" + encoded(job) + "/" + encoded(model), Map.of());
  }

  /// The cases of a job.
  public static ScreenAddress cases(String job) {
    return new ScreenAddress("/job/" + encoded(job) + "/cases", Map.of());
  }

  /// A decision record.
  public static ScreenAddress record(String id) {
    return new ScreenAddress("/record/" + encoded(id), Map.of());
  }

  /// The form of a run that asks again what was not served of a job.
  public static ScreenAddress again(String job) {
    return new ScreenAddress("/run", Map.of()).with("job", job).with("again", "unserved");
  }

  /// The form for a new decision record.
  public static ScreenAddress newRecord(String job, String model) {
    return new ScreenAddress("/record", Map.of()).with("job", job).with("model", model);
  }

  /// A page that teaches.
  public static ScreenAddress lesson(String word) {
    return new ScreenAddress("/learn/" + encoded(word), Map.of());
  }

  /// What is known of a model.
  public static ScreenAddress model(String name) {
    return new ScreenAddress("/model/" + encoded(name), Map.of());
  }

  /// With another value of a parameter; without the parameter when it is empty.
  public ScreenAddress with(String name, String value) {
    var others = new LinkedHashMap<>(parameters);
    others.put(name, value);
    return new ScreenAddress(path, others);
  }

  @Override
  public String toString() {
    if (parameters.isEmpty()) {
      return path;
    }
    return path
        + "?"
        + parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
