package dev.metier.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The projects whose screens are looked at.
final class Projects {
  private static final Path DEMO = Path.of("examples/demo");

  /// All but the one that asks the tiny model for a minute.
  private static final List<String> JOBS =
      List.of(
          "triage-templated",
          "numbers",
          "calendar_arithmetic",
          "family_relationships",
          "fraction_simplification",
          "gsm_symbolic",
          "intermediate_integration",
          "letter_counting",
          "needle_haystack",
          "number_format",
          "string_manipulation",
          "syllogism",
          "time_intervals",
          "word_sorting",
          "bf");

  private Projects() {}

  /// The demo, but for one job qualified; of that job one model was asked by an earlier prompt. One
  /// decision is proposed.
  static Path demo(Path folder) {
    copy(DEMO, folder);
    Path earlier = folder.resolve("earlier.yaml");
    String ledger = folder.resolve(".metier/ledger.db").toString();
    ServedProject.run("qualify", "-f", earlier.toString(), "--ledger", ledger);
    var args = new ArrayList<>(List.of("qualify", "-f", folder.toString()));
    args.addAll(JOBS);
    ServedProject.run(args.toArray(String[]::new));
    ServedProject.run(
        "record", "new", "-f", folder.toString(), "numbers", "--model", "claude-sonnet-4");
    return folder;
  }

  /// Deletes a folder that one of these was made in.
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.toString().contains(".metier")).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
