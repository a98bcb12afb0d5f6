package dev.metier.importer.transcript;

import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads the sessions that one kind of program keeps.
interface TranscriptReader {
  /// Hands on each session.
  ///
  /// @param place a file, or a folder with files in it
  void read(Path place, LeftOutCounts tally, Consumer<Session> to);
}
