package dev.metier.importer;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes an imported job into a project: a new one, or one that is there, whose text stays as it
/// is. No file that is there is replaced but the metier.yaml, and that last.
public final class JobWriting {
  private static final String JOBS = "jobs";

  private final Path yaml;

  /// @param folder of the metier.yaml
  public JobWriting(Path folder) {
    this.yaml = folder.resolve("metier.yaml");
  }

  /// Whether a project is there already.
  public boolean adds() {
    return Files.exists(yaml);
  }

  /// Writes the job, all of it or nothing.
  ///
  /// @param head what a new metier.yaml has above `jobs:`; models and hosts
  /// @throws ProblemsException when something of that name is there, or cannot be written
  public void write(ImportedJob job, String head) {
    String text = adds() ? added(job) : head + JOBS + ":\n" + job.yaml();
    Path cases = yaml.resolveSibling(job.casesFile());
    Path prompt = yaml.resolveSibling(job.promptFile());
    for (Path file : List.of(cases, prompt)) {
      if (Files.exists(file)) {
        throw new ProblemsException(
            file + " is there already; nothing was changed.", "Name the job: `--name NAME`.");
      }
    }
    var written = new ArrayList<Path>();
    try {
      written.add(cases);
      WholeFile.write(cases, job.caseLines());
      written.add(prompt);
      WholeFile.write(prompt, job.prompt());
      WholeFile.write(yaml, text);
    } catch (ProblemsException e) {
      written.forEach(JobWriting::undo);
      throw e;
    }
  }

  private static void undo(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A job more in a metier.yaml ----------------------------------------------------------------

  private String added(ImportedJob job) {
    String text = text();
    Written.Entries root = root(text);
    Optional<Written.Entry> jobs = root.find(JOBS);
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    var lines = new ArrayList<>(text.lines().toList());
    if (jobs.isEmpty()) {
      lines.add(JOBS + ":");
      lines.addAll(job.yaml().lines().toList());
      return String.join(end, lines) + end;
    }
    if (!(jobs.get().value() instanceof Written.Entries section)
        || section.entries().isEmpty()
        || section.entries().getFirst().place().line() == jobs.get().place().line()) {
      throw unsuited(job, "its `jobs` are not written one below the other");
    }
    if (section.find(job.name().text()).isPresent()) {
      throw new ProblemsException(
          yaml + " has a job " + job.name() + " already; nothing was changed.",
          "Name the new one: `--name NAME`.");
    }
    int indent = section.entries().getFirst().place().column() - 1;
    lines.addAll(
        behind(lines, root, jobs.get()),
        job.yaml().lines().map(line -> " ".repeat(indent) + line.substring(2)).toList());
    String whole = String.join(end, lines) + end;
    boolean sound =
        root(whole).find(JOBS).map(Written.Entry::value).stream()
            .anyMatch(value ->
                value instanceof Written.Entries all
                    && all.entries().size() == section.entries().size() + 1
                    && all.find(job.name().text()).isPresent());
    if (!sound) {
      throw unsuited(job, "it is written in a form that cannot be added to");
    }
    return whole;
  }

  private ProblemsException unsuited(ImportedJob job, String why) {
    return new ProblemsException(
        yaml + " was not changed: " + why + ".",
        "Import into another folder with `--to FOLDER`, and copy the job " + job.name() + ".");
  }

  private String text() {
    try {
      return Files.readString(yaml);
    } catch (IOException e) {
      throw new ProblemsException(yaml + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  private Written.Entries root(String text) {
    var problems = new ArrayList<Problem>();
    var root = Yaml.read(yaml, text, "", problems::add);
    if (root.isPresent() && root.get() instanceof Written.Entries entries) {
      return entries;
    }
    throw problems.isEmpty()
        ? new ProblemsException(yaml + " is no project; nothing was changed.", "")
        : new ProblemsException(problems);
  }

  /// The line behind the last job: above the next key, and above the comments before it.
  private static int behind(List<String> lines, Written.Entries root, Written.Entry jobs) {
    int next =
        root.entries().stream()
            .mapToInt(entry -> entry.place().line())
            .filter(line -> line > jobs.place().line())
            .min()
            .orElse(lines.size() + 1);
    int at = Math.min(next - 1, lines.size());
    while (at > 0 && (lines.get(at - 1).isBlank() || lines.get(at - 1).startsWith("#"))) {
      at--;
    }
    return at;
  }
}
