package dev.metier.project.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NearTextsTest {
  private static final String LONG =
      "Hello, my parcel with the number 4711 was to arrive on Monday and is not here yet.";

  private static int[] firsts(List<String> texts) {
    return NearTexts.firsts(texts).orElseThrow();
  }

  private static Set<String> pieces(String text) {
    String plain =
        text.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    plain = "    " + plain + "    ";
    Set<String> pieces = new HashSet<>();
    for (int i = 0; i + 5 <= plain.length(); i++) {
      pieces.add(plain.substring(i, i + 5));
    }
    return pieces;
  }

  private static boolean near(String one, String other) {
    Set<String> both = new HashSet<>(pieces(one));
    both.retainAll(pieces(other));
    Set<String> all = new HashSet<>(pieces(one));
    all.addAll(pieces(other));
    return !all.isEmpty() && 5 * both.size() >= 4 * all.size();
  }

  @Test
  void caseMarksBlanksAndANumberAreNoDifference() {
    assertThat(
            firsts(
                List.of(
                    LONG,
                    LONG.toUpperCase(java.util.Locale.ROOT).replace(",", " --  "),
                    LONG.replace("4711", "4712"),
                    "Where is my parcel? It was to arrive on Monday.")))
        .containsExactly(0, 0, 0, 3);
  }

  @Test
  void shortTextsThatDifferAreNotNear() {
    assertThat(firsts(List.of("What is 12 + 30?", "What is 12 + 31?", "", "")))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void theIndexFindsWhatComparingAllWouldFind() {
    var random = new Random(5);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 60; i++) {
      var text = new StringBuilder();
      for (int k = 0; k < 20 + random.nextInt(30); k++) {
        text.append((char) ('a' + random.nextInt(6))).append(random.nextInt(4) == 0 ? " " : "");
      }
      texts.add(text.toString());
      for (int copy = 0; copy < 3; copy++) {
        var changed = new StringBuilder(text);
        for (int k = 0; k < copy + 1; k++) {
          changed.setCharAt(random.nextInt(changed.length()), 'x');
        }
        texts.add(changed.toString());
      }
    }
    int[] expected = new int[texts.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i;
      for (int k = 0; k < i && expected[i] == i; k++) {
        expected[i] = expected[k] == k && near(texts.get(i), texts.get(k)) ? k : i;
      }
    }
    assertThat(firsts(texts)).containsExactly(expected);
  }

  private static String words(Random random, int count) {
    var text = new StringBuilder();
    for (int k = 0; k < count; k++) {
      text.append(Integer.toString(random.nextInt(1_000_000), 36)).append(' ');
    }
    return text.toString();
  }

  @Test
  void sketchesFindTheSameAsComparingAllPieces() {
    var random = new Random(9);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 1500; i++) {
      String text = words(random, 30);
      texts.add(text);
      if (i % 3 == 0) {
        texts.add(text.replaceFirst("\\S+", "other").toUpperCase(java.util.Locale.ROOT));
      }
    }
    java.util.Collections.shuffle(texts, random);
    int[] exact = firsts(texts);
    assertThat(java.util.stream.IntStream.range(0, exact.length).filter(i -> exact[i] != i).count())
        .isEqualTo(500);
    assertThat(NearSketches.firsts(texts)).hasValueSatisfying(f -> assertThat(f).isEqualTo(exact));
    assertThat(NearSketches.firsts(List.of("", "", "a", "a"))).isPresent();
  }

  @Test
  void textsThatAreAllSomewhatAlikeAreNotComparedForever() {
    var random = new Random(11);
    String form = words(random, 24);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 300; i++) {
      texts.add(form + words(random, 6));
    }
    assertThat(NearSketches.firsts(texts, 1000)).isEmpty();
  }

  @Test
  void moreTextThanIsComparedIsKnownBefore() {
    String large = "a".repeat(1_000_000);
    assertThat(NearTexts.compares(Collections.nCopies(200, large))).isTrue();
    assertThat(NearTexts.compares(Collections.nCopies(201, large))).isFalse();
    assertThat(NearTexts.compares(Collections.nCopies(200_001, "a"))).isFalse();
  }
}
