package dev.metier.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.provider.http.Keys;
import dev.metier.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A server's key is taken out of its answers, however it is cut into events; all else stays.
class KeyGuardTest {
  private static final String KEY = "sk-ant-api03-Zx9_aaaaab-aaaaac-Qw71";

  private final KeyGuard guard = KeyGuard.of(new Keys.Present(KEY));
  private final ByteArrayOutputStream client = new ByteArrayOutputStream();

  private static String event(String text) {
    return "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{"
        + "\"content\":\""
        + text
        + "\"}}]}\n\n";
  }

  /// Hands events on as they come, some at a time.
  private String sent(List<String> texts, Random random) {
    var chunk = new StringBuilder();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      guard.follow(bytes, 0, bytes.length);
      chunk.append(event(text));
      if (random.nextBoolean()) {
        client.writeBytes(guard.released(chunk.toString().getBytes(StandardCharsets.UTF_8)));
        chunk.setLength(0);
      }
    }
    client.writeBytes(guard.released(chunk.toString().getBytes(StandardCharsets.UTF_8)));
    client.writeBytes(guard.rest());
    return client.toString(StandardCharsets.UTF_8);
  }

  private static String text(String stream) {
    var text = new StringBuilder();
    for (String line : stream.split("\n\n", -1)) {
      if (!line.isEmpty()) {
        text.append(
            Json.object(line.substring(6).getBytes(StandardCharsets.UTF_8))
                .path("choices")
                .path(0)
                .path("delta")
                .path("content")
                .stringValue("?"));
      }
    }
    return text.toString();
  }

  private static List<String> cut(String text, Random random) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(7));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }

  @Test
  void aKeyNeverLeavesHoweverItIsCut() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      client.reset();
      String before = "The key sk-ant of sk-ant-api03-";
      String text = text(sent(cut(before + KEY + " is wrong.", random), random));
      // what left before it could be told may not tell anything
      assertThat(text).as("seed " + seed).endsWith("[key] is wrong.");
      String rest = text.substring(before.length(), text.length() - "[key] is wrong.".length());
      assertThat(KEY.substring(0, 3)).as("seed " + seed).startsWith(rest);
      assertThat(guard.found()).isTrue();
    }
  }

  /// The same text with some letters as escapes, and some with those of a text within a text.
  private static String escaped(String text, Random random) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (random.nextInt(4)) {
        case 0 -> escaped.append(String.format("\\u%04x", (int) c));
        case 1 -> escaped.append(String.format("\\u%04X", (int) c));
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Test
  void escapesHideNoKey() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      client.reset();
      String before = "It is\\n";
      var pieces = new ArrayList<String>(List.of(before));
      cut(KEY, random).forEach(piece -> pieces.add(escaped(piece, random)));
      pieces.add(" \\\"then\\\" \\u4e2d.");
      String text = text(sent(pieces, random));
      assertThat(text).as("seed " + seed).endsWith("[key] \"then\" 中.").doesNotContain(KEY);
      String rest = text.substring("It is\n".length(), text.indexOf("[key]"));
      assertThat(KEY.substring(0, 3)).as("seed " + seed).startsWith(rest);
    }
  }

  @Test
  void aWholeAnswerLosesKeysThatAreWrittenWithEscapes() {
    for (int seed = 0; seed < 50; seed++) {
      String hidden = escaped(KEY, new Random(seed));
      String twice = hidden.replace("\\", "\\\\");
      String body = "{\"id\":\"" + hidden + "\",\"text\":\"{\\\"k\\\":\\\"" + twice + "\\\"}\"}";
      String clean =
          new String(guard.released(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
      assertThat(clean).isEqualTo("{\"id\":\"[key]\",\"text\":\"{\\\"k\\\":\\\"[key]\\\"}\"}");
    }
  }

  @Test
  void escapesOfAnotherTextStayAsTheyAre() {
    String body = "{\"text\":\"\\u003ca\\u003e \\/ \\u0073k-ant and \\\\u00\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(new String(guard.released(bytes), StandardCharsets.UTF_8)).isEqualTo(body);
    assertThat(guard.found()).isFalse();
  }

  @Test
  void whatOnlyBeginsAsTheKeyStays() {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      client.reset();
      String text = KEY.substring(0, 1 + random.nextInt(KEY.length() - 1));
      String all = text + " and " + text;
      assertThat(text(sent(cut(all, random), random))).isEqualTo(all);
      assertThat(guard.found()).isFalse();
    }
  }

  @Test
  void aWholeAnswerLosesTheKeyWhereverItStands() {
    String body = "{\"id\":\"" + KEY + "\",\"text\":\"a" + KEY + KEY + "b\"}";
    String clean =
        new String(guard.released(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    assertThat(clean).isEqualTo("{\"id\":\"[key]\",\"text\":\"a[key][key]b\"}");
    assertThat(guard.found()).isTrue();
  }

  @Test
  void shortKeysAreNoneToLookFor() {
    byte[] bytes = event("none").getBytes(StandardCharsets.UTF_8);
    assertThat(KeyGuard.of(new Keys.Present("none")).released(bytes)).isSameAs(bytes);
    assertThat(KeyGuard.of(new Keys.None()).released(bytes)).isSameAs(bytes);
  }
}
