package dev.metier.decision;

import dev.metier.catalog.Fingerprint;
import dev.metier.core.problem.Problems;
import dev.metier.decision.DecisionRecord.Candidate;
import dev.metier.decision.DecisionRecord.Drill;
import dev.metier.decision.DecisionRecord.Evidence;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is different now from what a record rests on.
public final class RecordChanges {
  /// What the file of the policy is called, beside metier.yaml.
  public static final String POLICY = "policy.json";

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

  /// The same, and whether the drill that the record names tried the policy of now.
  ///
  /// @param policy the file of the policy, which need not be there
  public static List<String> since(
      DecisionRecord record, List<CellResult> results, LocalDate today, Path policy) {
    var changes = new ArrayList<>(since(record, results, today));
    if (record.head().status() != Status.SUPERSEDED) {
      record.data().drill().flatMap(drill -> drill(record, drill, policy)).ifPresent(changes::add);
    }
    return changes;
  }

  private static Optional<String> drill(DecisionRecord record, Drill drill, Path policy) {
    Optional<String> now = DrillFile.hash(policy);
    if (now.equals(Optional.of(drill.policy()))) {
      return Optional.empty();
    }
    return Optional.of(
        "%s its drill of %s tried%s: `metier drill` proves where data goes now, and `metier record refresh %s` takes that over."
            .formatted(
                now.isPresent() ? "The policy is not the one that" : "The policy that",
                drill.at().atZone(ZoneOffset.UTC).toLocalDate(),
                now.isPresent() ? "" : " is gone",
                record.head().id()));
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
    Path policy = project.file().toAbsolutePath().resolveSibling(POLICY);
    var broken = new Problems();
    var notes = new ArrayList<String>();
    for (DecisionRecord record : records.all(broken)) {
      var job = record.head().job();
      boolean known = results.stream().anyMatch(each -> each.job().name().equals(job));
      if (known || project.job(job).isEmpty()) {
        List<String> changes = since(record, results, today, policy);
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
