package dev.metier.grade.text;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.grade.Grade;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Overlap;
import dev.metier.job.Template;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordOverlapGraderTest {
  private static final String FOX = "The quick brown fox jumps over the lazy dog";
  private static final String PARTY =
      "It is a guide to action that ensures that the military will forever heed party commands";

  private static double score(Overlap measure, String answer, String... expected) {
    var texts = List.of(expected).stream().map(Template::new).toList();
    var spec = new GraderSpec.WordOverlap(measure, texts, OptionalDouble.empty());
    return WordOverlapGrader.of(spec).grade(saying(answer)).score();
  }

  /// Values of nltk 3.9 (BLEU, GLEU; METEOR with its exact and stem stages) and rouge-score 0.1.
  @ParameterizedTest
  @CsvSource({
    "BLEU_WORDS, 0.36889397323344053, 0.4208598069524091",
    "GLEU,       0.4666666666666667,  0.45454545454545453",
    "ROUGE_1,    0.7777777777777778,  0.7058823529411765",
    "METEOR,     0.8654513888888888,  0.6944444444444444"
  })
  void scoresAreThoseOfTheReferences(Overlap measure, double fox, double party) {
    assertThat(score(measure, "the quick brown fox jumped over a lazy dog", FOX))
        .isCloseTo(fox, within(1e-12));
    assertThat(
            score(
                measure,
                "It is a guide to action which ensures that the military always obeys the commands of"
                    + " the party",
                PARTY))
        .isCloseTo(party, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"BLEU_WORDS", "GLEU", "ROUGE_1", "METEOR"})
  void theNearestTextCountsAndNothingIsLikeNothing(Overlap measure) {
    assertThat(score(measure, FOX, PARTY, FOX)).isGreaterThan(0.99);
    assertThat(score(measure, "", FOX)).isZero();
    assertThat(score(measure, "...", FOX)).isLessThan(1e-6);
    assertThat(score(measure, "xylophone", FOX)).isLessThan(1e-6);
  }

  /// By hand: one of two words found, none of one pair, lengths 2 and 3: sqrt(1/2 * 1e-7) * e^-1/2.
  @Test
  void anOrderWithoutAMatchCountsAsNearlyNothing() {
    assertThat(score(Overlap.BLEU_WORDS, "a x", "a b c"))
        .isCloseTo(Math.sqrt(0.5e-7) * Math.exp(-0.5), within(1e-15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          It's 5.50, isn't it? (Yes.) | it 's 5.50 , is n't it ? ( yes . )
          "Well"--he said...          | '' well '' -- he said ...
          I cannot, A.B. gonna go.    | i can not , a.b. gon na go .
          """)
  void wordsAndSignsComeApart(String text, String tokens) {
    assertThat(String.join(" ", PennTokens.of(text))).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3, true",
    "kitten, sitting, 2, false",
    "same, same, 0, true",
    "same, Same, 0, false",
    "'same ', same, 0, false",
    "'', abcde, 5, true",
    "'', abcdef, 5, false"
  })
  void editsAreCounted(String answer, String expected, int most, boolean passes) {
    Grade grade =
        new EditDistanceGrader(dev.metier.grade.Wording.of(new Template(expected)), most)
            .grade(saying(answer));
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }
}
