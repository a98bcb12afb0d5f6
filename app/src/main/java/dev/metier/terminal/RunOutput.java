package dev.metier.terminal;

import dev.metier.qualify.Qualifier;
import dev.metier.report.matrix.FitMatrix;
import java.nio.file.Path;

/// Where a run shows how it goes and what it came to, and by what it is stopped.
public interface RunOutput {
  /// Something that is to be known before it begins.
  void say(String sentence);

  /// Who is told how it goes; a run with workflows asks for it several times.
  Watching watching();

  /// Lets somebody stop it, until closed.
  Stopping stopping(Qualifier qualifier);

  /// What it came to.
  ///
  /// @param report the file that tells it in full
  void show(FitMatrix matrix, Path report);

  /// The right to stop a run.
  interface Stopping extends AutoCloseable {
    @Override
    void close();
  }
}
