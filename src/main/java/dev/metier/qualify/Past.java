package dev.metier.qualify;

import dev.metier.evidence.SettingInfo;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The evidence that is looked back at: what was kept until a moment, or of one build of a model.
///
/// @param until answers that began later are left out
/// @param build how the hash of the build's fingerprint begins; empty for the one asked last
public record Past(Instant until, String build) {
  /// Everything that a ledger held at a moment.
  public static Past until(Instant moment) {
    return new Past(moment, "");
  }

  /// Everything that is kept of a build.
  public static Past ofBuild(String prefix) {
    return new Past(Instant.MAX, prefix);
  }

  /// What a job asked a model last in that time.
  Optional<SettingInfo> setting(Job job, ModelName model, List<SettingInfo> settings) {
    return settings.stream()
        .filter(s -> s.job().equals(job.name()) && s.model().equals(model))
        .filter(s -> !s.first().isAfter(until))
        .filter(s -> s.fingerprint().orElse("").startsWith(build))
        .max(Comparator.comparing(s -> s.last().isAfter(until) ? until : s.last()));
  }
}
