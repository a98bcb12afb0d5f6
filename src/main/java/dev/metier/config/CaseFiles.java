package dev.metier.config;

import dev.metier.job.Case;
import dev.metier.problem.Place;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// The key `cases` of a job: files by path or pattern, and cases written in place. A file that
/// several jobs name is read once and its cases are shared.
final class CaseFiles {
  /// Cases, and where each is written, by its index.
  record Loaded(Path file, List<Case> cases, IntFunction<Place> places) {}

  private static final int DEEPEST = 32;

  private final Reading reading;
  private final Map<Path, Optional<Loaded>> read = new HashMap<>();

  CaseFiles(Reading reading) {
    this.reading = reading;
  }

  /// The shape of the key: a path, a pattern, a case, or a list of these.
  static Shape<List<Loaded>> shape() {
    Shape<List<Loaded>> path =
        Values.text()
            .as(
                new Shape.Kind.Single(
                    "a path or pattern of .jsonl, .json, .csv, .tsv or .yaml files",
                    "\"type\":\"string\""))
            .then((text, place, reading) -> reading.cases.matching(text.strip(), place));
    return new Shape<>(
        new Shape.Kind.Either(
            List.of(
                path.kind(),
                new Shape.Kind.ListOf(new Shape.Kind.Either(List.of(path.kind(), inline()))))),
        w -> path.fits().test(w) || w instanceof Written.Items,
        (written, reading) ->
            written instanceof Written.Items(_, var items)
                ? reading.cases.mixed(items, path)
                : path.read(written, reading));
  }

  private static Shape.Kind inline() {
    return new Shape.Kind.Single("a case (an object)", "\"type\":\"object\"");
  }

  private Optional<List<Loaded>> mixed(List<Written> items, Shape<List<Loaded>> path) {
    var loaded = new ArrayList<Loaded>();
    var own = new ArrayList<Written>();
    for (Written item : items) {
      if (item instanceof Written.Entries) {
        own.add(item);
      } else if (path.fits().test(item)) {
        path.read(item, reading).ifPresent(loaded::addAll);
      } else {
        reading.unfit(item, new Shape.Kind.Either(List.of(path.kind(), inline())));
      }
    }
    if (!own.isEmpty()) {
      Path file = own.getFirst().place().file();
      loaded.add(new CaseText(file, "inline", reading::problem).written(own));
    }
    return Optional.of(List.copyOf(loaded));
  }

  private Optional<List<Loaded>> matching(String text, Place place) {
    boolean pattern = text.matches(".*[*?{\\[].*");
    if (!pattern || reading.isFile(text)) {
      return reading.file(text, place).flatMap(file -> load(file, place)).map(List::of);
    }
    var files = found(text, place);
    if (files.isEmpty()) {
      reading.problem(
          place, "No file matches " + text + ".", "Paths are relative to the metier.yaml.");
    }
    return Optional.of(files.stream().flatMap(file -> load(file, place).stream()).toList());
  }

  /// The files that a pattern matches, by name.
  private List<Path> found(String pattern, Place place) {
    int wild = pattern.replaceAll("[*?{\\[].*", "").lastIndexOf('/');
    try {
      Path start = reading.resolve(wild < 0 ? "" : pattern.substring(0, wild + 1));
      String rest = pattern.substring(wild + 1);
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
      if (!Files.isDirectory(start)) {
        return List.of();
      }
      try (Stream<Path> walk = Files.walk(start, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
        return walk.filter(Files::isRegularFile)
            .filter(file -> matcher.matches(start.relativize(file)))
            .sorted()
            .toList();
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      reading.problem(place, "The folder cannot be searched: " + e.getMessage() + ".", "");
    } catch (InvalidPathException | PatternSyntaxException e) {
      reading.problem(place, "This is no pattern: " + e.getMessage() + ".", "");
    }
    return List.of();
  }

  private Optional<Loaded> load(Path file, Place place) {
    return read.computeIfAbsent(file.toAbsolutePath().normalize(), _ -> parse(file, place));
  }

  private Optional<Loaded> parse(Path file, Place place) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (!Arrays.asList("jsonl", "ndjson", "json", "csv", "tsv", "yaml", "yml").contains(ending)) {
      reading.problem(
          place,
          "Cases cannot be read from a file that ends in \"." + ending + "\".",
          "Use .jsonl, .json, .csv, .tsv or .yaml.");
      return Optional.empty();
    }
    var text = new CaseText(file, name.substring(0, dot), reading::problem);
    int before = reading.count();
    Loaded loaded =
        switch (ending) {
          case "csv" -> text.csv(',');
          case "tsv" -> text.csv('\t');
          case "jsonl", "ndjson" -> text.jsonLines();
          default -> text.whole();
        };
    if (loaded.cases().isEmpty() && reading.count() == before) {
      reading.problem(Place.of(file), "The file has no cases.", "");
    }
    return Optional.of(loaded);
  }
}
