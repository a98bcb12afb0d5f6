package dev.metier.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31m",
        "\u009b31m",
        "\u001b]0;title\u0007",
        "\u0090q",
        "\r",
        "\b",
        "\u007f",
        "\u202e",
        "\u2066",
        "\u2028"
      })
  void nothingSteersTheTerminalOrTurnsTheLine(String steering) {
    assertThat(PlainText.of("a" + steering + "b").codePoints())
        .noneMatch(c ->
            Character.isISOControl(c)
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069));
  }

  @Test
  void inLinesColoursAndBreaksStayAndAllElseIsTakenAway() {
    assertThat(PlainText.ofLines("\u001b[1ma\u001b[0m\n\tb")).isEqualTo("\u001b[1ma\u001b[0m\n\tb");
    assertThat(PlainText.ofLines("x\u001b[2J\u001b]0;t\u0007\u009b2J\r\u202e$1\\"))
        .isEqualTo("x [2J ]0;t  2J  $1\\");
  }

  @Test
  void textOfAnyScriptStays() {
    String text = "naïve 日本語 עברית\u200f \ud83d\ude00 \u00a0";
    assertThat(PlainText.of(text)).isEqualTo(text);
  }
}
