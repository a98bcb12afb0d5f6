package dev.metier.decision;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.core.text.Sha256;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The records of a project: `decisions/MDR-0001.md` and so on.
///
/// @param folder `decisions`; it need not exist
public record RecordFolder(Path folder) {
  private static final String ENDING = ".md";

  /// A record with the file it was read from.
  ///
  /// @param hash of the file's text
  public record Kept(DecisionRecord record, String text, String hash) {}

  /// Those of the project in a folder.
  public static RecordFolder of(Path project) {
    return new RecordFolder(project.resolve("decisions"));
  }

  /// The names of all records, the oldest first.
  public List<String> ids() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .filter(DecisionRecord::isId)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ProblemsException("Cannot read " + folder + ".", "Check your rights.");
    }
  }

  /// All records that can be read, the oldest first.
  ///
  /// @param problems gets what is wrong with the others
  public List<DecisionRecord> all(Problems problems) {
    var all = new ArrayList<DecisionRecord>();
    for (String id : ids()) {
      try {
        all.add(read(id).record());
      } catch (ProblemsException e) {
        e.problems().forEach(problems::add);
      }
    }
    return all;
  }

  /// Where a record stands.
  public Path file(String id) {
    if (!DecisionRecord.isId(id)) {
      throw new IllegalArgumentException(id);
    }
    return folder.resolve(id + ENDING);
  }

  /// Whether there is such a record.
  public boolean has(String id) {
    return DecisionRecord.isId(id) && Files.isRegularFile(file(id));
  }

  /// One record.
  ///
  /// @throws ProblemsException when there is none, or mistakes in it
  public Kept read(String id) {
    if (!has(id)) {
      throw new ProblemsException(
          "There is no record " + id + ".",
          ids().isEmpty() ? "`metier record new JOB` writes one." : Nearest.hint(id, ids()));
    }
    String text = text(id);
    return new Kept(RecordReader.read(file(id), text), text, Sha256.hex(text));
  }

  /// The text of a record's file, whether or not it can be read as one.
  public String text(String id) {
    try {
      return Files.readString(file(id));
    } catch (CharacterCodingException e) {
      throw new ProblemsException(file(id) + " is not UTF-8.", "Save it as UTF-8.");
    } catch (IOException e) {
      throw new ProblemsException("Cannot read " + file(id) + ".", "Check your rights.");
    }
  }

  /// The name of the next record.
  public String next() {
    int last = ids().stream().mapToInt(id -> Integer.parseInt(id.substring(4))).max().orElse(0);
    return String.format(Locale.ROOT, "MDR-%04d", last + 1);
  }

  /// Writes a new record.
  public void add(DecisionRecord record) {
    if (has(record.head().id())) {
      throw new ProblemsException(
          List.of(Problem.general("There is a record " + record.head().id() + " already.", "")));
    }
    WholeFile.write(file(record.head().id()), RecordWriter.of(record));
  }

  /// Writes a record in place of what its writer saw.
  ///
  /// @param seen hash of the text that the writer saw
  /// @return what stands there instead, when somebody else changed it meanwhile; nothing is written
  ///   then
  public Optional<String> replace(String id, String text, String seen) {
    synchronized (RecordFolder.class) {
      String now = text(id);
      if (!Sha256.hex(now).equals(seen)) {
        return Optional.of(now);
      }
      WholeFile.write(file(id), text);
      return Optional.empty();
    }
  }
}
