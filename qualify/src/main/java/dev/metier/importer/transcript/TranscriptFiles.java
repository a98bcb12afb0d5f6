package dev.metier.importer.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files of JSON lines below a folder, in the order of their names.
final class TranscriptFiles {
  private static final int DEEPEST = 12;

  private TranscriptFiles() {}

  /// @param place a file, which is taken as it is, or a folder
  static List<Path> below(Path place, LeftOutCounts tally) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.walk(place, DEEPEST)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jsonl"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      tally.add(LeftOut.UNREADABLE);
      return List.of();
    }
  }
}
