package dev.metier.decision;

import dev.metier.core.text.Sha256;
import dev.metier.decision.DecisionRecord.Locked;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.RunCell.Bar;
import dev.metier.ledger.RunInfo;
import dev.metier.ledger.SettingInfo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a job needed before its first result, and which bars moved since, as the ledger's runs tell
/// it.
///
/// @param locked unknown where results are older than the first run of which the bars are kept
public record NeedsLock(Locked locked, List<Moved> moved) {
  private static final String NONE = "none";

  public NeedsLock {
    moved = List.copyOf(moved);
  }

  /// What a run asked for.
  private record Asked(Instant at, List<Bar> bars) {}

  public static NeedsLock of(Job job, Ledger ledger) {
    List<Asked> asked = asked(job.name(), ledger);
    if (asked.isEmpty()) {
      return new NeedsLock(Locked.UNKNOWN, List.of());
    }
    var moves = new ArrayList<Moved>();
    for (int i = 1; i < asked.size(); i++) {
      String at = asked.get(i).at().truncatedTo(ChronoUnit.SECONDS).toString();
      moves.addAll(between(asked.get(i - 1).bars(), asked.get(i).bars(), at));
    }
    moves.addAll(between(asked.getLast().bars(), RunCell.bars(job.needs()), "since the last run"));
    return new NeedsLock(locked(asked.getFirst(), firstResult(job.name(), ledger)), moves);
  }

  private static Locked locked(Asked first, Optional<Instant> result) {
    boolean before = result.filter(at -> at.isBefore(first.at())).isEmpty();
    return before
        ? new Locked(Optional.of(first.at().truncatedTo(ChronoUnit.SECONDS)), hash(first.bars()))
        : Locked.UNKNOWN;
  }

  private static List<Asked> asked(JobName job, Ledger ledger) {
    Map<Long, RunInfo> runs =
        ledger.runs().stream().collect(Collectors.toMap(RunInfo::id, Function.identity()));
    var byRun = new TreeMap<Long, Asked>();
    for (RunCell cell : ledger.runCells()) {
      RunInfo run = runs.get(cell.run());
      if (run != null && cell.job().equals(job)) {
        byRun.putIfAbsent(cell.run(), new Asked(run.started(), cell.bars()));
      }
    }
    return List.copyOf(byRun.values());
  }

  private static Optional<Instant> firstResult(JobName job, Ledger ledger) {
    return ledger.settings().stream()
        .filter(setting -> setting.job().equals(job) && setting.entries() > 0)
        .map(SettingInfo::first)
        .min(Comparator.naturalOrder());
  }

  private static String hash(List<Bar> bars) {
    return Sha256.hex(
        bars.stream()
            .map(bar -> bar.measure() + "\n" + bar.limit() + "\n" + bar.confidence() + "\n")
            .collect(Collectors.joining()));
  }

  private static List<Moved> between(List<Bar> before, List<Bar> after, String at) {
    var moves = new ArrayList<Moved>();
    for (Bar bar : before) {
      if (!after.contains(bar)) {
        moves.add(new Moved(at, words(bar), same(bar, after), "", ""));
      }
    }
    for (Bar bar : after) {
      if (before.stream().noneMatch(each -> each.measure().equals(bar.measure()))) {
        moves.add(new Moved(at, NONE, words(bar), "", ""));
      }
    }
    return moves;
  }

  private static String same(Bar bar, List<Bar> bars) {
    return bars.stream()
        .filter(each -> each.measure().equals(bar.measure()))
        .findFirst()
        .map(NeedsLock::words)
        .orElse(NONE);
  }

  private static String words(Bar bar) {
    return bar.measure() + " " + bar.limit() + " at " + percent(bar.confidence());
  }

  private static String percent(double share) {
    return dev.metier.report.matrix.Figures.percent(share);
  }
}
