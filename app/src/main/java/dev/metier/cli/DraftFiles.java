package dev.metier.cli;

import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.JobName;
import dev.metier.label.draft.CaseDrafts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The files in which a job's drafts may stand, also when its metier.yaml is no whole project yet:
/// without accepted cases it is none.
final class DraftFiles {
  private DraftFiles() {}

  /// What `metier draft` writes to.
  static Path own(Path folder, JobName job) {
    return folder.resolve("cases").resolve(job.text() + ".drafts.jsonl");
  }

  /// Those that exist.
  static List<Path> of(Path folder, JobName job) {
    Set<Path> files = new LinkedHashSet<>();
    named(folder.resolve("metier.yaml"), job)
        .flatMap(text -> found(folder, text))
        .forEach(file -> files.add(file.normalize()));
    files.add(own(folder, job).normalize());
    return files.stream().filter(Files::isRegularFile).filter(CaseDrafts::areIn).toList();
  }

  private static Stream<String> named(Path yaml, JobName job) {
    try {
      return Yaml.read(yaml, Files.readString(yaml), "", _ -> {})
          .flatMap(root -> child(root, "jobs"))
          .flatMap(jobs -> child(jobs, job.text()))
          .flatMap(section -> child(section, "cases"))
          .stream()
          .flatMap(cases ->
              cases instanceof Written.Items(_, var items) ? items.stream() : Stream.of(cases))
          .flatMap(each ->
              each instanceof Written.Scalar(_, var text, _) ? Stream.of(text) : Stream.of());
    } catch (IOException e) {
      return Stream.of();
    }
  }

  private static Optional<Written> child(Written written, String key) {
    return written instanceof Written.Entries entries
        ? entries.find(key).map(Written.Entry::value)
        : Optional.empty();
  }

  private static Stream<Path> found(Path folder, String text) {
    try {
      Path whole = folder.resolve(text.strip());
      if (Files.isRegularFile(whole) || whole.getParent() == null) {
        return Stream.of(whole);
      }
      try (DirectoryStream<Path> matching =
          Files.newDirectoryStream(whole.getParent(), whole.getFileName().toString())) {
        var found = new LinkedHashSet<Path>();
        matching.forEach(found::add);
        return found.stream().sorted();
      }
    } catch (IOException | InvalidPathException e) {
      return Stream.of();
    }
  }
}
