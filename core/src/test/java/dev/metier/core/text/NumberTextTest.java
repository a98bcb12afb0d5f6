package dev.metier.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumberTextTest {
  @Test
  void thousandsAreSetApart() {
    assertThat(NumberText.count(1234567)).isEqualTo("1,234,567");
    assertThat(NumberText.count(1, "call")).isEqualTo("1 call");
    assertThat(NumberText.count(0, "call")).isEqualTo("0 calls");
  }

  @Test
  void noDigitIsNeedless() {
    assertThat(NumberText.rounded(0.90, 4)).isEqualTo("0.9");
    assertThat(NumberText.rounded(100, 4)).isEqualTo("100");
    assertThat(NumberText.rounded(0.12345, 4)).isEqualTo("0.1235");
    assertThat(NumberText.plain(new BigDecimal("1E+3"))).isEqualTo("1000");
  }

  @Test
  void nothingIsLessThanNothing() {
    assertThat(NumberText.rounded(-0.00001, 4)).isEqualTo("0");
  }

  @Test
  void whatIsNoNumberIsToldAsSuch() {
    assertThat(NumberText.rounded(Double.NaN, 4)).isEqualTo("NaN");
    assertThat(NumberText.rounded(Double.POSITIVE_INFINITY, 4)).isEqualTo("Infinity");
  }
}
