package dev.metier.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "340, 340 ms",
    "1234, 1.2 s",
    "59960, 60 s",
    "134000, 2:14 min",
    "3905000, 1:05 h",
    "0, 0 ms"
  })
  void durationsReadAsPeopleSayThem(long millis, String text) {
    assertThat(DurationText.rounded(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
