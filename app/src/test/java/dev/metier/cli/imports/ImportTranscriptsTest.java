package dev.metier.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTranscriptsTest {
  private static final String SESSION =
      """
      {"type":"user","uuid":"1","parentUuid":null,"message":{"role":"user","content":"What is %s?"}}
      {"type":"assistant","uuid":"2","parentUuid":"1","message":{"id":"m","model":"claude-x","content":[{"type":"text","text":"A word."}]}}
      """;

  @TempDir private Path folder;

  private Shell imported(String session, String... more) throws IOException {
    Path sessions = Files.createDirectories(folder.resolve("sessions"));
    Files.writeString(sessions.resolve("one.jsonl"), session);
    var args =
        new ArrayList<>(
            List.of(
                "import",
                "transcripts",
                "claude-code",
                folder.resolve("sessions").toString(),
                "--to",
                folder.resolve("made").toString(),
                "--yes"));
    args.addAll(List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void whatWasAskedBecomesAJobThatCanBeChecked() throws IOException {
    Shell made = imported(SESSION.formatted("a monad"));
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).contains("1 session, 1 case;", "What is a monad?", "drafts");
    assertThat(Files.readString(folder.resolve("made/cases/questions.jsonl")))
        .contains(
            "\"draft\":{\"answer\":\"A word.\",\"by\":\"model claude-x\"}", "\"cluster\":\"one\"");
    Shell check = Shell.run("check", "-f", folder.resolve("made").toString());
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
  }

  @Test
  void aSecretStopsTheImportAndIsNotQuoted() throws IOException {
    String secret = "sk-proj-" + "Ab3dEf6hIj9lMn2pQr5tUv8xYz1".repeat(2);
    Shell refused = imported(SESSION.formatted(secret));
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("session one", "--redact").doesNotContain(secret);
    assertThat(folder.resolve("made")).doesNotExist();
    assertThat(imported(SESSION.formatted(secret), "--redact").exit()).isZero();
    assertThat(Files.readString(folder.resolve("made/cases/questions.jsonl")))
        .doesNotContain(secret);
  }

  @Test
  void anUnknownProgramIsToldWhichThereAre() {
    Shell wrong = Shell.run("import", "transcripts", "claude", folder.toString());
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("`claude` is no program", "claude-code, codex, opencode, qwen-code");
  }
}
