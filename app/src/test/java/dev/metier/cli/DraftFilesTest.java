package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.JobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drafts are looked for in all files that a job names, whatever form they have.
class DraftFilesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void filesOfEveryFormAreFoundOnceAndOthersAreLeftAlone() throws IOException {
    Files.createDirectory(folder.resolve("cases"));
    for (String name : new String[] {"a.csv", "b.yaml", "c.tsv", "d.json", "e.jsonl", "f.xlsx"}) {
      Files.writeString(folder.resolve("cases/" + name), "");
    }
    Files.writeString(folder.resolve("cases/triage.drafts.jsonl"), "");
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        jobs:
          triage:
            cases: [cases/a.csv, "cases/*.yaml", cases/c.tsv, cases/*.json, "cases/*", gone.csv, {text: x}]
          other:
            cases: elsewhere.csv
        """);
    assertThat(DraftFiles.of(folder, new JobName("triage")))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("a.csv", "b.yaml", "c.tsv", "d.json", "e.jsonl", "triage.drafts.jsonl");
  }
}
