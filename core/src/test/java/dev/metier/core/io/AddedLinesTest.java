package dev.metier.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedLinesTest {
  @TempDir Path folder;

  @Test
  void linesAreAddedBehindWhatIsThere() throws IOException {
    Path file = folder.resolve("labels/job.jsonl");
    AddedLines.add(file, "a");
    Files.writeString(file, "a\nhalf");
    AddedLines.add(file, "b");
    assertThat(AddedLines.all(file)).containsExactly("a", "half", "b");
  }

  @Test
  void aLinkIsNotFollowedAndNothingIsWrittenWhereItLeads() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Path file = Files.writeString(out.resolve("job.jsonl"), "");
    Path inner = Files.createDirectory(folder.resolve("project"));
    Files.createSymbolicLink(inner.resolve("labels"), out);
    Files.createSymbolicLink(inner.resolve("job.jsonl"), file);
    for (String name : new String[] {"labels/job.jsonl", "labels/other.jsonl", "job.jsonl"}) {
      assertThatThrownBy(() -> AddedLines.add(inner.resolve(name), "a"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is a link, which is not followed");
    }
    assertThat(file).isEmptyFile();
    assertThat(out.resolve("other.jsonl")).doesNotExist();
  }
}
