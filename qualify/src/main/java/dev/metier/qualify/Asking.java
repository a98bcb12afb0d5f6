package dev.metier.qualify;

import dev.metier.job.Money;
import dev.metier.ledger.Entry;
import dev.metier.plan.Trial;
import dev.metier.provider.Provider;
import dev.metier.run.Observation;
import dev.metier.run.Runner;
import dev.metier.run.Throttle;
import java.util.List;
import java.util.Optional;

/// How a trial of a candidate is run. Thread-safe.
public interface Asking {
  /// Runs it to its end.
  ///
  /// @param throttle of the candidate's endpoint
  /// @param probe whether it is to find out if anybody answers at all
  /// @throws InterruptedException when the run is being stopped; nothing is to be kept of the trial
  Asked run(Runner runner, Trial trial, Throttle throttle, boolean probe)
      throws InterruptedException;

  /// One model, asked once.
  static Asking of(Provider provider) {
    return (runner, trial, throttle, probe) ->
        Asked.of(
            probe
                ? runner.probe(trial, provider, throttle)
                : runner.run(trial, provider, throttle));
  }

  /// What came of a trial.
  ///
  /// @param observation empty when the run was stopped on the way
  /// @param stages what was asked on the way and is to be kept, whatever became of the whole
  /// @param spent money that was paid to others, where that is not what the observation cost
  record Asked(Optional<Observation> observation, List<Entry> stages, Optional<Money> spent) {
    public Asked {
      stages = List.copyOf(stages);
    }

    static Asked of(Observation observation) {
      return new Asked(Optional.of(observation), List.of(), Optional.empty());
    }
  }
}
