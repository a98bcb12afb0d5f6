package dev.metier.cli.imports;

import dev.metier.importer.Imported;
import dev.metier.importer.ProjectScreening;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What all imports of whole projects take.
public final class WholeProject {
  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where to write the project. Default: the folder metier beside the first file.")
  private Optional<Path> to = Optional.empty();

  @Option(
      names = "--redact",
      description = "Take keys and passwords out of the cases, instead of importing nothing.")
  private boolean redact;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  /// The folder of the project.
  ///
  /// @param beside the file that is imported
  public Path folder(Path beside) {
    return to.orElseGet(() -> beside.resolveSibling("metier"));
  }

  /// The same without keys and passwords.
  ///
  /// @throws dev.metier.core.problem.ProblemsException when there are some that stay
  public Imported screened(Imported imported) {
    return ProjectScreening.of(imported, redact);
  }

  /// Whether a program reads what is told.
  public boolean json() {
    return json;
  }
}
