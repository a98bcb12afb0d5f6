package dev.metier.workflow.search;

import dev.metier.catalog.Cost;
import dev.metier.ledger.Filter;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.run.Observation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What stages answered to the same questions before, in this run and in earlier ones. Thread-safe.
final class StageAnswers {
  /// An answer that is kept, and not its question again.
  private record Kept(Answer answer, Optional<Cost> cost, int attempts, Instant at) {}

  private final Ledger ledger;
  private final Map<String, Map<TrialKey, Kept>> bySetting = new ConcurrentHashMap<>();

  StageAnswers(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What came of the same trial; empty when it was not asked yet.
  Optional<Observation> of(Trial trial) {
    return Optional.ofNullable(kept(trial.key().setting()).get(trial.key()))
        .map(
            kept -> new Observation(trial, kept.answer(), kept.cost(), kept.attempts(), kept.at()));
  }

  void add(Observation seen) {
    var kept = new Kept(seen.answer(), seen.cost(), seen.attempts(), seen.at());
    kept(seen.trial().key().setting()).putIfAbsent(seen.trial().key(), kept);
  }

  /// An answer that turned out to say nothing is not used again.
  void forget(Trial trial) {
    kept(trial.key().setting()).remove(trial.key());
  }

  private Map<TrialKey, Kept> kept(String setting) {
    return bySetting.computeIfAbsent(setting, this::read);
  }

  private Map<TrialKey, Kept> read(String setting) {
    var kept = new ConcurrentHashMap<TrialKey, Kept>();
    ledger.answers(
        Filter.setting(setting),
        each -> {
          if (each.served()) {
            kept.put(each.key(), new Kept(each.answer(), each.cost(), each.attempts(), each.at()));
          }
        });
    return kept;
  }
}
