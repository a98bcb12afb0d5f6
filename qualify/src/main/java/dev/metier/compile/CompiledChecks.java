package dev.metier.compile;

import dev.metier.grade.code.CommandFile;
import dev.metier.hybrid.search.CheckJudges;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import java.nio.file.Path;
import java.util.List;

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
          new Check.Program(command, timeout, own(command));
      case Check.Score(var signals, var weighed) ->
          new Check.Score(signals.stream().map(this::of).toList(), weighed);
      case Check.Complete _,
          Check.Agree _,
          Check.LogProbability _,
          Check.Loops _,
          Check.Tokens _,
          Check.Baseline _ ->
          check;
    };
  }

  private Check.Signal of(Check.Signal signal) {
    return switch (signal) {
      case Check.Signal.Measure measure -> measure;
      case Check.Signal.Says(var check) -> new Check.Signal.Says(of(check));
    };
  }

  /// The files of the project that a command names.
  private List<Check.Program.CompiledFile> own(List<String> command) {
    Path project = folder.toAbsolutePath().normalize();
    return CommandFile.of(command).stream()
        .map(file -> new CommandFile(file.index(), file.path().toAbsolutePath().normalize()))
        .filter(file -> file.path().startsWith(project))
        .flatMap(file ->
            file.hash().stream()
                .map(hash -> new Check.Program.CompiledFile(file.path().toString(), hash)))
        .distinct()
        .toList();
  }
}
