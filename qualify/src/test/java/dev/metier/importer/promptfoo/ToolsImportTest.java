package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Tool;
import dev.metier.grade.Answers;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tools that the models of a promptfoo configuration may call.
class ToolsImportTest {
  private static final String TOOLS =
      "[{type: function, function: {name: find, description: Finds, parameters: {type: object}}},"
          + " {name: pay, input_schema: {type: object}}, {name: drop}]";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  private Imported imported(String providers, String assertion) throws IOException {
    Path file = folder.resolve("promptfooconfig.yaml");
    Files.writeString(
        file,
        "prompts: [Do]\nproviders: " + providers + "\ntests: [{assert: [" + assertion + "]}]\n");
    return PromptfooImport.read(file);
  }

  private Job job(Imported imported) throws IOException {
    for (var each : imported.files().entrySet()) {
      Path file = folder.resolve("out").resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    return ProjectReader.read(folder.resolve("out")).jobs().getFirst();
  }

  private static String models(String tools) {
    return "[{id: 'openai:gpt-5', config: {tools: " + tools + "}}]";
  }

  @Test
  void theyAreToolsOfTheJob() throws IOException {
    Files.writeString(folder.resolve("tools.yaml"), TOOLS);
    for (String tools : new String[] {TOOLS, "file://tools.yaml"}) {
      Imported imported = imported(models(tools), "{type: contains, value: a}");
      assertThat(imported.losses()).isEmpty();
      assertThat(job(imported).tools())
          .extracting(Tool::name)
          .containsExactly("find", "pay", "drop");
    }
  }

  @Test
  void onesThatDifferAreNamed() throws IOException {
    String two = "['openai:gpt-4', {id: 'openai:gpt-5', config: {tools: " + TOOLS + "}}]";
    assertThat(imported(two, "{type: contains, value: a}").losses())
        .extracting(Loss::type)
        .containsExactly("tools");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          value: [find, pay]                  | [{"name": "pay"}, {"function": {"name": "find"}}]        | true
          value: 'find, pay'                  | {"tool_calls": [{"function": {"name": "find"}}]}         | false
          value: [find, pay], threshold: 0.6  | {"tool_calls": [{"function": {"name": "find"}}]}         | true
          value: [find, pay], threshold: 0.7  | {"type": "tool_use", "name": "find"}                     | false
          value: [find]                       | {"type": "tool_use", "name": "find"}                     | true
          value: [find]                       | [{"functionCall": {"name": "find"}}]                     | true
          value: [find]                       | {"toolCall": {"functionCalls": [{"name": "find"}]}}      | true
          value: [find]                       | {"name": "find"}                                         | false
          value: [find]                       | [{"name": "find"}, {"name": "find"}]                     | true
          value: [find], threshold: 0         | none                                                     | true
          value: [find]                       | I call find                                              | false
          """)
  void f1CountsNamesAlone(String says, String answer, boolean passes) throws IOException {
    Imported imported = imported(models(TOOLS), "{type: tool-call-f1, " + says + "}");
    assertThat(imported.losses()).isEmpty();
    Job job = job(imported);
    assertThat(Graders.of(job).grade(Answers.saying(answer, job.cases().getFirst())).passed())
        .isEqualTo(passes);
  }

  @Test
  void whatIsNotDeclaredIsNamed() throws IOException {
    Imported imported =
        imported("['openai:gpt-5']", "{type: tool-call-f1, value: [find]}, {type: is-json}");
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("tool-call-f1");
  }
}
