package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptsTest {
  private static final String RULES =
      "Find the indefinite integral of the expression that follows, by hand: ";
  private static final String FORM =
      " Write only the solution, in the syntax of Python: `**` for powers, `E` for Euler's number,"
          + " `log` for the natural logarithm, and nothing else around it.";

  @Test
  void whatAllAskAlikeIsLeftOut() {
    assertThat(Excerpts.of(List.of(RULES + "x cos(x)." + FORM, RULES + "sin(7x)." + FORM)))
        .containsExactly("… x cos(x). …", "… sin(7x). …");
  }

  @Test
  void ofALongDifferenceTheEndIsShown() {
    String story = "Once there was a fox in a wood. ".repeat(8);
    List<String> asked =
        Excerpts.of(List.of("Who? " + story + "Who won?", "Who? " + story + "Who lost?"));
    assertThat(asked.getFirst()).startsWith("… ").endsWith("won?").hasSizeLessThan(170);

    List<String> apart =
        Excerpts.of(List.of(RULES + story + "Who won?", RULES + "Who lost, and why?" + FORM));
    assertThat(apart.getFirst()).startsWith("… ").endsWith("wood. Who won?");
    assertThat(apart.getFirst()).doesNotStartWith("… …");
  }

  @Test
  void shortTextsAndTextsThatAreAlikeStayAsTheyAre() {
    assertThat(Excerpts.of(List.of("What is 2 + 2?", "What is 2 + 3?")))
        .containsExactly("What is 2 + 2?", "What is 2 + 3?");
    String one = RULES + "x." + FORM;
    assertThat(Excerpts.of(List.of(one, one)))
        .allSatisfy(text -> assertThat(text).startsWith("… ").endsWith("around it."));
    assertThat(Excerpts.of(List.of())).isEmpty();
    assertThat(Excerpts.of(" a\n b ")).isEqualTo("a b");
  }
}
