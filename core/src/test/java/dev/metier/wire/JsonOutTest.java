package dev.metier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What is written straight on is what a JSON library would write.
class JsonOutTest {
  private static final long SEED = 20_261_122;

  @Test
  void stringsAreWrittenAsALibraryWritesThem() {
    var random = new Random(SEED);
    for (int round = 0; round < 5000; round++) {
      var text = new StringBuilder();
      int length = random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.appendCodePoint(
            switch (random.nextInt(5)) {
              case 0 -> random.nextInt(32);
              case 1 -> "\"\\/\u007f".charAt(random.nextInt(4));
              case 2 -> 0x80 + random.nextInt(0x2000);
              case 3 -> 0x1F600 + random.nextInt(50);
              default -> 'a' + random.nextInt(26);
            });
      }
      byte[] expected = JsonMapper.shared().writeValueAsBytes(text.toString());
      assertThat(new JsonOut().string(text.toString()).take())
          .as("seed %d round %d", SEED, round)
          .isEqualTo(expected);
    }
  }

  @Test
  void treesAreWrittenAsALibraryWritesThem() {
    var tree =
        Json.value(
            "{\"a\":[1,2.50,-1e30,true,null,\"x\\n\"],\"\\u00e9\\\"\":{\"b\":{}},\"c\":[],\"d\":12345678901234567890}");
    assertThat(Json.bytes(tree)).isEqualTo(JsonMapper.shared().writeValueAsBytes(tree));
  }

  /// A number that no double holds stays what it is, in as few characters.
  @Test
  void numbersBeyondADoubleAreKept() {
    String json = "[1E+400,-1E+999999999,123456789012345678901234567890]";
    assertThat(Json.compact(Json.value(json))).isEqualTo(json);
  }

  @Test
  void halvesOfCharactersDoNoHarm() {
    String odd = "a\uD83Db\uDE00";
    byte[] whole = Json.bytes(Json.newObject().put("a", odd));
    assertThat(new String(whole, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"a?b?\"}");
    assertThat(new JsonOut().string("\uDE00x\uD83D").take())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("\"\\uDE00x\\uD83D\"");
  }
}
