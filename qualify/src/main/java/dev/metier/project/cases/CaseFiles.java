package dev.metier.project.cases;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Written;
import dev.metier.job.Case;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// The key `cases` of a job: files by path or pattern, and cases written in place. A file that
/// several jobs name is read once and its cases are shared.
public final class CaseFiles {
  /// What to do where there is not one case yet.
  public static final String NONE_YET =
      "Write one a line, for example {\"id\": \"a\", \"text\": \"...\", \"expected\": \"...\"}, or"
          + " take over what you have: metier import --help";

  /// Cases, and where each is written, by its index.
  ///
  /// @param unnamed the indexes of those that were given no id
  /// @param graders graders that cases bring, as JSON text, by their indexes
  /// @param images paths of the pictures that cases bring, by their indexes
  public record Loaded(
      Path file,
      List<Case> cases,
      IntFunction<Place> places,
      BitSet unnamed,
      SortedMap<Integer, String> graders,
      SortedMap<Integer, List<String>> images) {
    /// The same with these cases, which stand where those stood.
    public Loaded with(List<Case> others) {
      return new Loaded(file, List.copyOf(others), places, unnamed, graders, images);
    }
  }

  /// A file as it was read, and what is wrong with it.
  record Read(Loaded loaded, List<Problem> problems, List<String> notes) {}

  private static final List<String> ENDINGS =
      List.of("jsonl", "ndjson", "json", "csv", "tsv", "yaml", "yml");
  private static final int DEEPEST = 32;

  private final FileReading reading;
  private final Map<Path, Read> read;

  CaseFiles(FileReading reading, Map<Path, Read> read) {
    this.reading = reading;
    this.read = read;
  }

  /// See `FileReading.readAhead`.
  void readAhead(List<String> paths) {
    var files = new LinkedHashMap<Path, Path>();
    for (String path : paths) {
      if (reading.isFile(path.strip())) {
        Path file = reading.resolve(path.strip());
        files.putIfAbsent(key(file), file);
      }
    }
    files.values().removeIf(file -> !ENDINGS.contains(ending(file)));
    var found = files.values().parallelStream().map(CaseFiles::parse).toList().iterator();
    files.keySet().forEach(file -> read.put(file, found.next()));
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /// The shape of the key: a path, a pattern, a case, or a list of these.
  public static Shape<List<Loaded>> shape() {
    Shape<List<Loaded>> path =
        ScalarReader.text()
            .as(
                new Shape.Kind.Single(
                    "a path or pattern of .jsonl, .json, .csv, .tsv or .yaml files",
                    "\"type\":\"string\""))
            .then((text, place, reading) ->
                ((FileReading) reading).cases().matching(text.strip(), place));
    return new Shape<>(
        new Shape.Kind.Either(
            List.of(
                path.kind(),
                new Shape.Kind.ListOf(new Shape.Kind.Either(List.of(path.kind(), inline()))))),
        w -> path.fits().test(w) || w instanceof Written.Items,
        (written, reading) ->
            written instanceof Written.Items(_, var items)
                ? ((FileReading) reading).cases().mixed(items, path)
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
      loaded.add(new CaseText(file, "inline", reading::problem, reading::note).written(own));
    }
    return Optional.of(List.copyOf(loaded));
  }

  private Optional<List<Loaded>> matching(String text, Place place) {
    boolean pattern = text.matches(".*[*?{\\[].*");
    if (!pattern && reading.isFolder(text)) {
      reading.problem(
          place,
          "`" + text + "` is a folder.",
          "Name the files in it, as in `" + text.replaceAll("/+$", "") + "/*.jsonl`.");
      return Optional.empty();
    }
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
    if (!ENDINGS.contains(ending(file))) {
      reading.problem(
          place,
          "Cases cannot be read from a file that ends in \"." + ending(file) + "\".",
          "Use .jsonl, .json, .csv, .tsv or .yaml.");
      return Optional.empty();
    }
    Read found = read.computeIfAbsent(key(file), _ -> parse(file));
    found.problems().forEach(reading::problem);
    found.notes().forEach(reading::note);
    return Optional.of(found.loaded());
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static Read parse(Path file) {
    String name = file.getFileName().toString();
    var problems = new ArrayList<Problem>();
    var notes = new ArrayList<String>();
    String stem = name.substring(0, name.lastIndexOf('.'));
    var text = new CaseText(file, stem, problems::add, notes::add);
    Loaded loaded =
        switch (ending(file)) {
          case "csv" -> new CsvCases(text).read(',');
          case "tsv" -> new CsvCases(text).read('\t');
          case "jsonl", "ndjson" -> text.jsonLines();
          default -> text.whole();
        };
    if (loaded.cases().isEmpty() && problems.isEmpty()) {
      problems.add(Problem.at(Place.of(file), "The file has no cases yet.", NONE_YET));
    }
    return new Read(loaded, problems, notes);
  }
}
