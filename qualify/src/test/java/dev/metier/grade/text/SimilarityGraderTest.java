package dev.metier.grade.text;

import static dev.metier.grade.Answers.saying;
import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Metric;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimilarityGraderTest {
  private static Grade grade(Metric metric, String expected, String answer) {
    return Graders.of(new GraderSpec.Similarity(metric, template(expected), OptionalDouble.empty()))
        .grade(saying(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEVENSHTEIN | kitten                      | sitting                 | 0.571429",
        "LEVENSHTEIN | abc                         | xyz                     | 0",
        "LEVENSHTEIN | abcd                        | abc                     | 0.75",
        "ROUGE_L     | the cat sat on the mat      | the cat on the mat      | 0.909091",
        "ROUGE_L     | the cat sat on the mat      | The Cat, sat on the mat!| 1",
        "ROUGE_L     | police killed the gunman    | the gunman police killed| 0.5",
        "ROUGE_L     | one two                     | three four              | 0",
        "ROUGE_L     | 猫坐在垫子上                 | 猫坐在垫子                 | 0.909091",
        "ROUGE_L     | すしを食べる                 | すしを食べた               | 0.833333",
        "ROUGE_L     | กขคง                         | กขค                       | 0.857143",
        "ROUGE_L     | GPT 猫坐                     | gpt 猫                    | 0.8",
        "BLEU        | 猫坐在垫子上                 | 猫坐在垫子上              | 1",
        "LEVENSHTEIN | cafe\u0301                   | café                     | 1",
        "BLEU        | the cat sat on the mat      | the cat sat on the mat .| 0.809107",
        "BLEU        | the cat sat on the mat      | the cat                 | 0.135335",
        "BLEU        | the cat sat on the mat      | a dog                   | 0",
        "BLEU        | the cat sat on the mat      | the cat on a mat        | 0.208012",
        "CHRF        | the cat sat on the mat      | the cat sat on the mat .| 0.986217",
        "CHRF        | the cat sat on the mat      | the cat                 | 0.272533",
        "CHRF        | abc                         | xyz                     | 0"
      })
  void scoresAreThoseOfTheDefinitions(Metric metric, String expected, String answer, double score) {
    Grade grade = grade(metric, expected, answer);
    assertThat(grade.score()).as(grade.reason()).isCloseTo(score, offset(1e-5));
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void theSameTextIsFullyLikeAndNoTextIsNot(Metric metric) {
    assertThat(grade(metric, "a b c", " a b c\n").score()).isEqualTo(1);
    assertThat(grade(metric, "a b c", "").score()).isZero();
    assertThat(grade(metric, "", "a b c").score()).isZero();
    assertThat(grade(metric, "", "").score()).isEqualTo(1);
  }

  @Test
  void atLeastMakesItPassOrFail() {
    var grader =
        Graders.of(
            new GraderSpec.Similarity(
                Metric.LEVENSHTEIN, template("abcd"), OptionalDouble.of(0.75)));
    assertThat(grader.grade(saying("abc")).score()).isEqualTo(1);
    assertThat(grader.grade(saying("ab")).score()).isZero();
    assertThat(grader.grade(saying("ab")).reason())
        .isEqualTo("Expected a likeness of at least 0.75 to \"abcd\", found 0.5: \"ab\".");
  }

  @Test
  void meaningCountsForEmbeddings() {
    Grade near =
        grade(
            Metric.EMBEDDING,
            "The parcel arrived late.",
            "The package was delivered with a delay.");
    Grade far =
        grade(Metric.EMBEDDING, "The parcel arrived late.", "Bananas are rich in potassium.");
    assertThat(near.broken()).as(near.reason()).isFalse();
    assertThat(near.score()).isGreaterThan(0.6);
    assertThat(far.score()).isLessThan(0.25);
  }

  @Test
  void theEmbeddingsLibraryIsToldToReportNothing() {
    assertThat(grade(Metric.EMBEDDING, "one", "two").score()).isBetween(0.0, 1.0);
    assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
  }
}
