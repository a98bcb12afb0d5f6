package dev.metier.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any text can be kept and comes back as it was.
class StorableTextTest {
  private static final long SEED = 11;

  @Test
  void anyTextSurvivesEscaping() {
    var random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String text = text(random);
      String encoded = StorableText.encode(text);
      byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(bytes, StandardCharsets.UTF_8))
          .as("seed %d, round %d", SEED, i)
          .isEqualTo(encoded)
          .doesNotContain("\0");
      assertThat(StorableText.decode(encoded)).isEqualTo(text);
    }
  }

  /// Mostly of what needs care: NUL, the escape itself, surrogates alone and in pairs.
  private static String text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(12);
    for (int at = 0; at < length; at++) {
      text.append(
          (char)
              switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> 0x1a;
                case 2 -> 0xd7f0 + random.nextInt(0x830);
                case 3 -> 0xd83d;
                default -> '0' + random.nextInt(10);
              });
    }
    return text.toString();
  }

  @Test
  void ordinaryTextIsNotTouched() {
    String text = "naïve \ud83d\ude00 中文\n\t";
    assertThat(StorableText.encode(text)).isEqualTo(text);
    assertThat(StorableText.decode(text)).isSameAs(text);
  }
}
