package dev.metier.qualify;

import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.SettingInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The evidence that is looked back at: what a run left, or what is kept of one build of a model.
///
/// @param until answers that began later are left out
/// @param build how the hash of the build's fingerprint begins; empty for whatever was asked
/// @param cells what the run was to find out, where that is known
/// @param answered the settings under which answers came within the run
public record Past(Instant until, String build, List<RunCell> cells, Set<String> answered) {
  public Past {
    cells = List.copyOf(cells);
    answered = Set.copyOf(answered);
  }

  /// Everything that a ledger held at the end of a run.
  ///
  /// @param cells see Past
  /// @param answered see Past
  public static Past ofRun(Instant until, List<RunCell> cells, Set<String> answered) {
    return new Past(until, "", cells, answered);
  }

  /// Everything that is kept of a build.
  public static Past ofBuild(String prefix) {
    return new Past(Instant.MAX, prefix, List.of(), Set.of());
  }

  /// The hash of the setting that counted then: the one that the run asked under; where that is not
  /// known, one that was answered within the run, else today's if it had answers by then, else the
  /// last that had. Empty when there was none.
  ///
  /// @param today the hash of today's
  String setting(Job job, ModelName model, String today, List<SettingInfo> settings) {
    Optional<RunCell> asked =
        cells.stream().filter(c -> c.job().equals(job.name()) && c.model().equals(model)).findAny();
    if (asked.isPresent()) {
      return asked.get().setting().orElse("");
    }
    var own =
        settings.stream()
            .filter(s -> s.job().equals(job.name()) && s.model().equals(model))
            .filter(s -> !s.first().isAfter(until))
            .filter(s -> s.fingerprint().orElse("").startsWith(build))
            .sorted(Comparator.comparing(this::last).reversed())
            .map(SettingInfo::setting)
            .toList();
    return own.stream()
        .filter(answered::contains)
        .findFirst()
        .or(() -> own.stream().filter(today::equals).findFirst())
        .or(() -> own.stream().findFirst())
        .orElse("");
  }

  private Instant last(SettingInfo setting) {
    return setting.last().isAfter(until) ? until : setting.last();
  }

  /// Which bars of a job were others then than now: `quality 0.90, now 0.85`.
  List<String> otherBars(Job job) {
    return cells.stream()
        .filter(cell -> cell.job().equals(job.name()))
        .findFirst()
        .map(cell -> cell.otherBars(job.needs()))
        .orElse(List.of());
  }
}
