package dev.metier.grade.measure;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import java.time.Duration;

/// The answer was complete in time.
public record WithinTimeGrader(Duration limit) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    Duration total = sample.timing().total();
    return total.compareTo(limit) <= 0
        ? Grade.pass("Took " + shown(total) + ", at most " + shown(limit) + " allowed.")
        : Grade.fail("Expected at most " + shown(limit) + ", took " + shown(total) + ".");
  }

  /// Milliseconds, rounded up so that what is over a limit looks so.
  private static String shown(Duration time) {
    long millis = time.toMillis() + (time.toNanosPart() % 1_000_000 > 0 ? 1 : 0);
    return millis + " ms";
  }
}
