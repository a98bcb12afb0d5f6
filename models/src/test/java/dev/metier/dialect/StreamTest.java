package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.chat.ChatEvent;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.ollama.OllamaChat;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams are read the same way however the network cuts them.
class StreamTest {
  private static final long SEED = 20_261_122;

  static List<String> streams() {
    return WireFiles.inputs("streams");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void everyStreamGivesItsExpectedEvents(String name) {
    WireFiles.check(name + ".expected", told(name));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void chunkBoundariesMakeNoDifference(String name) {
    byte[] all = WireFiles.bytes(name);
    List<Object> expected = read(name, List.of(all));
    List<Integer> differing = new ArrayList<>();
    for (int i = 0; i <= all.length; i++) {
      byte[] head = Arrays.copyOf(all, i);
      if (!read(name, List.of(head, Arrays.copyOfRange(all, i, all.length))).equals(expected)) {
        differing.add(i);
      }
    }
    assertThat(differing).as("cuts after which the events differ").isEmpty();
    List<byte[]> single = new ArrayList<>();
    for (byte b : all) {
      single.add(new byte[] {b});
    }
    assertThat(read(name, single)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void damagedStreamsAreMalformedAtWorst(String name) {
    var random = new Random(SEED ^ name.hashCode());
    byte[] all = WireFiles.bytes(name);
    int survived = 0;
    int longest = 0;
    for (int round = 0; round < 300; round++) {
      byte[] damaged = damaged(all, random);
      try {
        read(name, List.of(damaged));
        survived++;
      } catch (MalformedException e) {
        longest = Math.max(longest, String.valueOf(e.getMessage()).length());
      }
    }
    assertThat(survived).as("seed %d", SEED).isPositive();
    assertThat(longest).as("a message quotes little").isLessThan(300);
  }

  private static byte[] damaged(byte[] all, Random random) {
    byte[] copy = all.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(copy.length);
      switch (random.nextInt(4)) {
        case 0 -> copy[at] = (byte) random.nextInt(256);
        case 1 -> copy = Arrays.copyOf(copy, Math.max(1, at));
        case 2 -> {
          int from = random.nextInt(copy.length);
          int length = Math.min(random.nextInt(60), copy.length - Math.max(from, at));
          System.arraycopy(all, Math.min(from, all.length - length), copy, at, length);
        }
        default -> {
          byte[] odd = "\"{}[]:,\n0-1e99nulltrue\\u".getBytes(StandardCharsets.UTF_8);
          copy[at] = odd[random.nextInt(odd.length)];
        }
      }
    }
    return copy;
  }

  /// The events, and after them the reader's last words.
  private static List<Object> read(String name, List<byte[]> chunks) {
    StreamReader reader = WireFiles.dialectOf(name).reader();
    List<Object> all = new ArrayList<>();
    chunks.forEach(chunk -> all.addAll(reader.read(chunk)));
    all.addAll(reader.end());
    all.add("finished " + reader.finished());
    reader.error().ifPresent(all::add);
    reader.tokensPerSecond().ifPresent(speed -> all.add("speed " + speed));
    all.add("cold " + reader.cold());
    return all;
  }

  private static String told(String name) {
    var text = new StringBuilder();
    var assembly = new ReplyAssembly();
    for (Object what : read(name, List.of(WireFiles.bytes(name)))) {
      text.append(what).append('\n');
      if (what instanceof ChatEvent event) {
        assembly.add(event);
      }
    }
    if (assembly.complete()) {
      text.append(assembly.reply()).append('\n');
    }
    return text.toString();
  }

  @Test
  void aLineWithoutEndIsMalformedBeforeItFillsTheMemory() {
    for (Dialect dialect : dialects()) {
      StreamReader reader = dialect.reader();
      reader.read(bytes(dialect instanceof OllamaChat ? "{\"a\":\"" : "data: {\"a\":\""));
      byte[] chunk = new byte[1 << 20];
      Arrays.fill(chunk, (byte) 'x');
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 9; i++) {
                  reader.read(chunk);
                }
              })
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("8 MB");
    }
  }

  @Test
  void anEventOfEndlessLinesIsMalformedBeforeItFillsTheMemory() {
    StreamReader reader = new OpenAiChat(false).reader();
    byte[] chunk = bytes(("data: " + "x".repeat(1 << 20) + "\n"));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 9; i++) {
                reader.read(chunk);
              }
            })
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("8 MB");
  }

  @Test
  void aWebPageIsMalformed() {
    for (Dialect dialect : dialects()) {
      assertThatThrownBy(
              () -> {
                StreamReader reader = dialect.reader();
                reader.read(bytes("<!doctype html><title>Sign in</title>\n"));
                reader.end();
              })
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("Sign in");
    }
  }

  @Test
  void invalidUtf8IsMalformed() {
    StreamReader reader = new OpenAiChat(false).reader();
    byte[] event = bytes("data: {\"a\":\"??\"}\n\n");
    event[12] = (byte) 0xC3;
    event[13] = '(';
    assertThatThrownBy(() -> reader.read(event)).isInstanceOf(MalformedException.class);
  }

  @Test
  void plainTextThatIsNoEventStreamIsMalformed() {
    StreamReader reader = new OpenAiChat(false).reader();
    reader.read(bytes("upstream is not available\n"));
    assertThatThrownBy(reader::end)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("upstream is not available");
  }

  @Test
  void nestingThatIsTooDeepIsMalformed() {
    StreamReader reader = new OllamaChat(java.util.OptionalInt.empty()).reader();
    byte[] line = bytes("{\"a\":" + "[".repeat(100_000) + "\n");
    assertThatThrownBy(() -> reader.read(line)).isInstanceOf(MalformedException.class);
  }

  static List<Dialect> dialects() {
    return List.of(
        new OpenAiChat(false),
        new AnthropicMessages(AnthropicMessages.USUAL),
        WireFiles.gemini("gemini-3.8-flash", Set.of()),
        new OllamaChat(java.util.OptionalInt.empty()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
