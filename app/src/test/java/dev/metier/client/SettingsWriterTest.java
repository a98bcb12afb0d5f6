package dev.metier.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.client.Recipe.Step.Settings;
import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SettingsWriterTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;

  private SettingsWriter writer() {
    return new SettingsWriter(folder.resolve("work"), folder.resolve("home"));
  }

  @Test
  void aNewFileIsWrittenWithItsFolders() {
    var written = writer().write(new Settings("~/.codex/metier.config.toml", "a = 1\n", false), AT);
    assertThat(written.file()).isEqualTo(folder.resolve("home/.codex/metier.config.toml"));
    assertThat(written.file()).hasContent("a = 1\n");
    assertThat(written.backup()).isEmpty();
  }

  @Test
  void settingsOfOthersStayAndTheOldFileIsKept() throws IOException {
    Path file = folder.resolve("work/opencode.json");
    Files.createDirectories(file.getParent());
    String before =
        """
        {"theme": "dark", "provider": {"other": {"a": 1}, "metier": {"old": true}},
         "list": [{"id": "a", "v": 1}, {"id": "b"}]}
        """;
    Files.writeString(file, before);
    var written =
        writer()
            .write(
                new Settings(
                    "opencode.json",
                    """
                    {"provider": {"metier": {"new": 1}}, "model": "m", "list": [{"id": "a", "v": 2}]}
                    """,
                    true),
                AT);
    assertThat(JsonMapper.shared().readTree(Files.readString(file)))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"theme": "dark",
                     "provider": {"other": {"a": 1}, "metier": {"old": true, "new": 1}},
                     "list": [{"id": "a", "v": 2}, {"id": "b"}], "model": "m"}
                    """));
    assertThat(written.backup()).contains(folder.resolve("work/opencode.json.20261122-120000.bak"));
    assertThat(written.backup().orElseThrow()).hasContent(before);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path kept = folder.resolve("kept/settings.json");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "{\"a\": 1}\n");
    Path link = folder.resolve("work/opencode.json");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, kept);
    writer().write(new Settings("opencode.json", "{\"b\": 2}\n", false), AT);
    assertThat(link).isSymbolicLink();
    assertThat(kept).hasContent("{\"b\": 2}\n");
  }

  @Test
  void aFileWithCommentsIsLeftAlone() throws IOException {
    Path file = folder.resolve("work/opencode.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{ // mine\n}\n");
    assertThatThrownBy(() -> writer().write(new Settings("opencode.json", "{}", true), AT))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("plain JSON");
    assertThat(file).hasContent("{ // mine\n}\n");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatCannotBeWrittenIsTold() throws IOException {
    Files.writeString(folder.resolve("work"), "a file");
    assertThatThrownBy(() -> writer().write(new Settings("a/b.json", "{}", true), AT))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("cannot be written");
  }
}
