package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.RunInfo;
import dev.metier.ledger.SettingInfo;
import dev.metier.qualify.Past;
import dev.metier.report.matrix.Figures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What `--since` means in a ledger: the end of a run, or a build.
///
/// @param words the same for people
record Since(Past past, String words) {
  private static final int SHOWN = 5;

  /// @param text `previous`, a run's number, or how the hash of a build's fingerprint begins
  static Since of(String text, Ledger ledger) {
    List<RunInfo> runs = ledger.runs();
    if (text.equals("previous") && runs.size() > 1) {
      return run(runs, runs.size() - 2, ledger);
    }
    for (int i = 0; i < runs.size(); i++) {
      if (text.equals(Long.toString(runs.get(i).id()))) {
        return run(runs, i, ledger);
      }
    }
    boolean known =
        text.matches("[0-9a-f]{4,32}")
            && ledger.settings().stream()
                .map(SettingInfo::fingerprint)
                .anyMatch(build -> build.orElse("").startsWith(text));
    if (!known) {
      throw new ProblemsException(
          "--since " + text + ": there is no such run or build in the ledger.", hint(runs));
    }
    return new Since(Past.ofBuild(text), "build " + text);
  }

  private static Since run(List<RunInfo> runs, int which, Ledger ledger) {
    RunInfo run = runs.get(which);
    Optional<Instant> next =
        which + 1 < runs.size() ? Optional.of(runs.get(which + 1).started()) : Optional.empty();
    // A run that died has no end; what it kept came before the next one.
    Instant until = run.ended().or(() -> next).orElse(Instant.MAX);
    var cells = ledger.runCells().stream().filter(cell -> cell.run() == run.id()).toList();
    Set<String> answered = ledger.answeredIn(run.started(), run.ended().or(() -> next));
    return new Since(Past.ofRun(until, cells, answered), "run " + told(run));
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
