package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Price;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
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
    Job whole = project.workflows().getFirst().whole();
    assertThat(whole.cases()).hasSize(30);
    boolean limited = whole.needs().stream().anyMatch(Requirement.Cost.class::isInstance);
    assertThat(project.models())
        .as("a limit of cost stays open for a model without a price")
        .noneMatch(model -> limited && model.price() instanceof Price.Unknown);
  }
}
