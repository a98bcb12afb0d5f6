package dev.metier.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NgramCountsTest {
  private static NgramCounts of(String text) {
    return NgramCounts.of(text);
  }

  @Test
  void countsWordsPairsAndRunsOfFourCharacters() {
    // two words, one pair, and of " ab cd " the four runs
    assertThat(of("ab cd").slots()).hasSize(7).isSorted();
    assertThat(of("ab").slots()).hasSize(2);
    assertThat(of("").slots()).isEmpty();
    assertThat(of("?!").slots()).isEmpty();
  }

  @Test
  void aRepeatedWordWeighsMore() {
    assertThat(of("ab").weights()).containsOnly(1);
    assertThat(of("ab ab ab").weights()).contains((float) (1 + Math.log(3)));
  }

  @Test
  void caseBlanksAndTheValuesOfDigitsMakeNoDifference() {
    var plain = of("Pay 12 EUR to Müller, please.");
    for (String other :
        new String[] {
          "PAY 12 EUR TO MÜLLER, PLEASE.",
          "  pay  12   eur to\tmüller,  please. ",
          "Pay 47 EUR to Müller, please."
        }) {
      assertThat(of(other).slots()).as(other).isEqualTo(plain.slots());
      assertThat(of(other).weights()).as(other).isEqualTo(plain.weights());
      assertThat(of(other).structure()).as(other).isEqualTo(plain.structure());
    }
  }

  @Test
  void theStructureTellsLengthCodeToolsAndScript() {
    var names = new String[NgramCounts.STRUCTURE];
    Arrays.setAll(names, NgramCounts::structureWord);
    assertThat(names).doesNotHaveDuplicates();
    float[] code = NgramCounts.of("Why?\n```\nx = 1;\n```", 3).structure();
    assertThat(code[2]).isEqualTo((float) Math.log1p(2));
    assertThat(code[5]).isEqualTo((float) Math.log1p(1));
    assertThat(code[9]).isEqualTo((float) Math.log1p(2));
    assertThat(code[10]).isEqualTo((float) Math.log1p(3));
    assertThat(of("日本語").structure()[11]).isGreaterThan(of("japanese").structure()[11]);
  }

  @Test
  void ofLongTextsBeginningAndEndAreRead() {
    String middle = "m".repeat(9_000);
    var one = of("first " + middle + " last");
    assertThat(of("first " + middle + "m".repeat(500) + " last").slots()).isEqualTo(one.slots());
    assertThat(of("other " + middle + " last").slots()).isNotEqualTo(one.slots());
    assertThat(of("first " + middle + " other").slots()).isNotEqualTo(one.slots());
  }

  @Test
  void hashesSpreadOverAllSlots() {
    var seen = new boolean[NgramCounts.SLOTS];
    int distinct = 0;
    for (int i = 0; i < NgramCounts.SLOTS; i++) {
      // three letters are one word and two runs
      String word =
          "" + (char) ('a' + i / 1_024) + (char) (0x3b1 + i / 32 % 32) + (char) ('a' + i % 32 % 26);
      int slot = of(word).slots()[0];
      distinct += seen[slot] ? 0 : 1;
      seen[slot] = true;
    }
    assertThat(distinct).isGreaterThan(NgramCounts.SLOTS / 10);
  }
}
