package dev.metier.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.text.Sha256;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.policy.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledChecksTest {
  @TempDir private Path folder;

  private Check.Program compiled(String... command) {
    Job job = Samples.job("triage", DataClass.INTERNAL, Job.Prefer.COST);
    var checks = new CompiledChecks(job, folder, CheckJudges.none());
    var program = new Check.Program(List.of(command), Duration.ofSeconds(2));
    return (Check.Program) checks.of(List.of(program)).getFirst();
  }

  @Test
  void theFilesOfTheProjectInACommandAreKnownByTheirHashes() throws IOException {
    Path script = Files.writeString(folder.resolve("check.py"), "raise SystemExit(0)\n");
    Path words = Files.writeString(folder.resolve("words.txt"), "please\n");
    assertThat(compiled("/bin/sh", script.toString(), "-q", words.toString()).files())
        .containsExactly(
            new Check.Program.CompiledFile(script.toString(), Sha256.hex("raise SystemExit(0)\n")),
            new Check.Program.CompiledFile(words.toString(), Sha256.hex("please\n")));
    assertThat(compiled("/bin/sh", "-c", "exit 0").files())
        .as("what the system brings is none of the project's")
        .isEmpty();
  }
}
