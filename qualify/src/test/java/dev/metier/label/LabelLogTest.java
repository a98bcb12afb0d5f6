package dev.metier.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Prompt;
import dev.metier.label.Label.Showing;
import dev.metier.label.Label.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A label that was kept stays kept; one that says nothing of the job as it is counts no more.
class LabelLogTest {
  private static final JobName JOB = new JobName("triage");
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Labeller ANNA = Labeller.person("anna");
  private static final Labeller BEN = Labeller.person("ben");

  @TempDir private Path folder = Path.of("");

  private LabelLog log() {
    return new LabelLog(folder.resolve("labels/triage.jsonl"), JOB);
  }

  private static Case given(String id, String text) {
    return new Case(id, Map.of("text", text), Optional.of("yes"), Set.of(), Optional.empty());
  }

  static Job job(Case... cases) {
    return new Job(
        JOB,
        "",
        DataClass.PUBLIC,
        Prompt.ofUser("{{text}}"),
        List.of(),
        Settings.NONE,
        List.of(cases),
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of());
  }

  private static Label label(Case given, String answer, Labeller by, Value value) {
    return new Label(
        JOB,
        given.id(),
        Label.content(given),
        new LabelledAnswer(answer, "qwen", false),
        by,
        value,
        "",
        NOW,
        Showing.FIRST);
  }

  private final Case one = given("1", "first");
  private final Case two = given("2", "second");

  @Test
  void labelsComeBackAsTheyWereGiven() {
    var whole =
        new Label(
            JOB,
            "1",
            Label.content(one),
            new LabelledAnswer("a\n\"b\" \u0000 \u202e ä", "digit transposed", true),
            new Labeller("some model", true),
            Value.CANNOT_TELL,
            "why\nnot",
            NOW,
            Showing.REPEAT);
    log().add(whole);
    log().add(label(two, "x", ANNA, Value.PASS));
    assertThat(log().read(job(one, two), NOW).all())
        .containsExactly(whole, label(two, "x", ANNA, Value.PASS));
  }

  @Test
  void laterLinesReplaceEarlierOnesOfTheSameLabellerAndAnswer() {
    log().add(label(one, "x", ANNA, Value.PASS));
    log().add(label(one, "x", BEN, Value.PASS));
    log().add(label(one, "x", ANNA, Value.FAIL));
    assertThat(log().read(job(one), NOW).all())
        .containsExactly(label(one, "x", BEN, Value.PASS), label(one, "x", ANNA, Value.FAIL));
  }

  @Test
  void whatIsTakenBackIsALineAndCountsNoMore() throws IOException {
    log().add(label(one, "x", ANNA, Value.PASS));
    log().undo(label(one, "x", ANNA, Value.PASS), NOW);
    assertThat(log().read(job(one), NOW).all()).isEmpty();
    assertThat(Files.readAllLines(log().path())).hasSize(2);
  }

  @Test
  void labelsOfEditedAndRemovedCasesAreSetAsideAndCounted() {
    log().add(label(one, "x", ANNA, Value.PASS));
    log().add(label(two, "x", ANNA, Value.PASS));
    var read = log().read(job(given("1", "first, edited")), NOW);
    assertThat(read.all()).isEmpty();
    assertThat(read.stale())
        .isEqualTo(Map.of(Labels.Stale.CASE_EDITED, 1, Labels.Stale.CASE_GONE, 1));
  }

  @Test
  void aCaseThatIsOnlyRenamedKeepsItsLabels() {
    log().add(label(one, "x", ANNA, Value.PASS));
    assertThat(log().read(job(given("other", "first")), NOW).all()).hasSize(1);
  }

  @Test
  void anAnswerThatWasEditedInTheFileIsSetAside() throws IOException {
    log().add(label(one, "good", ANNA, Value.PASS));
    Files.writeString(log().path(), Files.readString(log().path()).replace("\"good\"", "\"bad\""));
    assertThat(log().read(job(one), NOW).stale()).isEqualTo(Map.of(Labels.Stale.ANSWER_EDITED, 1));
  }

  @Test
  void labelsOfTheFutureAreSetAsideWhenTheClockWentBack() {
    log().add(label(one, "x", ANNA, Value.PASS));
    var read = log().read(job(one), NOW.minus(Duration.ofDays(2)));
    assertThat(read.all()).isEmpty();
    assertThat(read.stale()).isEqualTo(Map.of(Labels.Stale.FROM_THE_FUTURE, 1));
  }

  @Test
  void linesThatAreNoLabelsAreToldWithTheirPlace() throws IOException {
    log().add(label(one, "x", ANNA, Value.PASS));
    Files.writeString(
        log().path(),
        "{\"job\": \"triage\"}\n<<<<<<< HEAD\n{\"half\": ",
        StandardOpenOption.APPEND);
    log().add(label(two, "x", ANNA, Value.FAIL));
    var read = log().read(job(one, two), NOW);
    assertThat(read.all()).hasSize(2);
    assertThat(read.wrong())
        .extracting(problem -> problem.place().orElseThrow().line() + " " + problem.what())
        .containsExactly(
            "2 The label has no `label`.",
            "3 This is no whole JSON object.",
            "4 This is no whole JSON object.");
  }

  @Test
  void onlyWhatPeopleAgreeOnCalibrates() {
    log().add(label(one, "a", ANNA, Value.PASS));
    log().add(label(one, "a", BEN, Value.PASS));
    log().add(label(one, "a", new Labeller("judge", true), Value.FAIL));
    log().add(label(one, "b", ANNA, Value.PASS));
    log().add(label(one, "b", BEN, Value.FAIL));
    log().add(label(one, "c", ANNA, Value.CANNOT_TELL));
    log().add(label(one, "d", new Labeller("judge", true), Value.PASS));
    log().add(label(two, "e", ANNA, Value.FAIL));
    log().add(label(two, "e", BEN, Value.CANNOT_TELL));
    assertThat(log().read(job(one, two), NOW).agreed())
        .extracting(each -> each.answer().text() + " " + each.pass() + " " + each.people())
        .containsExactly("a true 2", "e false 1");
  }

  @Test
  void aSecondLookDoesNotReplaceTheFirst() {
    Label first = label(one, "a", ANNA, Value.PASS);
    log().add(first);
    log()
        .add(
            new Label(
                JOB,
                "1",
                first.content(),
                first.answer(),
                ANNA,
                Value.FAIL,
                "",
                NOW,
                Showing.REPEAT));
    var read = log().read(job(one), NOW);
    assertThat(read.all()).hasSize(2);
    assertThat(read.first()).containsExactly(first);
    assertThat(read.agreed()).extracting(Labels.Agreed::pass).containsExactly(true);
  }

  @Test
  void whatResolvesADisagreementTakesThePlaceOfTheFirstLook() {
    Label first = label(one, "a", ANNA, Value.PASS);
    log().add(first);
    log().add(label(one, "a", BEN, Value.FAIL));
    assertThat(log().read(job(one), NOW).agreed()).isEmpty();
    log()
        .add(
            new Label(
                JOB,
                "1",
                first.content(),
                first.answer(),
                ANNA,
                Value.FAIL,
                "",
                NOW,
                Showing.RESOLVE));
    var read = log().read(job(one), NOW);
    assertThat(read.agreed()).extracting(Labels.Agreed::pass).containsExactly(false);
    assertThat(read.first()).hasSize(2);
  }

  @Test
  void answersInTheFileAreTheirOwnersAlone() throws IOException {
    log().add(label(one, "x", ANNA, Value.PASS));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log().path())))
        .isEqualTo("rw-------");
  }

  @Test
  void aJobWithoutAFileHasNoLabels() {
    assertThat(log().read(job(one), NOW)).isEqualTo(Labels.NONE);
  }
}
