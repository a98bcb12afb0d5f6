package dev.metier.decision;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.DecisionRecord.Head;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.qualify.CellResult;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// When a record may be accepted, and when one takes the place of another.
public final class Acceptance {
  private static final String EXPIRED = "EXPIRED";

  private Acceptance() {}

  /// The record as accepted.
  ///
  /// @param owner empty for the one that it names
  /// @param date empty for the one that it has
  /// @param file for the places of what is missing
  /// @param results of the whole project
  /// @throws ProblemsException with everything that stands in the way
  public static DecisionRecord accepted(
      DecisionRecord record,
      String owner,
      Optional<LocalDate> date,
      Optional<LocalDate> reviewBy,
      Path file,
      List<CellResult> results) {
    Head was = record.head();
    var head =
        new Head(
            was.id(),
            Status.ACCEPTED,
            was.job(),
            was.model(),
            was.supersedes(),
            was.supersededBy(),
            owner.isBlank() ? was.owner() : owner.strip(),
            date.or(was::date),
            reviewBy.or(was::reviewBy));
    var problems = new Problems();
    if (was.status() != Status.PROPOSED) {
      add(
          problems,
          file,
          was.id() + " is " + RecordWriter.word(was.status()) + " already.",
          "Write another record: `metier record new " + was.job() + "`.");
    }
    people(head, file, problems);
    record.needs().stream()
        .filter(need -> !need.isMet() && need.because().isBlank())
        .forEach(need -> add(problems, file, unmet(need), "Write it as its `because`."));
    record.moved().stream()
        .filter(move -> move.by().isBlank() || move.why().isBlank())
        .forEach(move -> add(problems, file, moved(move), "Write its `by` and `why`."));
    evidence(record, results, file, problems);
    problems.throwIfAny();
    return record.with(head);
  }

  private static void people(Head head, Path file, Problems problems) {
    if (head.owner().isBlank()) {
      add(problems, file, "Nobody owns the decision.", "Name who answers for it: --owner NAME.");
    }
    if (head.date().isEmpty()) {
      add(problems, file, "The decision has no date.", "Name the day: --date 2026-11-22.");
    }
    if (head.reviewBy().isEmpty()) {
      add(
          problems,
          file,
          "The decision has no day of review.",
          "Name the day on which it is looked at again: --review-by 2027-05-22.");
    }
    if (head.date().isPresent()
        && head.reviewBy().filter(day -> !day.isAfter(head.date().get())).isPresent()) {
      add(
          problems,
          file,
          "The review, " + head.reviewBy().get() + ", is not after the decision.",
          "Name a later day.");
    }
  }

  private static String unmet(Need need) {
    return "The need `"
        + need.need()
        + "` is "
        + (need.state().equals("UNMET") ? "unmet" : "open")
        + ", and no reason is written why the decision stands all the same.";
  }

  private static String moved(Moved move) {
    return "A bar moved after the first result, from "
        + move.before()
        + " to "
        + move.after()
        + ", and it is not written who moved it, and why.";
  }

  private static void evidence(
      DecisionRecord record, List<CellResult> results, Path file, Problems problems) {
    boolean expired =
        results.stream()
            .filter(each -> each.job().name().equals(record.head().job()))
            .filter(each -> each.model().name().equals(record.head().model()))
            .anyMatch(each -> each.verdict().word().equals(EXPIRED));
    boolean then = record.chosen().filter(each -> each.verdict().equals(EXPIRED)).isPresent();
    if (expired || then) {
      add(
          problems,
          file,
          "The verdict of " + record.head().model() + " is EXPIRED: it is of another build.",
          "Run `metier qualify " + record.head().job() + "`.");
    }
    List<String> changes = RecordChanges.since(record, results, LocalDate.MIN);
    if (!changes.isEmpty() && !expired) {
      add(
          problems,
          file,
          "The record's numbers are not those of the evidence any more. "
              + String.join(" ", changes),
          "Take those of now: `metier record refresh " + record.head().id() + "`.");
    }
  }

  private static void add(Problems problems, Path file, String what, String hint) {
    problems.add(Problem.at(Place.of(file), what, hint));
  }

  /// Puts a record in the place of an older one, in both of their files.
  ///
  /// @throws ProblemsException when it cannot be
  public static void supersede(RecordFolder records, String old, String by) {
    RecordFolder.Kept was = records.read(old);
    RecordFolder.Kept next = records.read(by);
    Head ended = was.record().head();
    Head begun = next.record().head();
    var problems = new Problems();
    Path file = records.file(old);
    if (old.equals(by)) {
      add(problems, file, "A record cannot supersede itself.", "Name another one.");
    }
    if (!ended.job().equals(begun.job())) {
      add(
          problems,
          file,
          old + " is about " + ended.job() + ", and " + by + " about " + begun.job() + ".",
          "Name two records of one job.");
    }
    if (ended.status() == Status.SUPERSEDED) {
      add(problems, file, old + " is superseded by " + ended.supersededBy() + " already.", "");
    }
    if (begun.status() != Status.ACCEPTED) {
      add(problems, file, by + " is not accepted.", "Accept it first: `metier record accept`.");
    }
    problems.throwIfAny();
    var last = head(ended, Status.SUPERSEDED, ended.supersedes(), by);
    records.replace(old, RecordWriter.of(was.record().with(last)), was.hash());
    var first = head(begun, begun.status(), old, begun.supersededBy());
    records.replace(by, RecordWriter.of(next.record().with(first)), next.hash());
  }

  private static Head head(Head was, Status status, String supersedes, String supersededBy) {
    return new Head(
        was.id(),
        status,
        was.job(),
        was.model(),
        supersedes,
        supersededBy,
        was.owner(),
        was.date(),
        was.reviewBy());
  }
}
