package dev.metier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The arguments of a call reach the client as one JSON object, whatever the model wrote.
class ArgumentTextTest {
  private static final long SEED = 20_261_122;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"a\":1}|{\"a\":1}",
        "{\"a\":\"cut|{\"a\":\"cut\"}",
        "{\"a\":\"cut\\|{\"a\":\"cut\\\\\"}",
        "{\"a\":\"\\u00|{\"a\":\"\\u0000\"}",
        "{\"a\":1,|{\"a\":1}",
        "{\"a\":1,}|{\"a\":1}",
        "{\"a\"|{\"a\":null}",
        "{\"a\":|{\"a\":null}",
        "{\"a|{\"a\":null}",
        "{|{}",
        "{\"a\":1} and more|{\"a\":1}",
        "{\"a\":\"C:\\dir\"}|{\"a\":\"C:\\\\dir\"}",
        "null|{}",
        "[1]|{\"arguments\":\"[1]\"}",
        "\"{\\\"a\\\":1}\"|{\"a\":1}",
        "words|{\"arguments\":\"words\"}",
      })
  void whatIsOpenIsClosedAndWhatIsNoObjectIsKept(String written, String passed) {
    var text = new ArgumentText();
    String out = text.add(written) + text.end();
    assertThat(Json.value(out)).as(out).isEqualTo(Json.value(passed));
  }

  /// A call that was guessed could do harm.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":01}",
        "{\"a\" 1}",
        "{\"a\":Boston}",
        "{\"run\":\"rm -rf /tmp/x\" \"y\"}",
        "{\"a\":1]}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":\"\\u00zz\"}",
        "{a:1}"
      })
  void whatNoObjectCanContainIsPassedOnAsItCame(String written) {
    for (int cut = 0; cut <= written.length(); cut++) {
      var text = new ArgumentText();
      String out = text.add(written.substring(0, cut)) + text.add(written.substring(cut));
      assertThat(out + text.end()).isEqualTo(written);
      assertThat(text.broken()).isTrue();
    }
  }

  @Test
  void anyCutOfAnyTextGivesTheSameObject() {
    var random = new Random(SEED);
    String sound = "{\"a\":[1,-2.5e3,true,null,{\"b\":\"x\\\\n\\u00e9\"}],\"c\":{},\"d\":\"😀\"}";
    for (int round = 0; round < 20_000; round++) {
      var written = new StringBuilder(sound);
      for (int i = 0; i < random.nextInt(4); i++) {
        written.setCharAt(
            random.nextInt(written.length()), "{}[]:,\"\\ 1etn\n".charAt(random.nextInt(14)));
      }
      String all = written.substring(0, random.nextInt(written.length() + 1));
      int cut = random.nextInt(all.length() + 1);
      String whole = passed(List.of(all));
      assertThat(passed(List.of(all.substring(0, cut), all.substring(cut))))
          .as("seed %d round %d: %s", SEED, round, all)
          .isEqualTo(whole);
      assertThat(Json.tryObject(whole.getBytes(StandardCharsets.UTF_8)).isPresent())
          .as(all)
          .isNotEqualTo(isBroken(all));
    }
  }

  private static boolean isBroken(String written) {
    var text = new ArgumentText();
    text.add(written);
    text.end();
    return text.broken();
  }

  private static String passed(List<String> pieces) {
    var text = new ArgumentText();
    var out = new StringBuilder();
    pieces.forEach(piece -> out.append(text.add(piece)));
    return out.append(text.end()).toString();
  }
}
