package dev.metier.importer.promptfoo.config;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.importer.GlobPattern;
import dev.metier.importer.Loss;
import dev.metier.importer.javascript.PlainScalars;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The folder of one configuration: the files that it names, which must lie there or in a folder
/// above that was named, and what is not carried over. Not thread-safe.
public final class ConfigFolder {
  private static final String FILE = "file://";
  private static final long LARGEST = 64 << 20;
  private static final int DEEPEST = 16;
  private static final int MOST_FILES = 100_000;

  /// The folders of a pattern before what stands for any.
  private static final Pattern FIXED = Pattern.compile("(?:[^*?{\\[/]+/)+");

  private final Path folder;
  private final Path root;
  private final Set<Loss> losses = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<Assertion> carried = new HashSet<>();
  private final Set<Place> dates = new HashSet<>();
  private final Set<Assertion> refused = new HashSet<>();

  /// @param root what may be read
  /// @throws ProblemsException when that does not hold the folder
  public ConfigFolder(Path folder, Path root) {
    this.folder = folder;
    this.root = root.toAbsolutePath().normalize();
    if (!folder.startsWith(this.root)) {
      throw new ProblemsException(
          "`--root` " + root + " does not hold the configuration's folder, " + folder + ".",
          "Name a folder above it.");
    }
  }

  /// Whether a value names a file.
  public static boolean isFile(String value) {
    return value.startsWith(FILE);
  }

  public Path folder() {
    return folder;
  }

  public void lost(String type, Place place, String why, String instead) {
    losses.add(new Loss(type, place, why, instead));
  }

  public void note(String note) {
    notes.add(note);
  }

  public void carried(Assertion assertion) {
    carried.add(assertion);
  }

  public void refused(Assertion assertion) {
    refused.add(assertion);
  }

  /// How many different assertions were carried over nowhere.
  public int refusedCount() {
    return (int) refused.stream().filter(each -> !carried.contains(each)).count();
  }

  /// How many different assertions were carried over.
  public int carriedCount() {
    return carried.size();
  }

  public List<Loss> losses() {
    return List.copyOf(losses);
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }

  /// The file that `file://PATH` or a path names; told when it is none of ours.
  public Optional<Path> file(String named, Place place) {
    String path = isFile(named) ? named.substring(FILE.length()) : named;
    try {
      Path file = folder.resolve(path).normalize();
      if (!Files.isRegularFile(file)) {
        lost(named, place, "There is no such file.", "Paths are relative to the configuration.");
      } else if (!file.toRealPath().startsWith(root.toRealPath())) {
        outside(named, place);
      } else if (Files.size(file) > LARGEST) {
        lost(named, place, "The file has more than 64 MB.", "Cut it.");
      } else {
        return Optional.of(file);
      }
    } catch (InvalidPathException | IOException e) {
      lost(named, place, "This is no path that can be read.", "");
    }
    return Optional.empty();
  }

  private void outside(String named, Place place) {
    boolean wider = !root.equals(folder);
    lost(
        named,
        place,
        "The file lies outside " + (wider ? "`--root`." : "the configuration's folder."),
        wider ? "" : "If it may be read, name the folder that holds both: `--root FOLDER`.");
  }

  /// The text of such a file.
  public Optional<String> text(String named, Place place) {
    return file(named, place).flatMap(file -> text(file, place));
  }

  private Optional<String> text(Path file, Place place) {
    try {
      String text = Files.readString(file);
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      lost(file.getFileName().toString(), place, "The file is not UTF-8.", "Save it as UTF-8.");
    } catch (IOException e) {
      lost(file.getFileName().toString(), place, "The file cannot be read.", "");
    }
    return Optional.empty();
  }

  /// What a YAML or JSON file says.
  public Optional<Written> written(Path file, Place place) {
    return text(file, place)
        .flatMap(text ->
            yaml(
                file,
                text,
                problem ->
                    lost(
                        file.getFileName().toString(),
                        problem.place().orElse(place),
                        problem.what(),
                        problem.hint())));
  }

  /// What a text of YAML or JSON says to JavaScript.
  Optional<Written> yaml(Path file, String text, Consumer<Problem> problems) {
    return Yaml.read(
        file,
        text,
        "",
        problems,
        scalar -> {
          if (PlainScalars.isDate(scalar)) {
            dates.add(scalar.place());
          }
          return PlainScalars.of(scalar);
        });
  }

  /// Whether a value is a date without quotes, or a list with one, which is no text there.
  public boolean holdsDate(Written written) {
    return switch (written) {
      case Written.Scalar scalar -> dates.contains(scalar.place());
      case Written.Items(_, var items) -> items.stream().anyMatch(this::holdsDate);
      case Written.Entries _ -> false;
    };
  }

  /// The files that a path or pattern names, in promptfoo's order.
  public List<Path> matching(String named, Place place) {
    String pattern = isFile(named) ? named.substring(FILE.length()) : named;
    if (!pattern.matches(".*[*?{\\[].*")) {
      return file(named, place).stream().toList();
    }
    Matcher fixed = FIXED.matcher(pattern);
    String first = fixed.lookingAt() ? fixed.group() : "";
    Path start = folder.resolve(first).normalize();
    try {
      var glob = new GlobPattern(pattern.substring(first.length()));
      if (!start.startsWith(root)
          || (Files.exists(start) && !start.toRealPath().startsWith(root.toRealPath()))) {
        outside(named, place);
        return List.of();
      }
      var files =
          below(start, named, place).stream()
              .filter(file -> glob.matches(start.relativize(file).toString().replace('\\', '/')))
              .sorted(ConfigFolder::asFound)
              .toList();
      if (files.isEmpty()) {
        lost(named, place, "No file matches.", "Paths are relative to the configuration.");
      }
      return files.stream().flatMap(file -> file(file.toString(), place).stream()).toList();
    } catch (PatternSyntaxException | InvalidPathException | IOException e) {
      lost(named, place, "This is no pattern of files.", "");
      return List.of();
    }
  }

  /// All files in a folder and those below; what cannot be looked into is told.
  private List<Path> below(Path start, String named, Place place) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        start,
        Set.of(),
        DEEPEST,
        new SimpleFileVisitor<>() {
          private int seen;

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (++seen > MOST_FILES) {
              lost(
                  named,
                  place,
                  "More than 100,000 files lie where it looks; the others are not looked at.",
                  "Begin the pattern with the folder that holds them.");
              return FileVisitResult.TERMINATE;
            }
            if (Files.isRegularFile(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(start)) {
              throw e;
            }
            lost(named, place, "`" + start.relativize(file) + "` cannot be looked into.", "");
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /// The order in which promptfoo finds files: names backwards, and those of a folder before what
  /// lies in folders of it.
  private static int asFound(Path one, Path other) {
    int same = 0;
    while (same < Math.min(one.getNameCount(), other.getNameCount()) - 1
        && one.getName(same).equals(other.getName(same))) {
      same++;
    }
    boolean file = same == one.getNameCount() - 1;
    boolean otherFile = same == other.getNameCount() - 1;
    return file == otherFile
        ? other.getName(same).toString().compareTo(one.getName(same).toString())
        : Boolean.compare(otherFile, file);
  }
}
