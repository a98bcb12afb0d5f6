package dev.metier.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private static final Path FILE = Path.of("bad.json");

  private final List<Problem> told = new ArrayList<>();

  private Optional<Written> read(String text) {
    return StrictJson.read(FILE, text, "", told::add);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1", "{\"a\": 1\n", "{\"a\": 1\n\n\n", "[1, 2,\n"})
  void aMistakeIsNeverPlacedBehindTheLastLine(String text) {
    assertThat(read(text)).isEmpty();
    int lines = (int) text.strip().lines().count();
    assertThat(told.getFirst().toString())
        .contains("line=" + lines)
        .doesNotContain("line=" + (lines + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a: 1}",
        "{\"a\": 1,}",
        "[1, 2,]",
        "// no\n{}",
        "{} # no",
        "{'a': 1}",
        "{\"a\": NaN}",
        "{\"a\": .5}",
        "{\"a\": 01}",
        "{\"a\": +1}",
        "{\"a\": TRUE}",
        "\uFEFF{}",
        "a: 1",
        "{} {}",
        "&x {}"
      })
  void whatIsNotJsonIsRefused(String text) {
    read(text);
    assertThat(told).isNotEmpty();
  }

  @Test
  void aKeyThatIsWrittenTwiceIsTold() {
    read("{\"a\": 1,\n \"a\": 2}");
    assertThat(told)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what()).isEqualTo("`a` is written twice.");
          assertThat(problem.place().orElseThrow().line()).isEqualTo(2);
          assertThat(problem.place().orElseThrow().column()).isEqualTo(2);
        });
  }

  @Test
  void deepNestingIsRefusedAndNothingElseHappens() {
    read("[".repeat(100_000));
    assertThat(told).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9999", "-1e9999", "1e99999999999", "1e-99999999999", "1.5"})
  void noNumberIsTooOddToBeToldAsNoWholeNumber(String number) {
    var reading = new Reading(Reading.Notation.JSON);
    Written value = read("{\"n\": " + number + "}").orElseThrow();
    var entry = ((Written.Entries) value).entries().getFirst();
    assertThat(ScalarReader.count().read(entry.value(), reading)).isEmpty();
    assertThat(ScalarReader.share().read(entry.value(), reading)).isEmpty();
    assertThat(reading.problems()).hasSize(2);
  }
}
