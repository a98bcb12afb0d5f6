package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.drill.Drill;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseTest {
  @TempDir private Path folder;

  /// Nothing that is not drilled is in the start-up cache.
  @Test
  void everyJobOfTheTrainingRunIsDrilled() {
    Path file = Shell.write(folder, "policy.json", Commands.Rehearse.POLICY);
    Policy policy = PolicyFile.read(file);
    assertThat(policy.jobs().values()).hasSize(3).allMatch(job -> Drill.applies(policy, job));
  }
}
