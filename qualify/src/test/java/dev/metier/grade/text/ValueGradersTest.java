package dev.metier.grade.text;

import static dev.metier.grade.Answers.saying;
import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Dates;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.FieldKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueGradersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42        | The answer is 42.                  | true",
        "42        | First 41, then 42                  | true",
        "42        | 42 or 43                           | false",
        "42        | none                               | false",
        "42        | ''                                 | false",
        "1234.56   | Total: 1.234,56 EUR                | true",
        "1234.56   | Total: 1,234.56 EUR                | true",
        "1234.56   | Total: 1 234,56 EUR                | true",
        "1234.56   | Total: 1'234.56                    | true",
        "1234.56   | Total: 1\u202F234,56               | true",
        "1234567   | 1,234,567                          | true",
        "1234567   | 1.234.567                          | true",
        "1234567   | 12,34,567                          | true",
        "1234      | 1,234                              | true",
        "1.234     | 1,234                              | true",
        "1234      | 1 234                              | true",
        "200       | scores 100 200                     | true",
        "0.5       | 0,500                              | true",
        "500       | 0,500                              | false",
        "0.5       | .5                                 | true",
        "-5        | it is -5 degrees                   | true",
        "-5        | it is −5 degrees                   | true",
        "5         | pages 3-5                          | true",
        "-5        | 3-5                                | false",
        "-5        | -$5                                | true",
        "5         | USD5                               | true",
        "45%       | 45 %                               | true",
        "0.45      | 45%                                | true",
        "45        | 45%                                | true",
        "45%       | 0.45                               | true",
        "45%       | 0.45%                              | false",
        "45%       | 45 percent                         | true",
        "1500      | 1.5e3                              | true",
        "1500      | 1.5 × 10^3                         | true",
        "0.0015    | 1.5E-3                             | true",
        "3         | 1,2,3                              | true",
        "2         | 2 since version 1.2.3              | true",
        "7         | 7 by GPT4                          | true",
        "42        | **42**.                            | true",
        "42        | \\boxed{42}                        | true",
        "9007199254740993 | 9007199254740992            | false",
        "1,234.5   | 1234.5                             | true",
        "72        | 答案是72。                            | true",
        "72        | 合計は72円です                          | true",
        "72        | 합계는72원                             | true",
        "-5        | 答案是-5                              | true",
        "72        | 答案是 ７２                             | true",
        "72        | उत्तर ७२ है                          | true",
        "-1234.5   | 共－1,234．5元                         | true",
        "9500      | \\boxed{9{,}500}                   | true",
        "9500      | = 9\\,500                          | true",
        "9500      | 9,\\!500                           | true",
        "9500      | $9~500$                            | true",
        "0.5       | \\boxed{\\frac{1}{2}}               | true",
        "0.5       | \\frac12                           | true",
        "-0.5      | x = -\\dfrac{1}{2}                 | true",
        "2.5       | 2\\frac{1}{2}                      | true",
        "-2.5      | -2\\frac{1}{2}                     | true",
        "2         | \\frac{1}{0}, 2                    | true",
        "\\frac{1}{3} | \\boxed{\\frac{2}{6}}            | true",
        "72        | so \\boxed{72} in step 3            | true",
        "5         | \\$5                               | true",
        "45%       | 45\\%                              | true",
        "1500      | 1.5 × 10³                          | true",
        "0.0015    | 1.5 × 10⁻³                         | true",
        "1500      | 1.5 \\times 10^{3}                 | true",
        "1         | 1e1000                             | false",
        "1         | 1e99999999999999999999             | false",
        "1         | 1 × 10^1000                        | false",
        "1e1000    | 10e999                             | true"
      })
  void theLastNumberCountsHoweverItIsWritten(String expected, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Numeric(template(expected), 0, 0));
    Grade grade = grader.grade(saying(answer));
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LAST  | 220 | 220 USD [1]  | false", "FIRST | 220 | 220 USD [1] | true",
        "ONLY  | 220 | 220 USD [1]  | false", "ONLY  | 220 | It is 220.  | true",
        "FIRST | 220 | from 1 to 220 | false"
      })
  void whichNumberCountsCanBeSaid(
      GraderSpec.Which which, String expected, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Numeric(template(expected), 0, 0, which));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DMY | -          | 3/4/2026   | 2026-04-03", "MDY | -          | 3/4/2026   | 2026-03-04",
        "MDY | -          | 1/16/2026  | 2026-01-16", "MDY | -          | 16/1/2026  | -",
        "YMD | -          | 26/03/04   | 2026-03-04", "YMD | -          | 3/4/2026   | -",
        "MDY | -          | 2026-03-04 | 2026-03-04", "-   | YYYY-MM-DD | 2026-03-04 | 2026-03-04",
        "-   | YYYY-MM-DD | 4.3.2026   | -", "-   | YYYY-MM-DD | 2026-3-4   | -",
        "-   | D MMM YYYY | 4 Mar 2026 | 2026-03-04", "-   | MM/DD/YYYY | 03/04/2026 | 2026-03-04",
        "-   | -          | 2026年3月4日  | 2026-03-04"
      },
      nullValues = "-")
  void datesHaveAnOrderOrAFormWhenTheProjectSaysSo(
      GraderSpec.DateOrder order, String format, String answer, String day) {
    var dates = new Dates(Optional.ofNullable(order), Optional.ofNullable(format));
    var comparison = new GraderSpec.Comparison(FieldKind.DATE, 0, dates);
    var expected = template(day == null ? "2026-03-04" : day);
    Grade grade = Graders.of(new GraderSpec.Value(expected, comparison)).grade(saying(answer));
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(day != null);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0, 0, 100.5, false", "100, 0.5, 0, 100.5, true", "100, 0.5, 0, 100.51, false",
    "100, 0, 0.01, 101, true", "100, 0, 0.01, 101.1, false", "-100, 0, 0.01, -99, true",
    "0.3, 0, 0, 0.3, true", "0.3, 0.1, 0, 0.4, true"
  })
  void toleranceIsAbsoluteOrRelative(
      String expected, double absolute, double relative, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Numeric(template(expected), absolute, relative));
    assertThat(grader.grade(saying(answer)).passed()).isEqualTo(passes);
  }

  @Test
  void anExpectedNumberThatIsNoneIsBroken() {
    Grade grade =
        Graders.of(new GraderSpec.Numeric(template("{{label}}"), 0, 0)).grade(saying("1"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).isEqualTo("The expected value \"billing\" is no number.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-03 | 2026-03-03", "2026-03-03 | 2026/3/3", "2026-03-03 | 20260303",
        "2026-03-03 | 2026-03-03T10:15:00Z", "2026-03-03 | 3 March 2026",
            "2026-03-03 | March 3, 2026",
        "2026-03-03 | Mar 3rd 2026", "2026-03-03 | 3rd of March 2026", "2026-03-03 | 3. März 2026",
        "2026-03-03 | Dienstag, 3. März 2026", "2026-03-03 | 3 mars 2026",
            "2026-03-01 | 1er mars 2026",
        "2026-03-03 | 3 de marzo de 2026", "2026-03-03 | 3 marzo 2026",
            "2026-03-03 | 3 de março de 2026",
        "2026-03-03 | 3 maart 2026", "2026-03-03 | 03.03.2026", "2026-03-03 | 3.3.26",
        "2026-04-03 | 03/04/2026", "2026-03-13 | 03/13/2026", "2026-03-13 | 13-03-2026",
        "1999-12-31 | 31/12/99", "2026-03-03 | 3-Mar-2026", "2026-08-15 | 15 août 2026",
        "2026-03-03 | Tue, 3 Mar 2026", "2026-09-05 | Sept 5, 2026",
            "2026-03-03 | Tuesday, March 3, 2026"
      })
  void datesAreReadAsPeopleWriteThem(String day, String written) {
    var grader = Graders.of(new GraderSpec.Value(template(day), FieldKind.DATE, 0));
    Grade grade = grader.grade(saying(written));
    assertThat(grade.passed()).as(grade.reason()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-04",
        "2026-02-30",
        "3 Foo 2026",
        "March 2026",
        "3 Ju 2026",
        "tomorrow",
        "2026",
        "It is 2026-03-03",
        "03/04/2026",
        "''"
      })
  void whatIsNotTheDateFails(String written) {
    var grader = Graders.of(new GraderSpec.Value(template("2026-03-03"), FieldKind.DATE, 0));
    Grade grade = grader.grade(saying(written));
    assertThat(grade.score()).isZero();
    assertThat(grade.broken()).isFalse();
  }

  @Test
  void datesHaveATolerancesInDays() {
    var grader = Graders.of(new GraderSpec.Value(template("2026-03-01"), FieldKind.DATE, 1));
    assertThat(grader.grade(saying("28 February 2026")).passed()).isTrue();
    assertThat(grader.grade(saying("27 February 2026")).reason())
        .isEqualTo(
            "Expected the date 2026-03-01 ± 1 day, found \"27 February 2026\""
                + " (read as 2026-02-27).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EUR 12.50  | € 12,50        | true", "EUR 12.50  | 12.50 EUR      | true",
        "EUR 12.50  | 12,50€         | true", "EUR 12.50  | 12.50 euros    | true",
        "EUR 12.50  | $12.50         | false", "EUR 12.50 | 12.50          | false",
        "12.50      | $12.50         | true", "12.50      | 12.50          | true",
        "EUR 12.50  | EUR 12.51      | false", "-5 USD    | -$5.00         | true",
        "-5 USD     | ($5.00)        | true", "EUR 1200   | 1.200,00 EUR   | true",
        "USD 1200   | $1,200         | true", "EUR 12     | € 12,-         | true",
        "CHF 1250.5 | CHF 1'250.50   | true", "EUR 12.50  | about 12.50    | false",
        "EUR 12.50  | ''             | false", "EUR 12.50 | XYZQ 12.50     | false"
      })
  void moneyIsAmountAndCurrency(String expected, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Value(template(expected), FieldKind.MONEY, 0));
    Grade grade = grader.grade(saying(answer));
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOLEAN | true     | Yes                    | true",
        "BOOLEAN | true     | no                     | false",
        "BOOLEAN | nein     | false                  | true",
        "BOOLEAN | true     | maybe                  | false",
        "BOOLEAN | true     | ''                     | false",
        "BOOLEAN | true     | yes it is              | false",
        "NULL    | x        | null                   | true",
        "NULL    | x        | NULL                   | true",
        "NULL    | x        | none                   | false",
        "NULL    | x        | ''                     | false",
        "NULL    | x        | 0                      | false",
        "NULL    | x        | x                      | false",
        "TEXT    | A  b     | a B                    | true",
        "TEXT    | a b      | ' a\n b '              | true",
        "TEXT    | a b      | ab                     | false",
        "TEXT    | straße   | STRASSE                | true",
        "TEXT    | é        | e\u0301                | true",
        "TEXT    | a        | ''                     | false",
        "NUMBER  | 1234.5   | 1.234,5                | true",
        "NUMBER  | 1234.5   | about 1234.5           | false",
        "NUMBER  | 5        | -5                     | false",
        "NUMBER  | 5        | 5.0                    | true",
        "NUMBER  | 5        | five                   | false",
        "NUMBER  | 5        | ''                     | false",
        "JSON    | '{\"a\":1,\"b\":[1]}' | '{\"b\":[1.0],\"a\":1}' | true",
        "JSON    | '{\"a\":1}'  | '{\"a\":1,\"b\":2}'     | false",
        "JSON    | '[1,2]'  | '[2,1]'                | false",
        "JSON    | '[1,2]'  | 'x'                    | false",
        "JSON    | 'null'   | 'null'                 | true",
        "JSON    | '\"1\"'  | '1'                    | false",
        "ONE_OF  | '[\"bug\",\"other\"]' | Other          | true",
        "ONE_OF  | '[\"bug\",\"other\"]' | billing        | false",
        "ONE_OF  | bug      | bug                    | true",
        "CONTAINS | 1 infantry | 'Place 1  Infantry.' | true",
        "CONTAINS | 2 infantry | 'Place 1 infantry.'  | false",
        "REGEX   | '^5\\s'  | '5 (x2)'               | true",
        "REGEX   | '^5\\s'  | '15 (x2)'              | false"
      })
  void aValueIsComparedByItsKind(FieldKind kind, String expected, String answer, boolean passes) {
    var grader = Graders.of(new GraderSpec.Value(template(expected), kind, 0));
    Grade grade = grader.grade(saying(answer));
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }
}
