package dev.metier.grade.spec;

import dev.metier.catalog.Application;
import dev.metier.catalog.Model;
import dev.metier.grade.code.CommandFile;
import dev.metier.grade.code.Confinement;
import dev.metier.grade.text.SimilarityGrader;
import dev.metier.job.CaseFree;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What graders, and candidates that are programs, need of this machine.
///
/// @param found where programs are, and which of their files are not seen, a sentence each
/// @param missing what is not there, a sentence each
public record Prerequisites(List<String> found, List<String> missing) {
  private static final List<String> ENDINGS = List.of("", ".exe");
  private static final Path HERE = Path.of("").toAbsolutePath();

  public Prerequisites {
    found = List.copyOf(found);
    missing = List.copyOf(missing);
  }

  /// Looks for what the graders of a job and of its cases need.
  ///
  /// @param project the project's folder, where people keep the files of their graders
  public static Prerequisites of(Job job, Path project) {
    var search = new Search(project, System.getenv(), new ArrayList<>(), new ArrayList<>());
    search.look(job.grading());
    job.cases().stream()
        .flatMap(given -> given.own().stream())
        .distinct()
        .forEach(own -> search.look(own.graders()));
    return new Prerequisites(
        search.found.stream().distinct().toList(), search.missing.stream().distinct().toList());
  }

  /// Looks for the programs that candidates are.
  public static Prerequisites of(List<Model> models) {
    var found = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (Model model : models) {
      if (model.application().orElse(null) instanceof Application.Program(var command, _)) {
        String name = command.getFirst();
        find(name, System.getenv())
            .ifPresentOrElse(
                file ->
                    found.add(
                        "The program of " + model.name() + ", " + name + ", is " + file + "."),
                () ->
                    missing.add(
                        "The program of " + model.name() + ", " + name + ", is not there."));
        found.addAll(unseen(command, "The command of " + model.name()));
      }
    }
    return new Prerequisites(found, missing);
  }

  static Prerequisites of(GraderSpec spec, Path project, Map<String, String> environment) {
    var search = new Search(project, environment, new ArrayList<>(), new ArrayList<>());
    search.look(spec);
    return new Prerequisites(search.found, search.missing);
  }

  /// A walk through a grader and its parts.
  private record Search(
      Path project, Map<String, String> environment, List<String> found, List<String> missing) {

    void look(GraderSpec whole) {
      CaseFree.within(whole)
          .forEach(spec -> {
            if (spec instanceof GraderSpec.Program program) {
              look(program.command());
            } else if (spec instanceof GraderSpec.CodeTests tests) {
              look(tests.command().subList(0, 1));
              found.add(Confinement.told());
            } else if (spec instanceof GraderSpec.Similarity similarity
                && similarity.metric() == GraderSpec.Metric.EMBEDDING
                && !SimilarityGrader.canEmbed()) {
              missing.add(SimilarityGrader.ABSENT + ".");
            }
          });
    }

    private void look(List<String> command) {
      String name = command.getFirst();
      find(name, environment)
          .ifPresentOrElse(
              file -> found.add("The grader's program " + name + " is " + file + "."),
              () -> missing.add(absent(name)));
      for (String argument : command.subList(1, command.size())) {
        if (!isFile(HERE, argument) && isFile(project, argument)) {
          missing.add(
              "The grader's file "
                  + argument
                  + " is in "
                  + project
                  + ", but graders run in the current folder, "
                  + HERE
                  + ".");
        }
      }
      found.addAll(unseen(command, "The grader's command"));
    }

    private String absent(String name) {
      String where =
          CommandFile.hasFolder(name)
              ? " is no executable file in the current folder, " + HERE
              : " is in no folder of the PATH";
      boolean near = isFile(project, name);
      return "The grader's program "
          + name
          + where
          + (near ? "; there is one in " + project + ", which its path must name." : ".");
    }
  }

  /// What is perhaps missing: a file may also be where the program itself looks for it, such as in
  /// a container.
  private static List<String> unseen(List<String> command, String told) {
    return CommandFile.absent(command).stream()
        .map(file -> told + " names " + file + ", which is no file, seen from " + HERE + ".")
        .toList();
  }

  private static boolean isFile(Path folder, String name) {
    try {
      return Files.isRegularFile(folder.resolve(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// Where the operating system would find a program.
  static Optional<Path> find(String name, Map<String, String> environment) {
    try {
      if (CommandFile.hasFolder(name)) {
        return executable(HERE, name);
      }
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        Optional<Path> file = executable(Path.of(folder).toAbsolutePath(), name);
        if (file.isPresent()) {
          return file;
        }
      }
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Path> executable(Path folder, String name) {
    return ENDINGS.stream()
        .map(ending -> folder.resolve(name + ending).normalize())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
