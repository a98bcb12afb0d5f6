package dev.metier.decision;

import dev.metier.catalog.Fingerprint;
import dev.metier.core.problem.Problems;
import dev.metier.decision.DecisionRecord.Candidate;
import dev.metier.decision.DecisionRecord.Evidence;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is different now from what a record rests on.
public final class RecordChanges {
  private RecordChanges() {}

  /// A sentence for each; empty when the record still holds. One that was superseded makes no claim
  /// any more.
  ///
  /// @param results of the whole project
  public static List<String> since(
      DecisionRecord record, List<CellResult> results, LocalDate today) {
    if (record.head().status() == Status.SUPERSEDED) {
      return List.of();
    }
    var changes = new ArrayList<String>();
    var own = results.stream().filter(r -> r.job().name().equals(record.head().job())).toList();
    if (own.isEmpty()) {
      changes.add("Job " + record.head().job() + " is no longer in metier.yaml.");
    } else {
      evidence(record, own, changes);
    }
    record
        .head()
        .reviewBy()
        .filter(today::isAfter)
        .ifPresent(day -> changes.add("Its review was due on " + day + "."));
    return changes;
  }

  private static void evidence(DecisionRecord record, List<CellResult> own, List<String> changes) {
    Evidence then = record.evidence();
    Evidence now = EvidenceHash.of(own, Instant.EPOCH);
    if (then.hash().equals(now.hash())) {
      return;
    }
    if (!then.needs().equals(now.needs())) {
      changes.add("The needs of the job changed.");
    }
    if (!then.prompt().equals(now.prompt())) {
      changes.add("The prompt, the tools or the parameters changed.");
    }
    if (!then.grading().equals(now.grading())) {
      changes.add(
          then.cases() == now.cases()
              ? "The graders, the candidates or the cases changed."
              : "The cases changed: there were " + then.cases() + ", and are " + now.cases() + ".");
    }
    record.candidates().forEach(each -> candidate(each, record, own, changes));
    own.stream()
        .filter(each -> record.candidates().stream().noneMatch(c -> is(c, each)))
        .forEach(each ->
            changes.add(
                each.model().name() + " is a new candidate: " + each.verdict().word() + "."));
    if (changes.isEmpty()) {
      changes.add("Answers were added or asked anew; no verdict changed by it.");
    }
  }

  private static boolean is(Candidate then, CellResult now) {
    return then.model().equals(now.model().name());
  }

  private static void candidate(
      Candidate then, DecisionRecord record, List<CellResult> own, List<String> changes) {
    Optional<CellResult> now = own.stream().filter(each -> is(then, each)).findFirst();
    boolean chosen = then.model().equals(record.head().model());
    if (now.isEmpty()) {
      if (chosen) {
        changes.add(then.model() + " is no candidate any more.");
      }
      return;
    }
    String build = now.get().fingerprint().map(Fingerprint::hash).orElse("");
    if (chosen && !build.equals(then.build()) && !build.isEmpty() && !then.build().isEmpty()) {
      changes.add("The build of " + then.model() + " changed.");
    }
    String word = now.get().verdict().word();
    if (!word.equals(then.verdict()) && (chosen || word.equals("FIT"))) {
      changes.add(then.model() + " was " + then.verdict() + ", and is " + word + " now.");
    }
  }

  /// A sentence for each record of a project that does not hold as it is.
  ///
  /// @param results of some of the jobs; records of the others are not looked at
  public static List<String> notes(
      RecordFolder records, Project project, List<CellResult> results, LocalDate today) {
    var broken = new Problems();
    var notes = new ArrayList<String>();
    for (DecisionRecord record : records.all(broken)) {
      var job = record.head().job();
      boolean known = results.stream().anyMatch(each -> each.job().name().equals(job));
      if (known || project.job(job).isEmpty()) {
        List<String> changes = since(record, results, today);
        if (!changes.isEmpty()) {
          notes.add(
              "Record %s (%s) does not hold as it is: %s"
                  .formatted(record.head().id(), job, String.join(" ", changes)));
        }
      }
    }
    if (!broken.isEmpty()) {
      notes.add("Some records cannot be read: `metier record` says why.");
    }
    return notes;
  }
}
