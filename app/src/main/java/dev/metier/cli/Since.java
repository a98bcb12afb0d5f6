package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.RunInfo;
import dev.metier.qualify.Past;
import dev.metier.report.matrix.Figures;
import dev.metier.web.PastChanges;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `--since` means in a ledger: the end of a run, the beginning of a day, or a build.
///
/// @param value how it is written after `--since`
/// @param words the same for people
record Since(Past past, String value, String words) {
  /// The run before the last one.
  static final String PREVIOUS = "previous";

  private static final int SHOWN = 5;
  private static final int OFFERED = 30;
  private static final int PREFIX = 8;

  /// @param text `previous`, a run's number, a date, or how the hash of a build's fingerprint
  ///   begins
  static Since of(String text, Ledger ledger) {
    return find(text, ledger)
        .orElseThrow(() ->
            new ProblemsException(
                "--since " + text + ": there is no such run, date or build in the ledger.",
                hint(ledger.runs())));
  }

  /// The same; empty when there is no such run, date or build.
  static Optional<Since> find(String text, Ledger ledger) {
    List<RunInfo> runs = ledger.runs();
    if (text.equals(PREVIOUS)) {
      return runs.size() > 1 ? Optional.of(run(runs, runs.size() - 2, ledger)) : Optional.empty();
    }
    for (int i = 0; i < runs.size(); i++) {
      if (text.equals(Long.toString(runs.get(i).id()))) {
        return Optional.of(run(runs, i, ledger));
      }
    }
    Optional<Instant> day = day(text);
    if (day.isPresent()) {
      return day.map(begin ->
          new Since(
              Past.ofRun(begin.minusMillis(1), List.of(), Set.of()), text, Figures.moment(begin)));
    }
    boolean known =
        text.matches("[0-9a-f]{4,32}") && builds(ledger).anyMatch(build -> build.startsWith(text));
    return known ? Optional.of(build(text)) : Optional.empty();
  }

  /// When a day began.
  private static Optional<Instant> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> builds(Ledger ledger) {
    return ledger.settings().stream().flatMap(setting -> setting.fingerprint().stream());
  }

  private static Since build(String prefix) {
    return new Since(Past.ofBuild(prefix), prefix, "build " + prefix);
  }

  /// Runs and builds that can be looked back at, the latest first; the last run is none.
  static List<PastChanges.Moment> moments(Ledger ledger) {
    List<RunInfo> runs = ledger.runs();
    var moments = new ArrayList<PastChanges.Moment>();
    for (int i = runs.size() - 2; i >= Math.max(0, runs.size() - 1 - OFFERED); i--) {
      RunInfo run = runs.get(i);
      moments.add(new PastChanges.Moment(Long.toString(run.id()), "run " + told(run)));
    }
    if (!moments.isEmpty()) {
      builds(ledger)
          .map(build -> build.substring(0, Math.min(PREFIX, build.length())))
          .distinct()
          .limit(OFFERED)
          .forEach(build -> moments.add(new PastChanges.Moment(build, "build " + build)));
    }
    return moments;
  }

  private static Since run(List<RunInfo> runs, int which, Ledger ledger) {
    RunInfo run = runs.get(which);
    Optional<Instant> next =
        which + 1 < runs.size() ? Optional.of(runs.get(which + 1).started()) : Optional.empty();
    // A run that died has no end; what it kept came before the next one.
    Instant until = run.ended().or(() -> next).orElse(Instant.MAX);
    var cells = ledger.runCells().stream().filter(cell -> cell.run() == run.id()).toList();
    Set<String> answered = ledger.answeredIn(run.started(), run.ended().or(() -> next));
    return new Since(
        Past.ofRun(until, cells, answered), Long.toString(run.id()), "run " + told(run));
  }

  private static String told(RunInfo run) {
    return run.id() + " (" + Figures.moment(run.started()) + ")";
  }

  private static String hint(List<RunInfo> runs) {
    return runs.size() < 2
        ? "There are fewer than two runs so far."
        : "The latest runs are "
            + runs.subList(Math.max(0, runs.size() - SHOWN), runs.size()).stream()
                .map(Since::told)
                .collect(Collectors.joining(", "))
            + "; builds are named by `fingerprint` in `metier verdict --json`.";
  }
}
