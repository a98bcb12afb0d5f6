package dev.metier.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.check.judge.JudgePrompt;
import dev.metier.core.text.Sha256;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiredCheckTest {
  private static final Duration TIME = Duration.ofSeconds(2);

  @TempDir private Path folder;

  private static Check.Program program(Path file, String sha256) {
    return new Check.Program(
        List.of(file.toString()),
        TIME,
        List.of(new Check.Program.CompiledFile(file.toString(), sha256)));
  }

  @Test
  void aProgramIsTheCompiledOneAsLongAsNoByteOfItChanges() throws IOException {
    Path file = Files.writeString(folder.resolve("check.sh"), "exit 0\n");
    Check.Program check = program(file, Sha256.hex("exit 0\n"));
    assertThat(ExpiredCheck.of(check)).isEmpty();
    Files.writeString(file, "exit 1\n");
    assertThat(ExpiredCheck.of(check)).hasValue("its program's file " + file + " was changed");
    Files.delete(file);
    assertThat(ExpiredCheck.of(check)).hasValue("its program's file " + file + " cannot be read");
    assertThat(ExpiredCheck.of(new Check.Program(List.of("/bin/true"), TIME)))
        .as("a command without a file of the project")
        .isEmpty();
  }

  @Test
  void everyFileOfItsCommandMayExpireIt() throws IOException {
    Path script = Files.writeString(folder.resolve("check.sh"), "sort $1\n");
    Path words = Files.writeString(folder.resolve("words.txt"), "please\n");
    var check =
        new Check.Program(
            List.of("/bin/sh", script.toString(), words.toString()),
            TIME,
            List.of(
                new Check.Program.CompiledFile(script.toString(), Sha256.hex("sort $1\n")),
                new Check.Program.CompiledFile(words.toString(), Sha256.hex("please\n"))));
    assertThat(ExpiredCheck.of(check)).isEmpty();
    Files.writeString(words, "thanks\n");
    assertThat(ExpiredCheck.of(check)).hasValue("its program's file " + words + " was changed");
  }

  @Test
  void aJudgeIsTheCalibratedOneAsLongAsItIsAskedInTheSameWords() {
    var plain = new Check.Judge(new ModelName("gemma"), "It names a date.", TIME);
    String words = new JudgePrompt(plain.criterion()).hash();
    assertThat(ExpiredCheck.of(calibrated(plain.rubric(), words))).isEmpty();
    assertThat(ExpiredCheck.of(calibrated("It names a day.", words)).orElseThrow())
        .contains("gemma", "errors were counted");
  }

  private static Check.Judge calibrated(String rubric, String words) {
    return new Check.Judge(
        new ModelName("gemma"),
        rubric,
        TIME,
        Optional.of(new Check.Judge.Calibrated(words, "of a test")));
  }
}
