package dev.metier.core.io;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/// Makes folders and files that nobody but their owner may read, where the file system knows
/// owners: all below `.metier`, whoever makes it first. The rights are set as the file is made, so
/// there is no moment at which others may read it. Git leaves out what lies below `.metier`: cases
/// and answers are there.
public final class OwnerOnly {
  private static final String FOLDER = ".metier";

  private OwnerOnly() {}

  /// Whether a file lies below a folder `.metier`.
  public static boolean covers(Path file) {
    return outermost(file.toAbsolutePath().normalize()).isPresent();
  }

  /// Makes a folder when there is none; of those above it, the ones below `.metier` and that itself
  /// are the owner's only too.
  public static void makeFolder(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath().normalize();
    Path first = outermost(whole).orElse(whole);
    if (first.getParent() != null) {
      Files.createDirectories(first.getParent());
    }
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = whole; at.startsWith(first) && at.getParent() != null; at = at.getParent()) {
      missing.push(at);
    }
    for (Path each : missing) {
      make(each);
    }
  }

  private static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectory(folder, rights(folder, "rwx------"));
      if (folder.endsWith(FOLDER)) {
        write(folder.resolve(".gitignore"), "*\n".getBytes(StandardCharsets.UTF_8));
      }
    } catch (FileAlreadyExistsException e) {
      // another process may have made it meanwhile
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static Optional<Path> outermost(Path whole) {
    for (int i = 1; i <= whole.getNameCount(); i++) {
      if (whole.getName(i - 1).toString().equals(FOLDER)) {
        return Optional.of(whole.getRoot().resolve(whole.subpath(0, i)));
      }
    }
    return Optional.empty();
  }

  /// Opens a file; one that is made is its owner's only.
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), rights(file, "rw-------"));
  }

  /// Writes a file anew, as its owner's only.
  public static void write(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    try (var out =
        Channels.newOutputStream(
            open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      out.write(bytes);
    }
  }

  private static FileAttribute<?>[] rights(Path file, String rights) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }
}
