package dev.metier.grade.text;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.script.Script;
import dev.metier.grade.script.ScriptResult;
import dev.metier.grade.script.Scripts;
import dev.metier.grade.spec.Graders;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Flavour;
import dev.metier.job.GraderSpec.Regex;
import dev.metier.job.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptRegexGraderTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "ab",
          "-",
          " ",
          "1",
          "_",
          ".",
          "\\d",
          "\\w",
          "\\W",
          "\\D",
          "\\b",
          "\\B",
          "^",
          "$",
          "|",
          "(",
          ")",
          "(?:",
          "(?=",
          "(?!",
          "*",
          "+",
          "?",
          "+?",
          "{2}",
          "{1,2}",
          "{0,1}?",
          "[ab]",
          "[^a]",
          "[a-c1-3]",
          "[\\d_]",
          "[^\\w.]",
          "\\.",
          "\\$",
          "\\-",
          "\\/",
          "\\(",
          "a*",
          "b+",
          "[b-]",
          "]",
          "{",
          "}",
          "[",
          "\\1",
          "(?<!a)",
          "[a&&b]",
          "\\s",
          "\\u0061",
          "\\x61",
          "é");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "ab",
          "ba",
          "aab b",
          "1-2",
          "a1_b",
          "a\nb",
          "b\r",
          "a.b",
          "($)",
          "a-b/c",
          "é",
          "aé b",
          "\u00a0a",
          "\u2028",
          "a\u0085b",
          "]{2}",
          "_ab12",
          "ABC",
          "K\u212a",
          "abab");

  private static Grade grade(String pattern, boolean whole, boolean fold, String answer) {
    return Graders.of(new Regex(new Template(pattern), whole, fold, Flavour.JAVASCRIPT))
        .grade(saying(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ^\\d+$                   | 12        | true
          ^\\d+$                   | "12\n"    | false
          ^\\s                     | " x"      | true
          \\w                      | é         | false
          \\d                      | ٣         | false
          (?<=total )\\d+          | total 12  | true
          (?<!total )12            | total 12  | false
          [^]                      | "\n"      | true
          a{,2}                    | a{,2}     | true
          (?:z)((a+)?(b+)?(c))*    | zaacbbbcac | true
          \\u0041                  | A         | true
          ^.$                      | 😀        | false
          (a)?b\\1c                | bc        | true
          \\s                      | "\ufeff"  | true
          {{label}}                | billing   | true
          ^b.*g$                   | billing   | true
          """)
  void itIsReadAsJavaScriptReadsIt(String pattern, String answer, boolean found) {
    assertThat(grade(pattern, false, false, answer).passed()).isEqualTo(found);
    var opposite =
        new GraderSpec.Not(new Regex(new Template(pattern), false, false, Flavour.JAVASCRIPT));
    assertThat(Graders.of(opposite).grade(saying(answer)).passed()).isEqualTo(!found);
  }

  @Test
  void itMayHaveToMatchTheWholeAnswerWhateverItsCase() {
    assertThat(grade("BILL|ing", true, true, "bill").passed()).isTrue();
    assertThat(grade("BILL|ing", true, true, "billing").passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?i)a", "[", "a**", "(", "^*", "(?<n>a)(?<n>b)"})
  void whatIsNoPatternFailsAlsoTurnedRound(String pattern) {
    var spec = new Regex(new Template(pattern), false, false, Flavour.JAVASCRIPT);
    for (GraderSpec each : List.of(spec, new GraderSpec.Not(spec))) {
      Grade grade = Graders.of(each).grade(saying("a"));
      assertThat(grade.passed() || grade.broken()).isFalse();
      assertThat(grade.reason()).contains("is no regular expression of JavaScript");
    }
  }

  @Test
  void aPatternThatNeverEndsBreaksTheGrade() {
    Grade grade = grade("(a+)+$", false, false, "a".repeat(40) + "b");
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).contains("takes longer than 2 seconds");
  }

  @Test
  void whereJavaIsAskedItFindsWhatTheEngineFinds() {
    var random = new Random(5);
    var patterns = new ArrayList<String>();
    var expected = new ArrayList<Pattern>();
    while (patterns.size() < 1500) {
      var pattern = new StringBuilder();
      for (int i = random.nextInt(1, 7); i > 0; i--) {
        pattern.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      JavaScriptPattern.java(pattern.toString())
          .ifPresent(java -> {
            patterns.add(pattern.toString());
            expected.add(java);
          });
    }
    var found = new StringBuilder();
    for (Pattern java : expected) {
      TEXTS.forEach(text -> found.append(java.matcher(text).find() ? '1' : '0'));
    }
    assertThat(engine(patterns)).isEqualTo(found.toString());
  }

  private static String engine(List<String> patterns) {
    var context = JsonComparison.MAPPER.createObjectNode();
    var all = context.putArray("patterns");
    patterns.forEach(all::add);
    var texts = context.putArray("texts");
    TEXTS.forEach(texts::add);
    String code =
        """
        return context.patterns.map(p => {
          try {
            const r = new RegExp(p);
            return context.texts.map(t => r.test(t) ? '1' : '0').join('');
          } catch (e) { return ' no pattern: ' + p + ' '; }
        }).join('')
        """;
    return switch (Scripts.run(new Script(List.of(code), Optional.empty()), "", context)) {
      case ScriptResult.Text(String text) -> text;
      case ScriptResult other -> other.toString();
    };
  }
}
