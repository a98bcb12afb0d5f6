package dev.metier.report.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.stats.ExactTest;
import dev.metier.stats.Interval;
import dev.metier.stats.MoreResults;
import dev.metier.stats.Scope;
import dev.metier.verdict.Finding;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OutlookTest {
  private static String outlook(int left, Optional<MoreResults> more) {
    var finding =
        new Finding(
            new Requirement.Quality(0.9, 0.95, Optional.empty()),
            Finding.Status.UNDECIDED,
            100,
            100 + left,
            new Interval(0, 1),
            0.9,
            OptionalDouble.of(0.9),
            "",
            0.25,
            100,
            more);
    return new Outlook(finding, 3, Optional.of(Money.usd(2))).sentence();
  }

  private static Optional<MoreResults> range(int low, int high) {
    return Optional.of(new MoreResults(OptionalInt.of(low), OptionalInt.of(high)));
  }

  @Test
  void whatIsNeededIsARange() {
    assertThat(outlook(10, range(48, 310)))
        .isEqualTo(
            "50 to 350 more cases until decided (80 %), $0.30 up; "
                + "25 % chance that the 10 cases left decide.");
  }

  @Test
  void oneNumberIsNoRange() {
    assertThat(outlook(60, range(57, 60)))
        .isEqualTo(
            "About 60 more cases until decided, $0.36; "
                + "25 % chance that the 60 cases left decide.");
  }

  @Test
  void farBeyondAThousandIsAtTheBar() {
    var far = new MoreResults(OptionalInt.empty(), OptionalInt.empty());
    assertThat(outlook(0, Optional.of(far)))
        .isEqualTo("More than 1,000 more cases until decided: at the bar; no cases are left.");
    var half = new MoreResults(OptionalInt.of(120), OptionalInt.empty());
    assertThat(outlook(0, Optional.of(half)))
        .startsWith("150 to more than 1,000 more cases until decided (80 %)");
  }

  @Test
  void fewCasesForetellNothing() {
    assertThat(outlook(198, Optional.empty()))
        .isEqualTo("25 % chance that the 198 cases left decide.");
  }

  @Test
  void theRangeIsThatOfTheTest() {
    var test = new ExactTest(110, 0.7, 0.05, 0.05, Scope.TRAFFIC);
    for (int i = 0; i < 20; i++) {
      test.add(i % 4 == 0 ? 0 : 1);
    }
    var inCases = test.forecast().times(2);
    assertThat(inCases.low().orElseThrow()).isEqualTo(2 * test.forecast().low().orElseThrow());
    assertThat(outlook(90, Optional.of(inCases))).contains(" to more than 1,000 more cases");
  }
}
