package dev.metier.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Files of the owner's alone to which lines are only added, by several processes at once.
public final class AddedLines {
  private AddedLines() {}

  /// Adds a line, which is on the disk when this returns; makes the file and its folder when they
  /// are not there. Where one of the two is a link, nothing is written: it may lead anywhere.
  public static void add(Path file, String line) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    for (Path each : List.of(folder, file)) {
      if (Files.isSymbolicLink(each)) {
        throw new IOException(each + " is a link, which is not followed");
      }
    }
    Files.createDirectories(folder);
    // what a power cut left of a line stays a line of its own
    String whole = (endsInside(file) ? "\n" : "") + line + "\n";
    try (FileChannel channel =
        OwnerOnly.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  private static boolean endsInside(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  /// All lines; none where there is no file. What is no UTF-8 is shown as such.
  public static List<String> all(Path file) throws IOException {
    return Files.exists(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
        : List.of();
  }
}
