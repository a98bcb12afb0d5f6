package dev.metier.grade.text;

import static dev.metier.grade.Answers.saying;
import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextGradersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "billing        | false | billing       | true",
        "'  billing\n ' | false | billing       | true",
        "Billing        | false | billing       | false",
        "Billing        | true  | billing       | true",
        "STRASSE        | true  | straße        | true",
        "\"billing\"    | false | billing       | false",
        "`billing`      | false | billing       | false",
        "billing.       | false | billing       | false",
        "''             | false | billing       | false",
        "billing        | false | '{{label}}'   | true",
        "Label: billing | false | '{{label}}'   | false"
      })
  void equalsMeansTheWholeText(String answer, boolean fold, String expected, boolean passes) {
    var grader = Graders.of(new GraderSpec.Equals(template(expected), fold));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @Test
  void aDifferenceThatIsNotSeenIsSaid() {
    String same = "x".repeat(80);
    var exact = new GraderSpec.Equals(template("a\n"), false, false, true);
    assertThat(Graders.of(exact).grade(saying("a")).reason())
        .isEqualTo("Expected \"a\", found \"a\". White space at the beginning or end counts here.");
    var longer = new GraderSpec.Equals(template(same + "y"), false);
    assertThat(Graders.of(longer).grade(saying(same + "z")).reason())
        .contains("They differ behind what is shown");
    assertThat(Graders.of(longer).grade(saying("z")).reason()).doesNotContain("differ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "billing         | true",
        "refund       | true",
        " refund | true",
        "Refund | false",
        "billing, refund | false",
        "''          | false",
        "other  | true",
        "[\"billing\",\"refund\"] | false",
        "[1] | true"
      })
  void aListIsItsElements(String answer, boolean passes) {
    var spec =
        new GraderSpec.OneOf(
            List.of(template("{{labels}}"), template("other"), template("[1]")), false);
    assertThat(Graders.of(spec).grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all | false | refund for billing        | true",
        "all | false | refund only               | false",
        "all | true  | REFUND for Billing        | true",
        "all | false | REFUND for Billing        | false",
        "any | false | refund only               | true",
        "any | false | nothing of it             | false",
        "any | false | ''                        | false"
      })
  void containsLooksForEachText(String how, boolean fold, String answer, boolean passes) {
    var texts = List.of(template("{{label}}"), template("refund"));
    var grader = Graders.of(new GraderSpec.Contains(texts, how.equals("all"), fold));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @Test
  void aVariableThatIsAListIsLookedForElementByElement() {
    var spec = new GraderSpec.Contains(List.of(template("{{labels}}")), true, false);
    assertThat(Graders.of(spec).grade(saying("refund, billing")).passed()).isTrue();
    assertThat(Graders.of(spec).grade(saying("refund")).reason()).contains("\"billing\"");
  }

  @Test
  void aCitationInBracketsIsATextNotAList() {
    var spec = new GraderSpec.Contains(List.of(template("[{{n}}]")), true, false);
    assertThat(Graders.of(spec).grade(saying("As shown [42].")).passed()).isTrue();
    assertThat(Graders.of(spec).grade(saying("As shown 42.")).passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "café | cafe\u0301",
        "'one\r\ntwo' | 'one\ntwo'",
        "10 km | 10\u00A0km",
        "10 km | 10\u202Fkm"
      })
  void whatLooksTheSameIsTheSameUnlessStrict(String expected, String answer) {
    var texts = List.of(template(expected));
    for (boolean strict : List.of(false, true)) {
      for (GraderSpec spec :
          List.of(
              new GraderSpec.Equals(template(expected), false, strict),
              new GraderSpec.OneOf(texts, true, strict),
              new GraderSpec.Contains(texts, true, true, strict),
              new GraderSpec.StartsWith(texts, false, strict))) {
        assertThat(Graders.of(spec).grade(saying(answer)).passed()).isNotEqualTo(strict);
      }
    }
  }

  @Test
  void anAnswerStartsWithOneOfSeveralTexts() {
    var spec = new GraderSpec.StartsWith(List.of(template("{{labels}}")), false, false);
    assertThat(Graders.of(spec).grade(saying("refund, please")).passed()).isTrue();
    assertThat(Graders.of(spec).grade(saying("a refund")).reason())
        .isEqualTo("Expected to start with any of \"billing\", \"refund\", found \"a refund\".");
  }

  @ParameterizedTest
  @CsvSource({
    "^{{label}}, billing it is, true",
    "^{{n}}$, 42, true",
    "^a{{none}}, anull, true",
    "^[{{label}}]+$, gnillib, true",
    "^{{label}}, refund, false"
  })
  void whatTheCaseFillsInStandsForItselfInARegex(String regex, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Regex(regex, false, false));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @Test
  void signsOfACaseAreNoPartOfThePattern() {
    var given =
        new Case("c", Map.of("label", "A+ (b"), Optional.empty(), Set.of(), Optional.empty());
    var grader = Graders.of(new GraderSpec.Regex("(?i)^{{label}}(?=\\s)", false, false));
    assertThat(grader.grade(saying("a+ (B it is", given)).passed()).isTrue();
    assertThat(grader.grade(saying("AA (b it is", given)).passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"\\bmüde\\b, ich bin müde, true", "^\\w+$, größe, true", "\\büde\\b, müde, false"})
  void classesOfARegexAreUnicodes(String regex, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Regex(regex, false, false));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feat: add a button | false | true",
        "' feat: x'    | false | true",
        "Feat: add          | false | false",
        "Feat: add    | true  | true",
        "fix: feat:         | false | false",
        "''           | false | false",
        "fea | true | false"
      })
  void startsWithLooksAtTheBeginning(String answer, boolean fold, boolean passes) {
    var grader = Graders.of(new GraderSpec.StartsWith(template("feat:"), fold));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[A-Z]{2}\\d+ | false | false | see AB12 now | true",
        "[A-Z]{2}\\d+ | true  | false | see AB12 now | false",
        "[A-Z]{2}\\d+ | true  | false | ' AB12\n'    | true",
        "[A-Z]{2}\\d+ | false | false | see ab12     | false",
        "[A-Z]{2}\\d+ | false | true  | see ab12     | true",
        "ÄPFEL        | true  | true  | äpfel        | true",
        "x*           | true  | false | ''           | true"
      })
  void aRegexIsFoundOrMatchesAll(
      String regex, boolean whole, boolean fold, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Regex(regex, whole, fold));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @Test
  void aRegexThatWouldRunForeverIsABrokenGrader() {
    Grader grader = Graders.of(new GraderSpec.Regex("(.*a){20}b", true, false));
    Grade grade = grader.grade(saying("a".repeat(60)));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason())
        .isEqualTo("The pattern \"(.*a){20}b\" takes too many steps on this answer.");
  }

  @Test
  void aPatternThatIsNoneIsNamed() {
    Grade grade = Graders.of(new GraderSpec.Regex("(", false, false)).grade(saying("x"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).isEqualTo("\"(\" is not a regular expression: Unclosed group.");
  }

  @Test
  void aVariableThatTheCaseLacksIsNamed() {
    Grade grade = Graders.of(new GraderSpec.Equals(template("{{gone}}"), false)).grade(saying("x"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).isEqualTo("no value for {{gone}}.");
  }

  @Test
  void reasonsQuoteAtMostEightyCharacters() {
    var grader = Graders.of(new GraderSpec.Equals(template("x"), false));
    String reason = grader.grade(saying("long ".repeat(1000))).reason();
    assertThat(reason).hasSizeLessThan(120).contains("…");
  }
}
