package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.Hashes;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of one job and model since an earlier moment, by today's cases, graders and bars.
///
/// @param causes what else is different, in a few words each
/// @param bars which bars were others then: `quality 0.90, now 0.85`
/// @param both cases that were answered then and now
/// @param passNoMore the names of those that passed then and fail now
/// @param passNow the names of those that failed then and pass now
public record Change(
    Job job,
    Model model,
    Verdict then,
    Verdict now,
    List<String> causes,
    List<String> bars,
    int both,
    List<String> passNoMore,
    List<String> passNow) {
  public Change {
    causes = List.copyOf(causes);
    bars = List.copyOf(bars);
    passNoMore = List.copyOf(passNoMore);
    passNow = List.copyOf(passNow);
  }

  /// Whether the verdict or a case came out otherwise.
  public boolean matters() {
    return !then.word().equals(now.word()) || !passNoMore.isEmpty() || !passNow.isEmpty();
  }

  static Change between(
      CellResult then, CellResult now, List<String> bars, List<SettingInfo> settings) {
    Map<String, Boolean> before = passed(then);
    Map<String, Boolean> after = passed(now);
    Map<String, String> names = new HashMap<>();
    for (Case given : now.job().cases()) {
      names.put(Hashes.content(now.job(), given), given.id());
    }
    var lost = new ArrayList<String>();
    var won = new ArrayList<String>();
    int both = 0;
    for (var each : after.entrySet()) {
      Boolean earlier = before.get(each.getKey());
      if (earlier != null) {
        both++;
        if (!earlier.equals(each.getValue())) {
          (earlier ? lost : won).add(names.getOrDefault(each.getKey(), each.getKey()));
        }
      }
    }
    return new Change(
        now.job(),
        now.model(),
        then.verdict(),
        now.verdict(),
        causes(then, now, settings),
        bars,
        both,
        lost,
        won);
  }

  /// Whether all answers to a case passed, in the committed order.
  private static Map<String, Boolean> passed(CellResult result) {
    Map<String, Boolean> passed = new LinkedHashMap<>();
    for (Outcome outcome : result.outcomes()) {
      passed.merge(outcome.content(), outcome.score() >= 1, Boolean::logicalAnd);
    }
    return passed;
  }

  private static List<String> causes(CellResult then, CellResult now, List<SettingInfo> settings) {
    if (then.setting().equals(now.setting())) {
      return then.kept() < now.kept() ? List.of("more answers") : List.of();
    }
    var before = info(then.setting(), settings);
    var after = info(now.setting(), settings);
    if (before.isEmpty() || after.isEmpty()) {
      return List.of();
    }
    var causes = new ArrayList<String>();
    if (!before.get().prompt().equals(after.get().prompt())) {
      causes.add("another prompt or setting");
    }
    if (!before.get().fingerprint().equals(after.get().fingerprint())) {
      causes.add("another build");
    }
    return causes.isEmpty() ? List.of("another address") : causes;
  }

  private static Optional<SettingInfo> info(String setting, List<SettingInfo> settings) {
    return settings.stream().filter(s -> s.setting().equals(setting)).findFirst();
  }
}
