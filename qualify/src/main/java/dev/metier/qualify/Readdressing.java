package dev.metier.qualify;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.Hashes;
import dev.metier.plan.Questions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Files answers that earlier ledgers keep under former addresses under those of today.
record Readdressing(Ledger ledger) {
  /// What the ledger holds afterwards.
  ///
  /// @param settings what it holds now
  List<SettingInfo> all(List<SettingInfo> settings, Collection<Track> tracks) {
    Set<String> held = settings.stream().map(SettingInfo::setting).collect(Collectors.toSet());
    boolean moved = false;
    for (Track track : tracks) {
      Questions questions = track.questions();
      Optional<String> former = questions.former().filter(held::contains);
      if (former.isPresent() && held.add(questions.setting())) {
        String prompt = Hashes.prompt(track.job(), questions.settings());
        ledger.readdress(former.get(), questions.setting(), prompt);
        moved = true;
      }
    }
    Map<JobName, Job> jobs = new HashMap<>();
    tracks.forEach(track -> jobs.put(track.job().name(), track.job()));
    jobs.values().forEach(this::unnamed);
    return moved ? ledger.settings() : settings;
  }

  /// Answers to cases without an id, which were known by their line.
  private void unnamed(Job job) {
    Map<String, Map.Entry<String, String>> cases = new HashMap<>();
    for (Case each : job.cases()) {
      if (each.digest().isPresent()) {
        cases.put(
            Hashes.formerContent(job, each), Map.entry(Hashes.content(job, each), each.identity()));
      }
    }
    if (!cases.isEmpty()) {
      ledger.readdressCases(cases);
    }
  }
}
