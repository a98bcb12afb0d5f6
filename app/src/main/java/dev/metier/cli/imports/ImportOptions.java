package dev.metier.cli.imports;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.ShortText;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.SliceSample;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What all imports of cases take: where to, what the job is called, which of the cases.
final class ImportOptions {
  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description =
          "The project's folder. A project that is there gets a job more; nothing of it is"
              + " overwritten. Default: this folder, when it has a metier.yaml, else the folder"
              + " metier beside what is imported.")
  private Optional<Path> to = Optional.empty();

  @Option(names = "--name", paramLabel = "JOB", description = "What the job is called.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      description = "What the work is, in a line; the prompt begins with it.")
  private String purpose = "";

  @Option(
      names = "--data",
      paramLabel = "CLASS",
      description =
          "How sensitive the cases are: public, internal (default), confidential, restricted."
              + " Personal data in them raises it.")
  private DataClass data = DataClass.INTERNAL;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Import so many cases, drawn at random, each slice with its share.")
  private Optional<Integer> sample = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which sample: the same number draws the same cases. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--redact",
      description = "Take keys and passwords out of the cases, instead of importing nothing.")
  private boolean redact;

  @Option(names = "--yes", description = "Write without asking.")
  private boolean yes;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  boolean yes() {
    return yes;
  }

  boolean json() {
    return json;
  }

  String purpose() {
    return purpose;
  }

  DataClass data() {
    return data;
  }

  /// The folder of the project.
  ///
  /// @param beside the file or folder that is imported
  Path folder(Path beside) {
    return to.orElseGet(
        () -> Files.exists(Path.of("metier.yaml")) ? Path.of("") : beside.resolveSibling("metier"));
  }

  /// The job's name: the one that was given, or one made of what is imported.
  JobName job(String from) {
    String plain =
        from.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String given = name.orElse(plain.isEmpty() ? "cases" : ShortText.of(plain, 40));
    if (!JobName.allowed(given)) {
      throw new ProblemsException(
          "`" + given + "` is no name for a job.", "Letters, digits, `-`, `_` and `.` make one.");
    }
    return new JobName(given);
  }

  /// The cases that are drawn, searched for personal data, keys and passwords.
  CaseScreening screened(List<ImportedCase> cases) {
    if (sample.filter(size -> size < 1).isPresent()) {
      throw new ProblemsException("`--sample` is at least 1.", "For example `--sample 100`.");
    }
    return CaseScreening.of(
        sample.map(size -> SliceSample.of(cases, size, seed)).orElse(cases), redact);
  }
}
