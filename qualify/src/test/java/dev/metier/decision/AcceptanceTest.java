package dev.metier.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleResults;
import dev.metier.verdict.Verdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptanceTest {
  private static final Optional<LocalDate> LATER = Optional.of(LocalDate.of(2027, 5, 1));

  private static DecisionRecord accept(
      DecisionRecord record, Optional<LocalDate> review, List<CellResult> results) {
    return Acceptance.accepted(record, "", Optional.empty(), review, SampleRecords.FILE, results);
  }

  private static List<String> refused(
      DecisionRecord record, Optional<LocalDate> review, List<CellResult> results) {
    return catchThrowableOfType(ProblemsException.class, () -> accept(record, review, results))
        .problems()
        .stream()
        .map(Problem::what)
        .toList();
  }

  private static DecisionRecord said(DecisionRecord record, String because, List<Moved> moves) {
    var needs = record.needs().stream().map(need -> need.with(because)).toList();
    return record.with(record.words(), moves, needs, "");
  }

  @Test
  void aDecisionThatHoldsIsAccepted() {
    DecisionRecord accepted = accept(SampleRecords.fit(), LATER, SampleResults.all());

    assertThat(accepted.head().status()).isEqualTo(Status.ACCEPTED);
    assertThat(accepted.head().owner()).isEqualTo("Ada");
    assertThat(accepted.head().reviewBy()).isEqualTo(LATER);
  }

  @Test
  void everythingThatStandsInTheWayIsTold() {
    DecisionRecord record = SampleRecords.with(SampleRecords.open(), Status.PROPOSED, "", "");

    assertThat(refused(record, Optional.empty(), SampleResults.all()))
        .containsExactly(
            "Nobody owns the decision.",
            "The decision has no day of review.",
            "The need `quality at least 0.80` is open, and no reason is written why the decision"
                + " stands all the same.");
  }

  @Test
  void anOpenNeedStandsWithAReason() {
    DecisionRecord record = said(SampleRecords.open(), "a person reads each answer", List.of());

    assertThat(accept(record, LATER, SampleResults.all()).head().status())
        .isEqualTo(Status.ACCEPTED);
  }

  @Test
  void aBarThatMovedNeedsWhoAndWhy() {
    var move = new Moved("2026-11-01", "quality 0.90", "quality 0.80", "Ada", "");

    assertThat(refused(said(SampleRecords.fit(), "", List.of(move)), LATER, SampleResults.all()))
        .singleElement()
        .asString()
        .contains("quality 0.90 to quality 0.80", "who moved it, and why");
  }

  @Test
  void theReviewIsAfterTheDecision() {
    assertThat(
            refused(
                SampleRecords.fit(), Optional.of(LocalDate.of(2026, 11, 22)), SampleResults.all()))
        .singleElement()
        .asString()
        .contains("is not after the decision");
  }

  @Test
  void anExpiredVerdictIsNotAccepted() {
    CellResult was = SampleResults.all().get(1);
    var expired =
        new CellResult(
            was.job(),
            was.model(),
            new Verdict.Expired(was.verdict().findings(), "another build"),
            was.setting(),
            was.grading(),
            was.kept(),
            was.possible(),
            was.outcomes(),
            was.fingerprint(),
            List.of(),
            Optional.empty(),
            false);
    var results = List.of(SampleResults.all().get(0), expired, SampleResults.all().get(2));

    assertThat(refused(SampleRecords.fit(), LATER, results))
        .singleElement()
        .asString()
        .contains("is EXPIRED");
    assertThat(refused(SampleRecords.draft(results, "opus"), LATER, results))
        .anySatisfy(what -> assertThat(what).contains("is EXPIRED"));
  }

  @Test
  void numbersThatAreNotThoseOfTheEvidenceAreNotAccepted() {
    var more = List.of(SampleResults.result(SampleResults.JOB, "opus", 50, _ -> true));

    assertThat(refused(SampleRecords.fit(), LATER, more))
        .singleElement()
        .asString()
        .contains("not those of the evidence any more");
  }

  @Test
  void whatIsAcceptedIsNotAcceptedAgain() {
    DecisionRecord accepted = accept(SampleRecords.fit(), LATER, SampleResults.all());

    assertThat(refused(accepted, LATER, SampleResults.all()))
        .containsExactly("MDR-0007 is accepted already.");
  }

  @Test
  void theYoungerRecordTakesThePlaceOfTheOlder(@TempDir Path project) {
    var records = RecordFolder.of(project);
    DecisionRecord old = accept(SampleRecords.fit(), LATER, SampleResults.all());
    var head = old.head();
    records.add(old);
    records.add(
        old.with(
            new DecisionRecord.Head(
                "MDR-0008",
                Status.ACCEPTED,
                head.job(),
                head.model(),
                "",
                "",
                "Ada",
                head.date(),
                head.reviewBy())));

    Acceptance.supersede(records, "MDR-0007", "MDR-0008");

    assertThat(records.read("MDR-0007").record().head().status()).isEqualTo(Status.SUPERSEDED);
    assertThat(records.read("MDR-0007").record().head().supersededBy()).isEqualTo("MDR-0008");
    assertThat(records.read("MDR-0008").record().head().supersedes()).isEqualTo("MDR-0007");
    var again =
        catchThrowableOfType(
            ProblemsException.class, () -> Acceptance.supersede(records, "MDR-0007", "MDR-0007"));
    assertThat(again.problems()).hasSize(3);
  }
}
