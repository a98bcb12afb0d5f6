package dev.metier.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Case.Draft;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobWritingTest {
  private static final String HEAD = "models:\n  qwen: {use: \"ollama/qwen3:8b\"}\n";

  @TempDir private Path folder;

  private static ImportedJob job(String name) {
    var given =
        new ImportedCase(
            "a",
            Map.of("text", "Hello"),
            Optional.of("x"),
            List.of("en"),
            Optional.of("c1"),
            Optional.of(new Draft("Hi", Optional.of("qwen"))),
            "a.csv:2");
    return new ImportedJob(
        new JobName(name),
        "say: \"hello\"",
        DataClass.INTERNAL,
        "",
        "Answer.\n\n{{text}}\n",
        List.of("- one_of: {ignore_case: true}"),
        "",
        List.of(given));
  }

  private String yaml() throws IOException {
    return Files.readString(folder.resolve("metier.yaml"));
  }

  @Test
  void aNewProjectCanBeReadAtOnce() {
    new JobWriting(folder).write(job("hello"), HEAD);
    var read = ProjectReader.read(folder).jobs().getFirst();
    var given = read.cases().getFirst();
    assertThat(given.id()).isEqualTo("a");
    assertThat(given.expected()).contains("x");
    assertThat(given.slices()).containsExactly("en");
    assertThat(given.cluster()).contains("c1");
    assertThat(given.draft()).contains(new Draft("Hi", Optional.of("qwen")));
  }

  @Test
  void aJobMoreLeavesTheRestOfTheFileAsItIs() throws IOException {
    new JobWriting(folder).write(job("hello"), HEAD);
    String before = yaml().replace("jobs:\n", "# The work.\njobs:\n") + "\n# Mine.\nx-notes: [a]\n";
    Files.writeString(folder.resolve("metier.yaml"), before);
    new JobWriting(folder).write(job("second"), "");
    assertThat(ProjectReader.read(folder).jobs())
        .extracting(job -> job.name().text())
        .containsExactly("hello", "second");
    String after = yaml();
    int at = after.indexOf("  second:");
    int end = after.indexOf("\n# Mine.");
    assertThat(after.substring(0, at) + after.substring(end)).isEqualTo(before);
  }

  @Test
  void otherIndentationsAndLineEndsAreKept() throws IOException {
    Files.writeString(
        folder.resolve("metier.yaml"),
        (HEAD
                + "jobs:\n    old:\n        data: internal\n        prompt: hi\n"
                + "        cases: [{id: a, expected: b}]\n        scope: suite\n"
                + "        graders: equals\n        needs: {quality: {at_least: 0.5}}\n")
            .replace("\n", "\r\n"));
    new JobWriting(folder).write(job("second"), "");
    assertThat(yaml()).contains("\r\n    second:\r\n");
    assertThat(ProjectReader.read(folder).jobs()).hasSize(2);
  }

  @Test
  void nothingThatIsThereIsOverwritten() throws IOException {
    new JobWriting(folder).write(job("hello"), HEAD);
    String before = yaml();
    var again =
        catchThrowableOfType(
            ProblemsException.class, () -> new JobWriting(folder).write(job("hello"), HEAD));
    assertThat(again.problems().getFirst().what()).contains("has a job hello already");
    Files.createDirectories(folder.resolve("cases"));
    Files.writeString(folder.resolve("cases/other.jsonl"), "mine");
    var other =
        catchThrowableOfType(
            ProblemsException.class, () -> new JobWriting(folder).write(job("other"), HEAD));
    assertThat(other.problems().getFirst().what()).contains("other.jsonl is there already");
    assertThat(Files.readString(folder.resolve("cases/other.jsonl"))).isEqualTo("mine");
    assertThat(folder.resolve("prompts/other.md")).doesNotExist();
    assertThat(yaml()).isEqualTo(before);
  }

  @Test
  void jobsInBracesAreNotAddedTo() throws IOException {
    String text = HEAD + "jobs: {a: {data: internal}}\n";
    Files.writeString(folder.resolve("metier.yaml"), text);
    var told =
        catchThrowableOfType(
            ProblemsException.class, () -> new JobWriting(folder).write(job("b"), ""));
    assertThat(told.problems().getFirst().what()).contains("was not changed");
    assertThat(yaml()).isEqualTo(text);
    assertThat(folder.resolve("cases")).doesNotExist();
  }
}
