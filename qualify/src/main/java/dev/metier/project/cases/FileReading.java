package dev.metier.project.cases;

import dev.metier.core.problem.Place;
import dev.metier.form.Encoding;
import dev.metier.form.Reading;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over a metier.yaml that names other files, each of which is read once.
public class FileReading extends Reading {
  private final Path folder;
  private final Map<Path, Optional<String>> texts = new HashMap<>();
  private final Map<Path, CaseFiles.Read> caseFiles = new HashMap<>();

  /// A pass over a file whose relative paths start in this folder.
  protected FileReading(Path folder) {
    this.folder = folder;
  }

  /// Reads the files of cases that jobs are about to name, all at once, since large ones take long.
  /// What is wrong with them is told when a job names them.
  ///
  /// @param paths whatever else is among them is left to that time
  public void readAhead(List<String> paths) {
    cases().readAhead(paths);
  }

  CaseFiles cases() {
    return new CaseFiles(this, caseFiles);
  }

  public Path resolve(String path) {
    String home = System.getProperty("user.home", "");
    String whole = path.startsWith("~/") ? home + path.substring(1) : path;
    return folder.resolve(whole).normalize();
  }

  /// Whether the text is the path of a file there.
  public boolean isFile(String path) {
    try {
      return Files.isRegularFile(resolve(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// Whether the text is the path of a folder there.
  boolean isFolder(String path) {
    try {
      return Files.isDirectory(resolve(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// A path that a person wrote, when it is one and there is such a file.
  public Optional<Path> file(String path, Place place) {
    try {
      Path file = resolve(path);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
      problem(place, "There is no file " + path + ".", "Paths are relative to the metier.yaml.");
    } catch (InvalidPathException e) {
      problem(place, "This is no path: " + e.getReason() + ".", "");
    }
    return Optional.empty();
  }

  /// The text of a file, without a byte order mark.
  public Optional<String> text(Path file, Place place) {
    return texts.computeIfAbsent(file, _ -> load(file, place));
  }

  private Optional<String> load(Path file, Place place) {
    try {
      String text = Files.readString(file);
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      notUtf8(file, place);
    } catch (IOException e) {
      problem(place, file.getFileName() + " cannot be read: " + e.getMessage() + ".", "");
    }
    return Optional.empty();
  }

  private void notUtf8(Path file, Place place) {
    try {
      problem(Encoding.problem(file));
    } catch (IOException e) {
      problem(place, file.getFileName() + " cannot be read: " + e.getMessage() + ".", "");
    }
  }
}
