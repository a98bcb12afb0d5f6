package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The recipes that users start from are read without a mistake.
class WorkflowRecipesTest {
  @ParameterizedTest
  @ValueSource(strings = {"draft-review", "triage-draft", "redact-summarise", "plan-edit-review"})
  void everyRecipeIsSound(String name) {
    Project project = ProjectReader.read(Path.of("examples/workflows").resolve(name));
    assertThat(project.workflows()).hasSize(1);
    assertThat(project.workflows().getFirst().whole().cases()).hasSize(30);
  }
}
