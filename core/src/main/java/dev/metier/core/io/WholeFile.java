package dev.metier.core.io;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Writes a file beside its place first, so that nobody ever sees half of it; and says why a file
/// could not be written.
public final class WholeFile {
  /// What is written.
  public interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /// Half of a surrogate pair, which UTF-8 cannot hold; programs that cut texts leave such.
  private static final Pattern HALF =
      Pattern.compile(
          "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

  private WholeFile() {}

  /// Writes a text; makes the folder when there is none. Half of a surrogate pair becomes U+FFFD.
  ///
  /// @throws ProblemsException when it cannot be written
  public static void write(Path file, String text) {
    String whole = HALF.matcher(text).replaceAll("\ufffd");
    write(file, out -> out.write(whole));
  }

  /// Writes what comes piece by piece; makes the folder when there is none.
  ///
  /// @throws ProblemsException when it cannot be written
  public static void write(Path file, Content content) {
    if (Files.isDirectory(file)) {
      throw new ProblemsException(
          "Cannot write " + file + ": it is a folder.", "Name a file in it.");
    }
    try {
      // a device or a pipe is written to, and not replaced
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        fill(file, content);
      } else {
        replace(file, OwnerOnly.covers(behindLinks(file)), content);
      }
    } catch (UncheckedIOException e) {
      throw unwritable(file, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /// Writes or replaces a file, and makes the folder when there is none.
  ///
  /// @param owned whether nobody but the owner may read it
  public static void replace(Path file, boolean owned, Content content) throws IOException {
    Path whole = behindLinks(file);
    Path folder = Optional.ofNullable(whole.getParent()).orElse(whole);
    if (owned) {
      OwnerOnly.makeFolder(folder);
    } else {
      Files.createDirectories(folder);
    }
    long process = ProcessHandle.current().pid();
    Path draft = whole.resolveSibling(whole.getFileName() + "." + process + ".part");
    try {
      if (owned) {
        OwnerOnly.write(draft, new byte[0]);
      }
      fill(draft, content);
      Files.move(draft, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path behindLinks(Path file) throws IOException {
    return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
  }

  private static void fill(Path file, Content content) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      content.writeTo(out);
    }
  }

  /// What to tell the user when a file cannot be written.
  public static ProblemsException unwritable(Path file, IOException failure) {
    return new ProblemsException(
        "Cannot write " + file + ": " + cause(failure) + ".",
        isFull(failure)
            ? "Free some space, or name a file elsewhere."
            : "Check the folder and your rights, or name another file.");
  }

  /// Why something could not be written, as the end of a sentence.
  public static String cause(IOException failure) {
    if (isFull(failure)) {
      return "the disk is full";
    }
    return switch (failure) {
      case AccessDeniedException _ -> "you have no right to write there";
      case NoSuchFileException _ -> "its folder does not exist";
      case FileAlreadyExistsException e -> e.getFile() + " is a file, not a folder";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static boolean isFull(IOException failure) {
    String said = String.valueOf(failure.getMessage());
    return said.contains("No space left") || said.contains("quota exceeded");
  }
}
