package dev.metier.hybrid.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.ProviderKind;
import dev.metier.check.EscalationNote;
import dev.metier.core.text.Digest;
import dev.metier.hybrid.Chain;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Passage;
import dev.metier.hybrid.StageAnswer;
import dev.metier.job.Job;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.plan.Unit;
import dev.metier.provider.Question;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a later model answers when it is told which check failed. That is another question than the
/// job's own, so it needs answers of its own, which the ledger keeps under a setting of their own.
final class ToldAnswers {
  private final Job job;
  private final Ledger ledger;
  private final CellResult later;
  private final List<Chain> ladder;
  private final Questions questions;
  private final Map<String, Map<TrialKey, Outcome>> known = new HashMap<>();
  private final Map<TrialKey, Trial> missing = new LinkedHashMap<>();

  /// Of one later model.
  ///
  /// @param later what is known of it
  /// @param ladder the chains whose escalations are told
  ToldAnswers(Job job, Ledger ledger, CellResult later, List<Chain> ladder) {
    this.job = job;
    this.ledger = ledger;
    this.later = later;
    this.ladder = ladder;
    this.questions =
        new Questions(
            job, later.model(), later.fingerprint().orElse(new Fingerprint(Map.of(), Set.of())));
  }

  /// The case with what the later model answered, as far as it was asked.
  CheckedCase with(CheckedCase plain, Unit unit, int which) {
    var told = new HashMap<String, StageAnswer>();
    for (String check : checks(plain)) {
      Trial trial = trial(check, unit, which, plain.repeat());
      Outcome outcome = known(check, trial.key().setting()).get(trial.key());
      if (outcome == null) {
        missing.put(trial.key(), trial);
      } else {
        told.put(check, StageAnswer.of(outcome));
      }
    }
    return plain.told(told);
  }

  /// What was not asked yet, in the committed order; nothing where nobody can be asked.
  List<Trial> missing() {
    return new ArrayList<>(missing.values());
  }

  /// Whether the later model is a recording, which cannot be told anything.
  boolean recorded() {
    return later.model().kind() == ProviderKind.RECORDED;
  }

  private Set<String> checks(CheckedCase plain) {
    var checks = new TreeSet<String>();
    for (Chain chain : ladder) {
      Passage passage = chain.run(plain);
      if (chain.tells(passage)) {
        checks.add(EscalationNote.check(passage.reason()));
      }
    }
    return checks;
  }

  private Map<TrialKey, Outcome> known(String check, String setting) {
    return known.computeIfAbsent(
        check,
        _ -> {
          var outcomes = new HashMap<TrialKey, Outcome>();
          for (Outcome each : ledger.outcomes(setting, later.grading(), later.model().price())) {
            if (!each.broken()) {
              outcomes.put(new TrialKey(setting, each.content(), each.repeat()), each);
            }
          }
          return outcomes;
        });
  }

  private Trial trial(String check, Unit unit, int which, int repeat) {
    String setting =
        new Digest()
            .add("told/1")
            .add(questions.setting())
            .add(EscalationNote.sentence(check))
            .hex();
    Trial plain = questions.under(setting).trial(unit, which, repeat);
    Question asked = plain.question();
    return new Trial(
        plain.key(),
        job,
        plain.model(),
        plain.given(),
        plain.index(),
        new Question(
            asked.job(),
            asked.caseId(),
            asked.repeat(),
            EscalationNote.told(asked.request(), check)));
  }
}
