package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.terminal.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The one project that a command works on: named by `-f`, or by an argument of its own.
final class ProjectArgument implements Invocation.Placed {
  @Parameters(arity = "0..1", paramLabel = "PROJECT", description = "The same as --file PROJECT.")
  private Optional<Path> argument = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The project: its folder, or a file in it. Default: here.")
  private Optional<Path> file = Optional.empty();

  @Override
  public Optional<Path> project() {
    if (file.isPresent() && argument.isPresent()) {
      throw new ProblemsException(
          "Two projects are named: " + file.get() + " and " + argument.get() + ".", "Name one.");
    }
    return file.or(() -> argument);
  }

  private Path named() {
    return project().orElse(Path.of("."));
  }

  Project read() {
    return ProjectReader.read(named());
  }

  Invocation invocation() {
    return Invocation.of(project());
  }

  /// The project's folder.
  ///
  /// @throws ProblemsException when there is no such folder, or no project in it
  Path folder() {
    Path named = named();
    if (!Files.exists(named)) {
      throw new ProblemsException(
          "There is no " + named + ".", "Name the project's folder: -f FOLDER.");
    }
    refuseDevice(named);
    Path folder = folder(named);
    if (!Files.exists(folder.resolve("metier.yaml"))
        && !Files.exists(folder.resolve("policy.json"))) {
      throw new ProblemsException(
          "There is no project in " + folder + ": neither a metier.yaml nor a policy.json.",
          "Name the project's folder: -f FOLDER.");
    }
    return folder;
  }

  /// The policy of the project, as people would name it from here; it need not exist.
  Path policy() {
    if (project().isEmpty()) {
      return Path.of("policy.json");
    }
    Path named = named();
    if (!Files.exists(named)) {
      throw new ProblemsException(
          "There is no " + named + ".", "Name the project's folder, or its policy with --policy.");
    }
    refuseDevice(named);
    if (named.toString().endsWith(".json")) {
      return named;
    }
    return Files.isDirectory(named)
        ? named.resolve("policy.json")
        : named.resolveSibling("policy.json");
  }

  private static void refuseDevice(Path named) {
    if (!Files.isDirectory(named) && !Files.isRegularFile(named)) {
      throw new ProblemsException(
          named + " is not a file that can be read as a project.",
          "Name the project's folder: -f FOLDER.");
    }
  }

  /// The folder of a project that is named by a file in it, or by itself.
  static Path folder(Path fileOrFolder) {
    Path whole = fileOrFolder.toAbsolutePath().normalize();
    return Files.isDirectory(whole) ? whole : whole.resolveSibling("").normalize();
  }
}
