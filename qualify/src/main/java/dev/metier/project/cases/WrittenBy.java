package dev.metier.project.cases;

import dev.metier.job.Case.Writer;
import java.util.Map;
import java.util.Optional;

/// The keys `written_by` and `expected_by` of a case: `model NAME`. Where they say anything else,
/// they are variables.
final class WrittenBy {
  private static final String CASE = "written_by";
  private static final String EXPECTED = "expected_by";
  private static final String MODEL = "model ";

  private WrittenBy() {}

  /// Takes who wrote a case out of its variables.
  static Optional<Writer> take(Map<String, String> vars) {
    Optional<Writer> whole = take(vars, CASE, true);
    Optional<Writer> answer = take(vars, EXPECTED, false);
    return whole.or(() -> answer);
  }

  private static Optional<Writer> take(Map<String, String> vars, String key, boolean whole) {
    String text = vars.getOrDefault(key, "").strip();
    String name = text.startsWith(MODEL) ? text.substring(MODEL.length()).strip() : "";
    if (name.isEmpty()) {
      return Optional.empty();
    }
    vars.remove(key);
    return Optional.of(new Writer(name, whole));
  }

  /// Whether a model wrote the case and nobody accepted it yet.
  static boolean waits(Map<String, String> found, Map<String, String> vars) {
    return !found.containsKey("expected")
        && vars.getOrDefault(CASE, "").startsWith(MODEL)
        && DraftKey.isMeant(vars.getOrDefault(DraftKey.NAME, ""));
  }
}
