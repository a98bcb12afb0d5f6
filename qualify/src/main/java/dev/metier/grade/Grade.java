package dev.metier.grade;

import dev.metier.core.text.NumberText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// How good an answer is, and why.
///
/// @param score 0..1; 1 is a pass, and graders that only pass or fail give 0 or 1
/// @param reason one sentence for people: what was expected and what was found
/// @param parts the grades of a group's members, in the order of the project
/// @param broken whether the grader itself failed (its score is then 0)
public record Grade(double score, String reason, List<Grade> parts, boolean broken) {
  private static final double EVEN = 1e-9;

  public Grade {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score is in 0..1, not " + score);
    }
    parts = List.copyOf(parts);
  }

  public static Grade pass(String reason) {
    return new Grade(1, reason, List.of(), false);
  }

  public static Grade fail(String reason) {
    return new Grade(0, reason, List.of(), false);
  }

  public static Grade of(double score, String reason) {
    return new Grade(score, reason, List.of(), false);
  }

  /// The grader itself failed: counts as 0 and is flagged.
  public static Grade broken(String reason) {
    return new Grade(0, reason, List.of(), true);
  }

  public boolean passed() {
    return score >= 1;
  }

  /// A score for people: three decimals, rounded down so that what misses a bar looks so.
  public static String shown(double value) {
    return NumberText.plain(BigDecimal.valueOf(value + EVEN).setScale(3, RoundingMode.FLOOR));
  }
}
