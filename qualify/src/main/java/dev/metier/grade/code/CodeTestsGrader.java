package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.core.text.CodeFence;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import dev.metier.provider.Answer.Cause;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tests that are run on the code that an answer is, in a folder of its own that is gone
/// afterwards.
public record CodeTestsGrader(GraderSpec.CodeTests spec) implements Grader {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  public static CodeTestsGrader of(GraderSpec.CodeTests spec) {
    return new CodeTestsGrader(spec);
  }

  @Override
  public Grade grade(Sample sample) {
    try {
      Path folder = Files.createTempDirectory("metier-code-");
      try {
        return run(sample, folder);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      return Grade.broken("The folder of the tests cannot be written: " + e.getMessage() + ".");
    }
  }

  private Grade run(Sample sample, Path folder) throws IOException {
    String text = sample.reply().text();
    for (Map.Entry<String, Template> file : spec.files().entrySet()) {
      Files.writeString(
          folder.resolve(file.getKey()), file.getValue().fill(sample.given().values()));
    }
    String code = CodeFence.within(text).orElse(text);
    Files.writeString(folder.resolve(spec.answer()), code.endsWith("\n") ? code : code + "\n");
    var command = Confinement.of(spec.command(), spec.timeout(), spec.memory());
    var run = new ProgramRun(command, spec.timeout(), Set.of(), Set.of(), Optional.of(folder));
    return switch (run.with(new byte[0])) {
      case ProgramRun.Failed(Cause cause, String what) ->
          cause == Cause.UNUSABLE || cause == Cause.CUT_OFF
              ? broken(what)
              : Grade.fail("The tests " + what.replaceFirst("^ended, but ", "") + ".");
      case ProgramRun.Ended(int code0, String output, String _) -> ended(code0, output);
    };
  }

  private Grade ended(int exit, String output) {
    if (exit == 0) {
      return Grade.pass("The tests pass.");
    }
    String last =
        output
            .lines()
            .filter(line -> !line.isBlank())
            .reduce((_, line) -> line)
            .map(line -> ", saying " + quote(line))
            .orElse("");
    return exit == NOT_FOUND || exit == NOT_EXECUTABLE
        ? broken("ended with exit code " + exit + last)
        : Grade.fail("The tests fail with exit code " + exit + last + ".");
  }

  private Grade broken(String what) {
    return Grade.broken("The command " + quote(spec.command().getFirst()) + " " + what + ".");
  }

  /// Links are removed, and what they lead to is not.
  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path within, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(within);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
