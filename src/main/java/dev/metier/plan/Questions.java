package dev.metier.plan;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.job.Job;
import dev.metier.provider.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Makes the trials of one job and model.
public final class Questions {
  private final Job job;
  private final Model model;
  private final Settings settings;
  private final String setting;

  public Questions(Job job, Model model, Fingerprint fingerprint) {
    this.job = job;
    this.model = model;
    this.settings = merge(job.settings(), model.settings());
    this.setting = Hashes.setting(job, model, settings, fingerprint);
  }

  /// The hash under which the ledger keeps the answers.
  public String setting() {
    return setting;
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

  /// The job's settings, filled up with the model's.
  static Settings merge(Settings job, Settings model) {
    Map<String, String> extra = new TreeMap<>(model.extra());
    extra.putAll(job.extra());
    return new Settings(
        job.temperature().isPresent() ? job.temperature() : model.temperature(),
        first(job.maxTokens(), model.maxTokens()),
        job.seed().isPresent() ? job.seed() : model.seed(),
        job.stop().isEmpty() ? model.stop() : job.stop(),
        job.responseSchema().or(model::responseSchema),
        job.toolChoice().or(model::toolChoice),
        extra);
  }

  private static OptionalInt first(OptionalInt one, OptionalInt other) {
    return one.isPresent() ? one : other;
  }
}
