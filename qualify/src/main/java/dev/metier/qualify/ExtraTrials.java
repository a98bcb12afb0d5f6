package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Pricing;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.ServedNames;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.provider.Provider;
import dev.metier.run.Observation;
import dev.metier.run.Runner;
import dev.metier.run.Throttle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks trials that no verdict asks for, within a budget, and keeps each answer when it has come. A
/// model for which another one answers is asked no more.
public final class ExtraTrials {
  private static final int USUAL_AT_ONCE = 4;

  private final CandidateModels models;
  private final Ledger ledger;
  private final Runner runner;
  private final ServedNames names;
  private final Map<JobName, Grading> gradings = new HashMap<>();

  /// With models whose providers are open.
  public ExtraTrials(CandidateModels models, Ledger ledger, Runner runner) {
    this.models = models;
    this.ledger = ledger;
    this.runner = runner;
    this.names = new ServedNames(ledger);
  }

  /// What came of them.
  ///
  /// @param kept answers that are kept now
  /// @param unserved trials that brought no answer; they are asked again another time
  /// @param left trials that the budget did not allow, or that were not asked since another model
  ///   answers
  /// @param spent what was paid
  /// @param another that another model answers: a sentence for people
  public record Done(int kept, int unserved, int left, Money spent, Optional<String> another) {
    /// Before anything was asked.
    public static final Done NOTHING = new Done(0, 0, 0, Money.ZERO, Optional.empty());
  }

  /// Asks trials of one model.
  ///
  /// @param budget most money to spend; empty: no limit
  public Done ask(List<Trial> trials, Optional<Money> budget) {
    int kept = 0;
    int unserved = 0;
    Money spent = Money.ZERO;
    int next = 0;
    Optional<String> another = Optional.empty();
    while (next < trials.size() && another.isEmpty()) {
      Money gone = spent;
      List<Trial> together = affordable(trials, next, budget.map(all -> all.minus(gone)));
      if (together.isEmpty()) {
        break;
      }
      next += together.size();
      List<Observation> seen = observe(together);
      var served =
          seen.stream()
              .filter(each -> !(each.answer() instanceof Answer.Failure))
              .map(each -> names.marked(entry(each)))
              .toList();
      ledger.append(served);
      another = served.stream().filter(Entry::otherModel).findFirst().map(ExtraTrials::sentence);
      int own = (int) served.stream().filter(each -> !each.otherModel()).count();
      kept += own;
      unserved += together.size() - own;
      for (Observation each : seen) {
        spent = spent.plus(each.cost().map(Cost::full).orElse(Money.ZERO));
      }
    }
    return new Done(kept, unserved, trials.size() - next, spent, another);
  }

  private static String sentence(Entry other) {
    Observation seen = other.observation();
    Optional<String> name =
        seen.answer() instanceof Answer.Reply(var reply, _)
            ? reply.servedModel()
            : Optional.empty();
    return seen.trial().model().name()
        + " is asked no more: "
        + ServedNames.sentence(seen.trial().model(), name);
  }

  /// The next ones that the model answers at once and the budget surely pays.
  private static List<Trial> affordable(List<Trial> trials, int from, Optional<Money> left) {
    var together = new ArrayList<Trial>();
    int most = trials.get(from).model().concurrency().orElse(USUAL_AT_ONCE);
    Money held = Money.ZERO;
    for (int i = from; i < Math.min(trials.size(), from + most); i++) {
      Trial trial = trials.get(i);
      held =
          held.plus(
              Pricing.bound(trial.model(), trial.question().request())
                  .or(() -> Pricing.most(trial.model(), trial.question().request()))
                  .orElse(Money.ZERO));
      if (left.isPresent() && held.compareTo(left.get()) > 0) {
        break;
      }
      together.add(trial);
    }
    return together;
  }

  private Entry entry(Observation observation) {
    var job = observation.trial().job();
    return gradings.computeIfAbsent(job.name(), _ -> new Grading(job)).entry(observation);
  }

  private List<Observation> observe(List<Trial> together) {
    var seen = new ArrayList<Observation>();
    var throttle = new Throttle(together.size(), together.size(), System::nanoTime);
    var threads =
        together.stream()
            .map(trial -> Thread.ofVirtual().start(() -> observe(trial, throttle, seen)))
            .toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        threads.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
      }
    }
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  private void observe(Trial trial, Throttle throttle, List<Observation> seen) {
    try {
      Provider provider = models.provider(trial.model());
      Observation observation = runner.run(trial, provider, throttle);
      synchronized (seen) {
        seen.add(observation);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
