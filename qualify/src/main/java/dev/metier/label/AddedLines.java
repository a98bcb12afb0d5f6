package dev.metier.label;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A file to which lines are only added. It holds answers' texts, so a new one is its owner's
/// alone. Several people may add to it at once.
record AddedLines(Path path) {
  /// Adds a line. It is on the disk when this returns.
  ///
  /// @throws ProblemsException when it cannot be written
  void append(String line) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      // what a power cut left of a line stays a line of its own
      String whole = (endsInside() ? "\n" : "") + line + "\n";
      try (FileChannel file =
          OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(false);
      }
    } catch (IOException e) {
      throw WholeFile.unwritable(path, e);
    }
  }

  private boolean endsInside() throws IOException {
    if (!Files.exists(path) || Files.size(path) == 0) {
      return false;
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return file.read(last, file.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  /// Its lines; none where it is not there.
  ///
  /// @throws ProblemsException when it cannot be read
  List<String> lines() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new ProblemsException(
          "The labels in " + path + " cannot be read: " + e.getMessage() + ".",
          "Check the file and your rights.");
    }
  }
}
