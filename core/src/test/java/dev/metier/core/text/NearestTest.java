package dev.metier.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("graders", "prompt", "needs", "max_tokens");

  @Test
  void slipsAreForgiven() {
    assertThat(Nearest.to("gradrs", KNOWN)).contains("graders");
    assertThat(Nearest.to("rpompt", KNOWN)).contains("prompt");
    assertThat(Nearest.to("need", KNOWN)).contains("needs");
    assertThat(Nearest.to("Max-Tokens", KNOWN)).contains("max_tokens");
  }

  @Test
  void otherWordsAreNotTakenForSlips() {
    assertThat(Nearest.to("colour", KNOWN)).isEmpty();
    assertThat(Nearest.to("x", KNOWN)).isEmpty();
  }

  @Test
  void theNearestWins() {
    assertThat(Nearest.to("contain", List.of("contents", "contains"))).contains("contains");
  }

  @Test
  void hintsNameWhatIsPossible() {
    assertThat(Nearest.hint("gradrs", KNOWN)).isEqualTo("Did you mean `graders`?");
    assertThat(Nearest.hint("colour", KNOWN))
        .isEqualTo("Possible: graders, prompt, needs, max_tokens.");
    assertThat(Nearest.hint("colour", List.of())).isEmpty();
  }

  @Test
  void aListThatGoesOnEndsInThreeDots() {
    List<String> many = IntStream.range(10, 30).mapToObj(n -> "graders" + n).toList();
    assertThat(Nearest.hint("colour", many)).endsWith("graders21, ...").doesNotContain("....");
  }
}
