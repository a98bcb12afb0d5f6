package dev.metier.importer.evals;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A project from files of OpenAI's Evals: evals, runs, output items and rows as its API tells
/// them, or an eval of the open registry with its samples.
public final class EvalsImport {
  private EvalsImport() {}

  /// Reads files that belong together.
  ///
  /// @throws ProblemsException when one is not there, or none is of this kind
  public static Imported read(List<Path> files) {
    return read(files, Optional.empty());
  }

  /// The same with a model that judges what evals ask a model about.
  ///
  /// @param judge as `use` has it, such as `ollama/gemma3:12b`
  /// @throws ProblemsException when a file is not there, or none is of this kind
  public static Imported read(List<Path> files, Optional<String> judge) {
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new ProblemsException(
            "There is no file " + file + ".",
            "Name what the API told, as JSON or JSON lines, or a YAML file of the registry.");
      }
    }
    var project = new EvalsProject(judge);
    var told = new ApiObjects();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        new RegistryEvals(project, file).read();
      } else {
        told.read(file, project);
      }
    }
    new ApiEvals(project, told).read();
    if (project.isUnlike()) {
      throw new ProblemsException(
          "There is no eval in " + files.getFirst() + ".",
          "An eval has `testing_criteria`; in the registry a `class` and `args`.");
    }
    return project.imported();
  }
}
