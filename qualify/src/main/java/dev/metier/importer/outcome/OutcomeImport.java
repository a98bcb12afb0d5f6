package dev.metier.importer.outcome;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A project of what another evaluation found: a job for each task, its samples as cases, and the
/// scores as recorded outcomes of each model, so that verdicts need no call.
public final class OutcomeImport {
  private OutcomeImport() {}

  /// Reads logs of Inspect and samples of lm-evaluation-harness; those of one task make one job.
  ///
  /// @throws ProblemsException when one is not there, or is neither
  public static Imported read(List<Path> files) {
    var project = new OutcomeProject();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new ProblemsException(
            "There is no file " + file + ".",
            "Name logs of Inspect (.eval, .json), or samples_*.jsonl of lm-evaluation-harness.");
      }
      if (LmEvalSamples.isOne(file)) {
        new LmEvalSamples(project, file).read();
      } else {
        new InspectLog(project, file).read();
      }
    }
    return project.imported();
  }
}
