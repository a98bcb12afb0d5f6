package dev.metier.decision;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.DecisionRecord.Data;
import dev.metier.decision.DecisionRecord.Evidence;
import dev.metier.decision.DecisionRecord.Head;
import dev.metier.decision.DecisionRecord.Locked;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.decision.DecisionRecord.Words;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Yaml;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Reads the file of a record; tells every mistake in it at once.
public final class RecordReader {
  private static final String FENCE = "---";
  private static final String EXAMPLE = "MDR-0001";

  private static final Shape<String> ID =
      ScalarReader.parsed(
          "the name of a record, such as " + EXAMPLE,
          ".+",
          text -> Optional.of(text).filter(DecisionRecord::isId));
  private static final Shape<String> OTHER = Shape.either(ScalarReader.nothing(""), ID);
  private static final Shape<Optional<LocalDate>> DAY =
      Shape.either(
          ScalarReader.nothing(Optional.empty()),
          ScalarReader.parsed("a day such as 2026-11-22", ".+", text -> Optional.of(day(text))));

  private static final Slot<String> RECORD =
      key("record", ID, "Its name, as the file's.", EXAMPLE).needed();
  private static final Slot<Status> STATUS =
      key("status", ScalarReader.words(Status.values()), "How far it is.", "proposed").needed();
  private static final Slot<JobName> JOB =
      key(
              "job",
              ScalarReader.parsed(
                  "the name of a job",
                  ".+",
                  name -> Optional.of(name).filter(JobName::allowed).map(JobName::new)),
              "What is decided about.",
              "triage")
          .needed();
  private static final Slot<ModelName> MODEL =
      key("model", RecordKeys.MODEL, "What does the job.", "qwen").needed();
  private static final Slot<String> SUPERSEDES = other("supersedes");
  private static final Slot<String> SUPERSEDED_BY = other("superseded_by");
  private static final Slot<String> OWNER = RecordKeys.text("owner", "Who answers for it.");
  private static final Slot<Optional<LocalDate>> DATE = day("date", "When it was decided.");
  private static final Slot<Optional<LocalDate>> REVIEW =
      day("review_by", "When it is looked at again.");
  private static final Slot<String> SENTENCE = RecordKeys.text("sentence", "The decision.");
  private static final Slot<List<String>> NOT_FOR =
      RecordKeys.list("not_for", RecordKeys.TEXT, "What it is not for.");
  private static final Slot<List<String>> ENDS =
      RecordKeys.list("ends", RecordKeys.TEXT, "What ends it.");
  private static final Slot<String> DISSENT = RecordKeys.text("dissent", "Who disagrees, and why.");
  private static final Slot<Locked> LOCKED =
      key("locked", RecordKeys.LOCKED, "The needs before the first result.", "{}")
          .usually(Locked.UNKNOWN, "unknown");
  private static final Slot<List<Moved>> MOVED =
      RecordKeys.list("moved", RecordKeys.MOVED, "Bars that moved.");
  private static final Slot<List<Need>> NEEDS =
      key("needs", Shape.some(RecordKeys.NEEDS), "The needs.", "[]").needed();
  private static final Slot<DecisionRecord.Routing> ROUTE =
      key("route", RecordKeys.ROUTE, "What is done with a request.", "{kind: single}").needed();
  private static final Slot<List<DecisionRecord.Candidate>> CANDIDATES =
      key("candidates", Shape.some(RecordKeys.CANDIDATE), "Who was tried.", "[]").needed();
  private static final Slot<DecisionRecord.Money> MONEY =
      key("money", RecordKeys.MONEY, "What it costs.", "{}");
  private static final Slot<DataClass> DATA =
      key("data", RecordKeys.CLASS, "The class of the job's data.", "internal").needed();
  private static final Slot<Boolean> TEXTS =
      key("texts", ScalarReader.flag(), "Whether texts of cases stand here.", "false").needed();
  private static final Slot<List<DecisionRecord.Place>> HOSTS =
      RecordKeys.list("hosts", RecordKeys.PLACE, "Where data may go.");
  private static final Slot<DecisionRecord.Drill> DRILL =
      key("drill", RecordKeys.DRILL, "What proved it.", "{}");
  private static final Slot<List<DecisionRecord.Wrong>> WRONG =
      RecordKeys.list("wrong", RecordKeys.WRONG, "Wrong answers.");
  private static final Slot<Evidence> EVIDENCE =
      key("evidence", RecordKeys.EVIDENCE, "What the numbers rest on.", "{}").needed();

  private static final Shape<Table> FILE =
      Table.shape(
          "decision record",
          "What a team decided for a job.",
          RECORD,
          STATUS,
          JOB,
          MODEL,
          SUPERSEDES,
          SUPERSEDED_BY,
          OWNER,
          DATE,
          REVIEW,
          SENTENCE,
          NOT_FOR,
          ENDS,
          DISSENT,
          LOCKED,
          MOVED,
          NEEDS,
          ROUTE,
          CANDIDATES,
          MONEY,
          DATA,
          TEXTS,
          HOSTS,
          DRILL,
          WRONG,
          EVIDENCE);

  private RecordReader() {}

  private static Slot<String> other(String name) {
    return key(name, OTHER, "Another record.", EXAMPLE).usually("", "none");
  }

  private static Slot<Optional<LocalDate>> day(String name, String doc) {
    return key(name, DAY, doc, "2026-11-22").usually(Optional.empty(), "open");
  }

  private static Optional<LocalDate> day(String text) {
    return Optional.of(LocalDate.parse(text));
  }

  /// What a file's text says.
  ///
  /// @param file for the places of mistakes; its name is the record's
  /// @throws ProblemsException with all that is wrong with it
  public static DecisionRecord read(Path file, String text) {
    var reading = new Reading();
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> lines = plain.lines().toList();
    int end = lines.subList(Math.min(1, lines.size()), lines.size()).indexOf(FENCE) + 1;
    if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE) || end == 0) {
      throw new ProblemsException(
          List.of(
              dev.metier.core.problem.Problem.at(
                  new Place(file, 1, 0),
                  "A record begins with its front matter between two lines `---`.",
                  "`metier record new JOB` writes one.")));
    }
    // the empty line in place of the first fence keeps the numbers of lines
    String front = "\n" + String.join("\n", lines.subList(1, end)) + "\n";
    String free = String.join("\n", lines.subList(end + 1, lines.size())).strip();
    Optional<DecisionRecord> record =
        Yaml.read(file, front, "Write what was decided.", reading::problem)
            .flatMap(written -> FILE.read(written, reading))
            .flatMap(table -> record(table, free.isEmpty() ? "" : free + "\n", file, reading));
    if (record.isEmpty() || reading.count() > 0) {
      throw new ProblemsException(reading.problems());
    }
    return record.get();
  }

  private static Optional<DecisionRecord> record(
      Table table, String free, Path file, Reading reading) {
    Path name = file.getFileName();
    table
        .find(RECORD)
        .filter(id -> name != null && !name.toString().equals(id + ".md"))
        .ifPresent(id ->
            reading.problem(
                table.valuePlace(RECORD),
                "The record is called " + id + ", and its file " + name + ".",
                "Give both the same name."));
    if (!table.sound() || reading.count() > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DecisionRecord(
            head(table),
            table.value(LOCKED),
            table.value(MOVED),
            table.value(NEEDS),
            table.value(EVIDENCE),
            table.value(CANDIDATES),
            table.value(ROUTE),
            table.find(MONEY),
            new Data(table.value(DATA), table.value(TEXTS), table.value(HOSTS), table.find(DRILL)),
            table.value(WRONG),
            new Words(
                table.value(SENTENCE),
                filled(table.value(NOT_FOR)),
                filled(table.value(ENDS)),
                table.value(DISSENT)),
            free));
  }

  private static List<String> filled(List<String> texts) {
    return texts.stream().filter(text -> !text.isBlank()).toList();
  }

  private static Head head(Table table) {
    return new Head(
        table.value(RECORD),
        table.value(STATUS),
        table.value(JOB),
        table.value(MODEL),
        table.value(SUPERSEDES),
        table.value(SUPERSEDED_BY),
        table.value(OWNER),
        table.value(DATE),
        table.value(REVIEW));
  }
}
