package dev.metier.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1", "{\"a\": 1\n", "{\"a\": 1\n\n\n", "[1, 2,\n"})
  void aMistakeIsNeverPlacedBehindTheLastLine(String text) {
    var problems = new Problems();
    assertThat(JsonValue.read(Path.of("bad.json"), text, problems)).isEmpty();
    int lines = (int) text.strip().lines().count();
    assertThat(problems.found().getFirst().toString())
        .contains("line=" + lines)
        .doesNotContain("line=" + (lines + 1));
  }
}
