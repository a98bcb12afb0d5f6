package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys are read late and never shown.
class KeysTest {
  private static final String SECRET = "sk-proj-ABCDEFGH12345678";

  @TempDir Path folder;

  @Test
  void aKeyComesFromTheEnvironment() {
    var source = new KeySource.Environment("SOME_KEY");
    assertThat(Keys.read(source, Map.of("SOME_KEY", " " + SECRET + "\n")))
        .isEqualTo(new Keys.Present(SECRET));
    assertThat(Keys.read(source, Map.of("SOME_KEY", " ")))
        .isEqualTo(new Keys.Missing("no key: set SOME_KEY"));
    assertThat(Keys.read(source, Map.of())).isEqualTo(new Keys.Missing("no key: set SOME_KEY"));
  }

  @Test
  void aKeyComesFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), SECRET + "\r\n");
    assertThat(Keys.read(new KeySource.File(file))).isEqualTo(new Keys.Present(SECRET));
    Files.writeString(file, "");
    assertThat(Keys.read(new KeySource.File(file)).toString()).contains("empty").contains("key");
    var absent = new KeySource.File(folder.resolve("none"));
    assertThat(Keys.read(absent).toString()).contains("none").contains("cannot be read");
  }

  @Test
  void whatCannotBeAKeyIsRefusedWithoutShowingIt() {
    Keys.Key key = Keys.read(new KeySource.Environment("K"), Map.of("K", "abc def\r\nX: 1"));
    assertThat(key).isInstanceOf(Keys.Missing.class);
    assertThat(key.toString()).contains("K").doesNotContain("abc");
  }

  @Test
  void everyTextOfAnAnswerIsWithoutTheKeyThatWasSent() {
    String escaped = SECRET.replace("p", "\\u0070");
    var answer =
        new ChatReply(
            List.of(
                new Part.Thinking("by " + SECRET, Optional.of("seal")),
                new Part.Text(SECRET + SECRET),
                new Part.Refused("No: " + SECRET),
                new Part.ToolUse("1", "look_up", "{\"k\":\"" + escaped + "\"}")),
            FinishReason.STOP,
            Usage.NONE);
    assertThat(new Keys.Present(SECRET).redact(answer).parts())
        .containsExactly(
            new Part.Thinking("by [key]", Optional.of("seal")),
            new Part.Text("[key][key]"),
            new Part.Refused("No: [key]"),
            new Part.ToolUse("1", "look_up", "{\"k\":\"[key]\"}"));
    assertThat(new Keys.None().redact(answer)).isSameAs(answer);
    assertThat(new Keys.Present("sk-another-key-of-24-letters").redact(answer)).isSameAs(answer);
  }

  @Test
  void noTextFormShowsAKey() {
    assertThat(new Keys.Present(SECRET).toString()).doesNotContain("sk-");
  }

  @Test
  void echoesOfAKeyAreHiddenAlsoWhenTheyAreCutOff() {
    var key = new Keys.Present(SECRET);
    assertThat(key.redact("bad " + SECRET + "!")).isEqualTo("bad [key]!");
    assertThat(key.redact("bad " + SECRET.substring(0, 12) + "…")).isEqualTo("bad [key]");
    assertThat(key.redact("nothing here")).isEqualTo("nothing here");
    assertThat(new Keys.None().redact("as it is")).isEqualTo("as it is");
  }
}
