package dev.metier.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowSizeTest {
  @Test
  void theSecondNumberIsTheColumns() {
    assertThat(WindowSize.columns("24 80\n")).isEqualTo(OptionalInt.of(80));
    assertThat(WindowSize.columns("50 200")).isEqualTo(OptionalInt.of(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0\n", "80\n", "stty: standard input: Inappropriate ioctl"})
  void whatIsNoSizeIsNotTaken(String said) {
    assertThat(WindowSize.columns(said)).isEmpty();
  }
}
