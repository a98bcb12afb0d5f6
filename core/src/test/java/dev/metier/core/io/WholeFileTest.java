package dev.metier.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  private static IOException full() {
    return new IOException("No space left on device");
  }

  private static void isFull(Path file, WholeFile.Content content) {
    var thrown =
        catchThrowableOfType(ProblemsException.class, () -> WholeFile.write(file, content));
    assertThat(thrown.problems().getFirst().what())
        .isEqualTo("Cannot write " + file + ": the disk is full.");
  }

  @Test
  void aFullDiskIsToldAndLeavesWhatWasThereAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    isFull(
        file,
        out -> {
          out.write("half");
          throw full();
        });
    isFull(
        file,
        _ -> {
          throw new UncheckedIOException(full());
        });
    assertThat(file).hasContent("before");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> WholeFile.write(folder, "x")).hasMessageContaining("is a folder");
  }

  @Test
  void missingFoldersAreMadeAndAFileInTheWayIsNamed() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    WholeFile.write(file, "x");
    assertThat(file).hasContent("x");
    assertThatThrownBy(() -> WholeFile.write(file.resolve("below"), "x"))
        .hasMessageContaining("c.txt is a file, not a folder");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    WholeFile.write(link, "after");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("after");
  }

  @Test
  void halvesOfPairsAreReplacedAndWholePairsStay() throws IOException {
    Path file = folder.resolve("text");
    WholeFile.write(file, "a\ud800b \ud83d\ude00 \udc00");
    assertThat(Files.readString(file)).isEqualTo("a\ufffdb \ud83d\ude00 \ufffd");
  }
}
