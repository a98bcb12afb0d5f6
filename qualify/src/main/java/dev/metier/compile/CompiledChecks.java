package dev.metier.compile;

import dev.metier.core.text.Sha256;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Checks as a policy has them: with all that the gateway needs to run them, and to find out when
/// they are not those of the evidence any more.
///
/// @param folder of the project
record CompiledChecks(Job job, Path folder, CheckJudges judges) {
  List<Check> of(List<Check> checks) {
    return checks.stream().map(this::of).toList();
  }

  private Check of(Check check) {
    return switch (check) {
      case Check.Graders _ -> new Check.Graders(CaseFree.of(job.grading()));
      case Check.Judge judge -> judges.calibrated(job, judge);
      case Check.Program(var command, var timeout, _) ->
          new Check.Program(
              command, timeout, command.stream().flatMap(word -> own(word).stream()).findFirst());
      case Check.Score(var signals, var weighed) ->
          new Check.Score(signals.stream().map(this::of).toList(), weighed);
      case Check.Complete _, Check.Agree _, Check.LogProbability _, Check.Baseline _ -> check;
    };
  }

  private Check.Signal of(Check.Signal signal) {
    return switch (signal) {
      case Check.Signal.Measure measure -> measure;
      case Check.Signal.Says(var check) -> new Check.Signal.Says(of(check));
    };
  }

  /// The file of the project that a word of a command names.
  private Optional<Check.Program.CompiledFile> own(String word) {
    try {
      Path path = Path.of(word).toAbsolutePath().normalize();
      return path.startsWith(folder.toAbsolutePath().normalize()) && Files.isRegularFile(path)
          ? Optional.of(
              new Check.Program.CompiledFile(path.toString(), Sha256.hex(Files.readAllBytes(path))))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
