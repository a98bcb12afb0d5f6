package dev.metier.label.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.label.LabelledAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MadeUpErrorsTest {
  private static List<AnsweredCase> right(String... texts) {
    var all = new ArrayList<AnsweredCase>();
    for (int i = 0; i < texts.length; i++) {
      var given =
          new Case("c" + i, Map.of("n", "" + i), Optional.empty(), Set.of(), Optional.empty());
      all.add(
          AnsweredCase.of(
              given, new LabelledAnswer(texts[i], "expected", true), OptionalDouble.empty()));
    }
    return all;
  }

  private static List<String> errors(String... texts) {
    return MadeUpErrors.of(right(texts)).stream()
        .map(each -> each.answer().source() + ": " + each.answer().text())
        .toList();
  }

  @Test
  void twoDigitsAreTransposed() {
    assertThat(errors("{\"total\": 118}")).containsExactly("digits transposed: {\"total\": 181}");
    assertThat(errors("in 4 days")).containsExactly("digits transposed: in 5 days");
    assertThat(errors("99")).doesNotContain("digits transposed: 99");
  }

  @Test
  void aLabelBecomesThatOfAnotherCase() {
    assertThat(errors("bug", "Bug", "billing", "bug", "billing", "bug", "billing", "bug"))
        .hasSize(8)
        .contains("label of another case: billing", "label of another case: bug");
  }

  @Test
  void textsThatAreAllDifferentAreNoLabels() {
    assertThat(errors("one thing", "another thing", "a third")).isEmpty();
  }

  @Test
  void aSentenceComesFromAnotherCase() {
    assertThat(
            errors(
                "The server was restarted by hand.", "The customer wants a refund for the order."))
        .containsExactly(
            "sentence of another case: The customer wants a refund for the order.",
            "sentence of another case: The server was restarted by hand.");
  }

  @Test
  void errorsAreMarkedDifferFromWhatWasRightAndAreTheSameEachTime() {
    var right =
        right(
            "Order 4711 was sent on 12 May. It arrives tomorrow.",
            "Refund of 25.90 was booked. The customer was told so.");
    var errors = MadeUpErrors.of(right);
    assertThat(errors).hasSize(4).allMatch(each -> each.answer().madeUp());
    assertThat(errors)
        .noneMatch(e -> right.stream().anyMatch(r -> r.answer().text().equals(e.answer().text())));
    assertThat(MadeUpErrors.of(right)).isEqualTo(errors);
  }
}
