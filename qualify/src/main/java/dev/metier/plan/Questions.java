package dev.metier.plan;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.job.Job;
import dev.metier.provider.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the trials of one job and model.
public final class Questions {
  private final Job job;
  private final Model model;
  private final Settings settings;
  private final String setting;
  private final Optional<String> former;

  public Questions(Job job, Model model, Fingerprint fingerprint) {
    this.job = job;
    this.model = model;
    Settings usual = job.settings().withDefaults(model.settings());
    this.settings = job.likelihoods().contains(model.name()) ? usual.withLikelihood() : usual;
    this.setting = Hashes.setting(job, model, settings, fingerprint);
    this.former = Version1.setting(job, model, settings, fingerprint);
  }

  private Questions(Questions others, String setting) {
    this.job = others.job;
    this.model = others.model;
    this.settings = others.settings;
    this.setting = setting;
    this.former = Optional.empty();
  }

  /// The same cases under another setting's hash, to look back at its answers.
  public Questions under(String other) {
    return new Questions(this, other);
  }

  /// The hash under which the ledger keeps the answers.
  public String setting() {
    return setting;
  }

  /// The hash under which early ledgers keep the same answers; empty when it could also be the hash
  /// of others.
  public Optional<String> former() {
    return former;
  }

  /// Whether the ledger keeps the answers under this hash, today's or the former one.
  public boolean isAt(String hash) {
    return setting.equals(hash) || former.filter(hash::equals).isPresent();
  }

  public Settings settings() {
    return settings;
  }

  /// All trials of a unit: every case, every repeat.
  public List<Trial> of(Unit unit) {
    var trials = new ArrayList<Trial>();
    for (int i = 0; i < unit.cases().size(); i++) {
      for (int repeat = 0; repeat < job.repeats(); repeat++) {
        trials.add(trial(unit, i, repeat));
      }
    }
    return trials;
  }

  /// One case of a unit, once.
  public Trial trial(Unit unit, int which, int repeat) {
    var given = unit.cases().get(which);
    var request = new ChatRequest(job.prompt().fill(given), job.tools(), settings);
    var key = new TrialKey(setting, unit.contents().get(which), repeat);
    var question = new Question(job.name(), given.id(), repeat, request);
    return new Trial(key, job, model, given, unit.index(), question);
  }
}
