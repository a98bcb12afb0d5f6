package dev.metier.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compared with a reader that all the world uses.
class JsonInTest {
  private static final JsonMapper PEER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String DOCUMENT =
      """
      {"model": "triage", "stream":true ,"n":null,"t":[1, -2.5e3 ,0,-0, 12345678901, 123456789012345678901234567890,1E-7],
       "messages":[{"role":"user","content":"Grüße, \\"Welt\\" 漢字 😀 \\ud83d\\ude00 \\/ \\\\ \\b\\f\\n\\r\\t\\u00e9"},
       {"role":"assistant","content":"","a":{},"b":[],"c":[[],{}]}],"long":"%s","ключ":false,"\\u0061\\"":0.1}
      """
          .formatted("0123456789abcdef".repeat(20) + "é" + "x".repeat(40));

  private static JsonNode read(byte[] json) {
    return new JsonIn(json, Set.of()).whole();
  }

  private static Optional<JsonNode> ours(byte[] json) {
    try {
      return Optional.of(read(json));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> peers(byte[] json) {
    try {
      return Optional.of(PEER.readTree(json)).filter(node -> !node.isMissingNode());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  @Test
  void readsADocumentAsOthersDo() {
    byte[] json = DOCUMENT.getBytes(UTF_8);
    assertThat(read(json)).isEqualTo(PEER.readTree(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "[1,]",
        "[,1]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "[1 2]",
        "[1]2",
        "1 2",
        "tru",
        "truex",
        "True",
        "nul",
        "NaN",
        "Infinity",
        "-",
        "-a",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1.e3",
        "1e",
        "1e+",
        "1e-x",
        "0x10",
        "1_000",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"a\u0000b\"",
        "[1]//",
        "/* */1",
        "[1]\u000b",
        "\u00a01",
        "{\"a\":1}}",
        "[[1]",
        "[\"a\",",
        "{\"a\\z\":1}",
        "{1:1}"
      })
  void whatIsNoJsonIsMalformed(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    assertThat(peers(bytes)).isEmpty();
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedException.class);
  }

  @Test
  void everyBeginningOfADocumentIsMalformed() {
    byte[] json = DOCUMENT.strip().getBytes(UTF_8);
    for (int length = 0; length < json.length; length++) {
      assertThat(ours(Arrays.copyOf(json, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(ours(json)).isPresent();
  }

  @Test
  void changedDocumentsAreReadAsOthersReadThem() {
    var random = new Random(20_261_123);
    char[] likely = "{}[]\",:\\/ue0123456789.+-tfn \n\té😀".toCharArray();
    int sound = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(DOCUMENT);
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        int at = random.nextInt(text.length());
        char put = likely[random.nextInt(likely.length)];
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, put);
          case 1 -> text.insert(at, put);
          default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
        }
      }
      byte[] json = text.toString().getBytes(UTF_8);
      Optional<JsonNode> ours = ours(json);
      Optional<JsonNode> peers = peers(json);
      // a number that is too large for a double is lost in the peer's tree
      if (!peers.toString().contains("Infinity")) {
        assertThat(ours).as(text.toString()).isEqualTo(peers);
      }
      sound += ours.isPresent() ? 1 : 0;
    }
    assertThat(sound).isBetween(3_000, 17_000);
  }

  @Test
  void whateverTheBytesAreNothingElseIsThrown() {
    var random = new Random(7);
    byte[] document = DOCUMENT.getBytes(UTF_8);
    int sound = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] json = document.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      if (ours(json).isPresent()) {
        sound++;
        assertThat(peers(json)).as(new String(json, ISO_8859_1)).isPresent();
      }
    }
    assertThat(sound).isGreaterThan(1_000);
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    for (String wrong :
        new String[] {
          "\u00ff", "\u00c3", "\u00c3(", "\u00e2\u0082", "\u00c0\u00af", "\u00ed\u00a0\u0080"
        }) {
      assertThat(ours(("\"" + wrong + "\"").getBytes(ISO_8859_1))).as("text").isEmpty();
      assertThat(ours(("\"\\n" + wrong + "\"").getBytes(ISO_8859_1))).as("escaped").isEmpty();
      assertThat(ours(("{\"" + wrong + "\":1}").getBytes(ISO_8859_1))).as("name").isEmpty();
      byte[] kept = ("{\"k\":{\"a\":\"" + wrong + "\"}}").getBytes(ISO_8859_1);
      assertThatThrownBy(() -> new JsonIn(kept, Set.of("k")).whole())
          .isInstanceOf(MalformedException.class);
    }
    assertThat(read("\"\uFFFD\"".getBytes(UTF_8)).stringValue()).isEqualTo("\uFFFD");
  }

  @Test
  void halfOfASurrogatePairIsKeptAsItsEscapeSays() {
    assertThat(read("\"a\\ud83d\"".getBytes(UTF_8)).stringValue()).isEqualTo("a\ud83d");
    assertThat(read("\"\\ude00b\"".getBytes(UTF_8)).stringValue()).isEqualTo("\ude00b");
  }

  @Test
  void aMarkOfTheByteOrderIsPassedOver() {
    assertThat(read("\uFEFF {\"a\":1} ".getBytes(UTF_8)).path("a").intValue()).isEqualTo(1);
  }

  @Test
  void numbersKeepTheirValue() {
    assertThat(
            read("[2147483647,2147483648,9223372036854775807,9223372036854775808]".getBytes(UTF_8)))
        .isEqualTo(
            PEER.readTree("[2147483647,2147483648,9223372036854775807,9223372036854775808]"));
    assertThat(
            read(
                "[-2147483648,-2147483649,-9223372036854775808,-9223372036854775809]"
                    .getBytes(UTF_8)))
        .isEqualTo(
            PEER.readTree("[-2147483648,-2147483649,-9223372036854775808,-9223372036854775809]"));
    assertThat(read("1e400".getBytes(UTF_8)).decimalValue()).isEqualByComparingTo("1e400");
    assertThat(ours("1e99999999999".getBytes(UTF_8))).isEmpty();
    assertThat(ours("9".repeat(1000).getBytes(UTF_8))).isPresent();
    assertThat(ours("9".repeat(1001).getBytes(UTF_8))).isEmpty();
  }

  @Test
  void depthIsBounded() {
    assertThat(ours(("[".repeat(500) + "]".repeat(500)).getBytes(UTF_8))).isPresent();
    assertThat(ours(("[".repeat(501) + "]".repeat(501)).getBytes(UTF_8))).isEmpty();
    assertThat(ours("[".repeat(1_000_000).getBytes(UTF_8))).isEmpty();
    assertThat(ours("{\"a\":".repeat(1_000_000).getBytes(UTF_8))).isEmpty();
    String side = "[" + "[],{},[[]],{\"a\":{}},".repeat(1000) + "1]";
    assertThat(ours(side.getBytes(UTF_8))).isPresent();
  }

  @Test
  void theLastFieldOfANameCounts() {
    assertThat(read("{\"a\":1,\"a\":2}".getBytes(UTF_8)).path("a").intValue()).isEqualTo(2);
  }

  @Test
  void keptObjectsAreTheTextThatTheyWereAndAreChecked() {
    String shape = "{ \"type\" : \"object\",\"é\":[1,{ },\"\\u0061}\"],\"x\":{\"k\":{}} }";
    byte[] json = ("{\"k\":" + shape + ",\"l\":{\"k\":\"no object\"}}").getBytes(UTF_8);
    JsonNode read = new JsonIn(json, Set.of("k")).whole();
    assertThat(Json.raw(read.path("k"))).contains(shape);
    assertThat(read.path("l").path("k").stringValue()).isEqualTo("no object");
    for (int i = 0; i < shape.length(); i++) {
      String broken = "{\"k\":" + shape.substring(0, i) + "\u0001" + shape.substring(i + 1) + "}";
      assertThatThrownBy(() -> new JsonIn(broken.getBytes(UTF_8), Set.of("k")).whole())
          .as(broken)
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void namesThatShareAPlaceAreToldApart() {
    for (int i = 0; i < 5_000; i++) {
      String name = "field_" + i;
      assertThat(read(("{\"" + name + "\":1}").getBytes(UTF_8)).propertyNames())
          .containsExactly(name);
    }
  }
}
