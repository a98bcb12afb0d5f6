package dev.metier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class OutlookTest {
  private static String outlook(int passed, int seen, int available, double bar) {
    var finding =
        new Finding(
            new Requirement.Quality(bar, 0.95, Optional.empty()),
            Finding.Status.UNDECIDED,
            seen,
            available,
            new Interval(0, 1),
            bar,
            OptionalDouble.of(passed / (double) seen),
            "",
            0.25,
            100);
    return new Outlook(finding, 3, Optional.of(Money.usd(2))).sentence();
  }

  @Test
  void whatIsNeededIsARange() {
    assertThat(outlook(80, 100, 110, 0.7))
        .matches("\\d+ to \\d+ more cases until decided \\(80 %\\), \\$[\\d.]+ up; .*")
        .endsWith("25 % chance that the 10 cases left decide.");
  }

  @Test
  void farBeyondAThousandIsAtTheBar() {
    assertThat(outlook(9000, 10_000, 10_000, 0.9))
        .isEqualTo("More than 1,000 more cases until decided: at the bar; no cases are left.");
    assertThat(outlook(45, 50, 50, 0.88)).contains(" to more than 1,000 more cases until decided");
  }

  @Test
  void fewCasesForetellNothing() {
    assertThat(outlook(2, 2, 200, 0.9)).isEqualTo("25 % chance that the 198 cases left decide.");
  }
}
