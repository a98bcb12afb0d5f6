package dev.metier.journal.files;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Money;
import dev.metier.journal.JournalReader;
import dev.metier.journal.RequestId;
import dev.metier.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads the files of a journal. A line that was cut off by a crash is passed over.
///
/// @param folder where the files lie; it need not exist
public record JournalFiles(Path folder) implements JournalReader {
  @Override
  public Optional<JsonNode> find(String id) {
    return RequestId.time(id)
        .flatMap(time -> {
          Path file = FileJournal.file(folder, LocalDate.ofInstant(time, ZoneOffset.UTC));
          try (Stream<String> lines = lines(file)) {
            return lines
                .filter(line -> line.contains(id))
                .flatMap(line -> parsed(line).stream())
                .filter(record -> Json.text(record, "id").equals(id))
                .findFirst();
          }
        });
  }

  @Override
  public Map<String, Money> spent(LocalDate day) {
    try {
      return Tally.of(folder, day).spent();
    } catch (IOException e) {
      throw new ProblemsException(
          "What was spent today cannot be read from " + folder + ".",
          "Check your rights there; without it no budget of today holds.");
    }
  }

  /// To be closed by whoever reads them.
  @SuppressWarnings("StreamResourceLeak")
  private static Stream<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.lines(file, StandardCharsets.UTF_8) : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<JsonNode> parsed(String line) {
    return Json.tryObject(line.getBytes(StandardCharsets.UTF_8));
  }
}
