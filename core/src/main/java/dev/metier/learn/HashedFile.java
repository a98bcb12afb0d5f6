package dev.metier.learn;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file whose name tells the hash of its content, so that an edited one is found out, and an
/// earlier policy finds its own. Its owner alone may read it.
final class HashedFile {
  private static final int HASH = 32;

  private HashedFile() {}

  static Path path(Path folder, String name, byte[] content, String suffix) {
    return folder.resolve(name + "-" + hash(content) + suffix);
  }

  static String hash(byte[] content) {
    return Sha256.hex(content).substring(0, HASH);
  }

  /// Writes it; nobody ever sees half of it.
  static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      OwnerOnly.write(draft, content);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Its content.
  ///
  /// @throws IOException when it is not there or another one; the message begins a sentence
  static byte[] read(Path file, String suffix) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (!String.valueOf(file.getFileName()).endsWith("-" + hash(content) + suffix)) {
      throw new IOException(file + " is not what was compiled: its content is another one");
    }
    return content;
  }
}
