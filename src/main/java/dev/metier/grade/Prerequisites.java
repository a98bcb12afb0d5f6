package dev.metier.grade;

import dev.metier.job.GraderSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What graders need of this machine.
///
/// @param found where programs are, a sentence each
/// @param missing what is not there, a sentence each
public record Prerequisites(List<String> found, List<String> missing) {
  private static final List<String> ENDINGS = List.of("", ".exe");

  public Prerequisites {
    found = List.copyOf(found);
    missing = List.copyOf(missing);
  }

  /// Looks for what this grader and its parts need.
  public static Prerequisites of(GraderSpec spec) {
    return of(spec, System.getenv());
  }

  static Prerequisites of(GraderSpec spec, Map<String, String> environment) {
    var found = new ArrayList<String>();
    var missing = new ArrayList<String>();
    look(spec, environment, found, missing);
    return new Prerequisites(found, missing);
  }

  private static void look(
      GraderSpec spec, Map<String, String> environment, List<String> found, List<String> missing) {
    if (spec instanceof GraderSpec.Program program) {
      String name = program.command().getFirst();
      find(name, environment)
          .ifPresentOrElse(
              file -> found.add("The grader's program " + name + " is " + file + "."),
              () -> missing.add(absent(name)));
    } else if (spec instanceof GraderSpec.Similarity similarity) {
      if (similarity.metric() == GraderSpec.Metric.EMBEDDING && !Likeness.canEmbed()) {
        missing.add(Likeness.ABSENT + ".");
      }
    } else if (spec instanceof GraderSpec.Not not) {
      look(not.of(), environment, found, missing);
    } else if (spec instanceof GraderSpec.Group group) {
      group.parts().forEach(part -> look(part.spec(), environment, found, missing));
    }
  }

  private static String absent(String name) {
    return "The grader's program "
        + name
        + (hasFolder(name)
            ? " is not an executable file; it is looked for from the current folder, "
                + Path.of("").toAbsolutePath()
                + "."
            : " is in no folder of the PATH.");
  }

  private static boolean hasFolder(String name) {
    return name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0;
  }

  /// Where the operating system would find a program.
  static Optional<Path> find(String name, Map<String, String> environment) {
    try {
      if (hasFolder(name)) {
        return executable(Path.of("").toAbsolutePath(), name);
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
