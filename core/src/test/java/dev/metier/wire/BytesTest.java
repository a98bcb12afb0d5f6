package dev.metier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final byte[] ODD = {
    0, 1, 31, ' ', '!', '"', '#', '[', '\\', ']', 127, -128, -94, -1
  };

  /// Compared with looking at one byte after the other, where marks of neighbours could mislead.
  @Test
  void whatIsFoundIsTheFirst() {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = ODD[random.nextInt(ODD.length)];
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);

      int quote = first(bytes, from, to, '"', '"');
      assertThat(Bytes.find(bytes, from, to, '"')).isEqualTo(quote);
      int either = first(bytes, from, to, '"', '\\');
      assertThat(Bytes.either(bytes, from, to, '"', '\\')).isEqualTo(either);
      assertThat(Bytes.special(bytes, from)).isEqualTo(special(bytes, from));
    }
  }

  private static int first(byte[] bytes, int from, int to, char one, char other) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == one || bytes[i] == other) {
        return i;
      }
    }
    return -1;
  }

  private static int special(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && (bytes[i] & 0xFF) >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }
}
