package dev.metier.report.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.report.matrix.FailureCauses.Cause;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCausesTest {
  private static String pattern(String reason) {
    return FailureCauses.patterns(Grade.fail(reason)).getFirst().pattern();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Expected \"2026-03-01\", found \"2026-01-03\".|Day and month are turned round",
        "Expected \"01.03.2026\", found \"03.01.2026\".|Day and month are turned round",
        "date: expected the date 2026-03-04, found \"3/4/26\" (read as 2026-04-03).|"
            + "date: day and month are turned round",
        "Expected \"2026-03-01\", found \"1 March 2026\".|"
            + "The right date is written in another way",
        "Expected the date 2026-03-21, found \"2025-03-21\" (read as 2025-03-21).|"
            + "Only the year is another one",
        "Expected the number 12.50, found \"-12.5\".|The sign is turned round",
        "total: expected \"1250\", found \"12.50\".|total: the number is off by a power of ten",
        "Expected \"Aunt\", found \"aunt.\".|Right but for capitals, spaces or punctuation",
        "Expected \"Ada Lovelace\", found \"Lovelace, Ada\".|"
            + "The right words stand in another order",
        "Expected \"aunt\", found \"It is the aunt.\".|What is expected stands among other words",
        "Expected \"North Sea\", found \"Sea\".|Only a part of what is expected is there"
      })
  void aDifferenceThatHasANameIsToldByIt(String reason, String told) {
    assertThat(pattern(reason)).isEqualTo(told);
    assertThat(FailureCauses.of(Grade.fail(reason))).containsExactly(new Cause(told, told));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Expected \"2026-03-01\", found \"2026-07-19\".|Expected \"…\", found \"…\"",
        "Expected the number 12, found \"17\".|Expected the number #, found \"…\"",
        "Expected \"0\", found \"7\".|Expected \"…\", found \"…\"",
        "Expected one of \"a\", \"b\", \"c\" and 4 more, found \"d\".|"
            + "Expected one of \"…\", found \"…\"",
        "Expected \"aunt\", found nothing.|Expected \"…\", found nothing",
        "Expected \"a long text…\", found \"long\".|Expected \"…\", found \"…\"",
        "Took 1,204 ms on GPT4, 12:30.|Took # ms on GPT4, #"
      })
  void elseItIsTheReasonWithoutItsValues(String reason, String told) {
    assertThat(pattern(reason)).isEqualTo(told);
  }

  @Test
  void shortQuotesStandInTheText() {
    String longText = "x".repeat(40);
    assertThat(
            FailureCauses.patterns(
                Grade.fail("Expected \"bill\", found \"" + longText + "\" 3 times.")))
        .containsExactly(
            new Cause(
                "Expected \"…\", found \"…\" # times", "Expected \"bill\", found \"…\" # times"));
  }

  @Test
  void eachWrongFieldIsACause() {
    var grade =
        Grade.fail(
            "1 of 7 fields right; total: expected \"3\", found \"-3\". tax: expected \"1\", but the"
                + " field is missing. no: expected \"a\", found \"b. c: d\". And 3 more.");
    assertThat(FailureCauses.patterns(grade))
        .extracting(Cause::pattern)
        .containsExactly(
            "total: the sign is turned round",
            "tax: expected \"…\", but the field is missing",
            "no: expected \"…\", found \"…\"");
  }

  @Test
  void eachFailedPartIsACause() {
    var parts =
        List.of(
            Grade.fail("sum: expected \"3\", found \"-3\"."),
            Grade.pass("day: as expected"),
            Grade.fail("The answer has no `tax`."));
    assertThat(FailureCauses.of(new Grade(0, "1 of 3", parts, false)))
        .extracting(Cause::text)
        .containsExactly("sum: the sign is turned round", "The answer has no `tax`");
  }

  @Test
  void numbersThatAreTheSameInAllStayInWhatIsTold() {
    var causes =
        Stream.of("0.1", "0.44")
            .map(found ->
                "Expected a ROUGE-1 likeness of at least 0.5 to \"…\", found %s: \"fix\"."
                    .formatted(found))
            .flatMap(reason -> FailureCauses.of(Grade.fail(reason)).stream())
            .toList();
    assertThat(causes).extracting(Cause::pattern).containsOnly(causes.getFirst().pattern());
    assertThat(FailureCauses.common(causes.stream().map(Cause::text).toList()))
        .isEqualTo("Expected a ROUGE-1 likeness of at least 0.5 to \"…\", found …: \"fix\"");
  }
}
