package dev.metier.web;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Money;
import dev.metier.qualify.Again;
import dev.metier.report.view.RunStatus;
import java.util.Optional;
import java.util.Set;

/// Starts and stops runs of a project, and tells how one goes. Thread-safe.
public interface RunControl {
  /// Where nothing can be started.
  RunControl NONE =
      new RunControl() {
        @Override
        public RunStatus status() {
          return new RunStatus.Idle(Optional.empty());
        }

        @Override
        public void start(Set<String> jobs, Optional<Money> budget, Again again) {
          throw new ProblemsException("No run can be started from here.", "Use metier qualify.");
        }

        @Override
        public void raise(Money budget) {
          throw new ProblemsException("No run can be seen from here.", "Use metier qualify.");
        }

        @Override
        public void stop() {}
      };

  /// Where the runs of the project stand, those of other processes too; cheap, and asked often.
  RunStatus status();

  /// Starts a run and returns at once.
  ///
  /// @param jobs by name
  /// @param budget most money to spend; empty for no limit
  /// @param again what is asked anew though there are answers
  /// @throws ProblemsException when nothing was started: a run goes on, the project has mistakes,
  ///   or a price is not known
  void start(Set<String> jobs, Optional<Money> budget, Again again);

  /// Lets the run that goes on, here or in another process, spend more.
  ///
  /// @param budget of the whole run; more than it has
  /// @throws ProblemsException when no run with a budget goes on, or it has as much already
  void raise(Money budget);

  /// Lets the run of this process ask nothing new; what is in flight is waited for and kept.
  void stop();
}
