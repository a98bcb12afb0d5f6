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
  void theFirstFileOfTheProjectInACommandIsKnownByItsHash() throws IOException {
    Path script = Files.writeString(folder.resolve("check.py"), "raise SystemExit(0)\n");
    assertThat(compiled("/bin/sh", script.toString(), "-q").file())
        .hasValue(
            new Check.Program.CompiledFile(script.toString(), Sha256.hex("raise SystemExit(0)\n")));
    assertThat(compiled("/bin/sh", "-c", "exit 0").file())
        .as("what the system brings is none of the project's")
        .isEmpty();
  }
}
