package dev.metier.pipeline.cascade;

import dev.metier.check.judge.JudgePrompt;
import dev.metier.core.text.Sha256;
import dev.metier.job.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Tells whether a check is still what was looked at when its cascade was compiled.
public final class ExpiredCheck {
  private ExpiredCheck() {}

  /// Why it is not; empty while it is.
  public static Optional<String> of(Check check) {
    return switch (check) {
      case Check.Judge judge ->
          judge
              .calibrated()
              .filter(known -> !known.words().equals(new JudgePrompt(judge.criterion()).hash()))
              .map(_ ->
                  "the words in which "
                      + judge.model()
                      + " is asked to judge are not those with which its errors were counted");
      case Check.Program program ->
          program.files().stream().flatMap(file -> changed(file).stream()).findFirst();
      case Check.Score score ->
          score.parts().stream().flatMap(part -> of(part).stream()).findFirst();
      case Check.Complete _,
          Check.Loops _,
          Check.Tokens _,
          Check.Graders _,
          Check.Agree _,
          Check.LogProbability _,
          Check.Baseline _ ->
          Optional.empty();
    };
  }

  private static Optional<String> changed(Check.Program.CompiledFile file) {
    try {
      byte[] now = Files.readAllBytes(Path.of(file.path()));
      return Sha256.hex(now).equals(file.sha256())
          ? Optional.empty()
          : Optional.of("its program's file " + file.path() + " was changed");
    } catch (IOException | InvalidPathException e) {
      return Optional.of("its program's file " + file.path() + " cannot be read");
    }
  }
}
