package dev.metier.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.metier.catalog.Fingerprint;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.run.Observation;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every ledger does, wherever it is kept.
public abstract class LedgerContract {
  private static final String OTHER_GRADING = "ffeeddccbbaa99887766554433221100";
  private static final String ODD =
      "nul \0 sub \u001a lone \ud83d and \ude00, whole \ud83d\ude00 é 中";

  protected final Entries entries = Entries.of("triage", "small", 1);
  protected Ledger ledger;

  /// The ledger, empty the first time; opened again, it has what it had.
  protected abstract Ledger open() throws IOException;

  @BeforeEach
  void begin() throws IOException {
    ledger = open();
  }

  @AfterEach
  void end() {
    ledger.close();
  }

  @Test
  void whatIsOnlyForeseenIsNotKept() {
    var cases =
        Map.of(
            Entries.hash("case", 1), "case-1",
            Entries.hash("case", 2), "case-2",
            Entries.hash("case", 3), "case-3");
    ledger.internCases(cases);
    assertThat(ledger.append(List.of(entries.passing(2), entries.passing(7)))).isEqualTo(2);
    ledger.internCases(cases);
    assertThat(ledger.append(List.of(entries.passing(2), entries.passing(3)))).isEqualTo(1);
    assertThat(ledger.size()).isEqualTo(3);
    assertThat(ledger.keys(entries.setting()))
        .containsExactlyInAnyOrder(entries.key(2, 0), entries.key(7, 0), entries.key(3, 0));
    assertThat(ledger.answers(entries.setting()).stream().map(KeptAnswer::caseId))
        .containsExactly("case-2", "case-7", "case-3");
  }

  private KeptAnswer kept(Answer answer, Grade grade) {
    assertThat(ledger.append(List.of(entries.entry(1, 0, answer, grade)))).isEqualTo(1);
    return ledger.answers(entries.setting()).getFirst();
  }

  static Stream<Answer> everyAnswer() {
    var bare = Timing.of(Duration.ofMillis(3));
    var cold =
        new Timing(Optional.of(Duration.ZERO), Duration.ofDays(400), OptionalDouble.of(0), true);
    Stream<Answer> replies =
        Stream.of(
            Entries.text("billing"),
            Entries.text(""),
            Entries.text(ODD),
            Entries.reply(),
            Entries.reply(bare, new Part.Text("a"), new Part.Text(""), new Part.Text(ODD)),
            Entries.reply(cold, new Part.Thinking(ODD, Optional.empty()), new Part.Text("x")),
            Entries.reply(new Part.Thinking("t", Optional.of("signed")), new Part.Text("")),
            Entries.reply(new Part.Thinking("only", Optional.empty())),
            Entries.reply(
                new Part.Thinking("", Optional.empty(), Optional.of("<think>")),
                new Part.Text("x")),
            Entries.reply(new Part.Image("data:image/png;base64,AA==")),
            Entries.reply(new Part.Refused(ODD)),
            Entries.reply(new Part.Text("Well: "), new Part.Refused("I will not.")),
            Entries.reply(
                new Part.Text("I call"),
                new Part.ToolUse("1", "look_up", "{\"id\": \"" + ODD + "\"}"),
                new Part.ToolUse("2", "look_up", "not json"),
                new Part.ToolResult("1", "found", true)),
            Entries.likely(new Part.Text("sure")),
            Entries.likely(new Part.Thinking("hm", Optional.empty()), new Part.Text(ODD)),
            Entries.likely(),
            new Answer.Recorded(0.25, ODD, Optional.empty()),
            new Answer.Recorded(1, "", Optional.of(cold)),
            new Answer.Recorded(1, "", Optional.empty(), Optional.of(new Usage(100, 0, 20, false))),
            new Answer.Failure(
                Answer.Cause.RATE_LIMITED, ODD, Optional.of(Duration.ofMillis(1500))));
    return Stream.concat(
        replies, Arrays.stream(Answer.Cause.values()).map(c -> Answer.Failure.of(c, "no answer")));
  }

  @Test
  void everyKindOfAnswerComesBackAsItWas() {
    List<Answer> answers = everyAnswer().toList();
    var appended = new ArrayList<Entry>();
    for (int i = 0; i < answers.size(); i++) {
      appended.add(entries.entry(i, i % 3, answers.get(i), Grade.of(0.5, "half")));
    }
    assertThat(ledger.append(appended)).isEqualTo(answers.size());
    List<KeptAnswer> kept = ledger.answers(entries.setting());
    assertThat(kept).extracting(KeptAnswer::answer).isEqualTo(answers);
    assertThat(kept)
        .extracting(KeptAnswer::at)
        .isEqualTo(appended.stream().map(e -> e.observation().at()).toList());
    assertThat(kept)
        .extracting(KeptAnswer::key)
        .isEqualTo(appended.stream().map(e -> e.observation().trial().key()).toList());
    assertThat(kept)
        .extracting(KeptAnswer::cost)
        .isEqualTo(appended.stream().map(e -> e.observation().cost()).toList());
    assertThat(kept.getFirst().job()).isEqualTo(new JobName("triage"));
    assertThat(kept.getFirst().model()).isEqualTo(new ModelName("small"));
    assertThat(kept.getLast().caseId()).isEqualTo("case-" + (answers.size() - 1));
  }

  @Test
  void everySourceComesBack() {
    var seen = entries.passing(0).observation();
    int number = 0;
    for (Source source : Source.values()) {
      var trial = entries.trial(number++, 0);
      var again = new Observation(trial, seen.answer(), seen.cost(), 3, seen.at());
      ledger.append(List.of(new Entry(source, again, Entries.PASS, Entries.GRADING)));
    }
    assertThat(ledger.answers(entries.setting()))
        .extracting(KeptAnswer::source)
        .containsExactly(Source.values());
    assertThat(ledger.answers(entries.setting())).extracting(KeptAnswer::attempts).containsOnly(3);
  }

  static Stream<Grade> everyGrade() {
    Grade fail = Grade.fail("expected \"a\", found \"b\"");
    return Stream.of(
        Entries.PASS,
        fail,
        Grade.of(1.0 / 3, ODD),
        Grade.broken("the program ended with code 7"),
        new Grade(0, fail.reason(), List.of(fail), false),
        new Grade(0.5, "two of them", List.of(fail, Entries.PASS), false),
        new Grade(1, "", List.of(new Grade(1, "", List.of(Grade.pass("")), false)), false),
        new Grade(
            0, "deep", List.of(new Grade(0.5, ODD, List.of(Grade.broken(""), fail), true)), false));
  }

  @Test
  void everyGradeComesBackAsItWas() {
    List<Grade> grades = everyGrade().toList();
    for (int i = 0; i < grades.size(); i++) {
      ledger.append(List.of(entries.entry(i, 0, Entries.text("a"), grades.get(i))));
    }
    assertThat(ledger.answers(entries.setting()))
        .extracting(KeptAnswer::lastGrade)
        .isEqualTo(grades);
  }

  @Test
  void oddNamesOfCasesComeBack() {
    var given = new Case(ODD, Map.of(), Optional.empty(), Set.of(), Optional.empty());
    var trial = entries.trial(given, new TrialKey(entries.setting(), "any text", 7), 0);
    ledger.append(List.of(entries.entry(trial, Entries.text("a"), Entries.PASS)));
    assertThat(ledger.answers(entries.setting()).getFirst().caseId()).isEqualTo(ODD);
    assertThat(ledger.keys(entries.setting())).containsExactly(trial.key());
  }

  @Test
  void theFirstEntryOfAKeyStays() {
    ledger.append(List.of(entries.entry(1, 0, Entries.text("first"), Entries.PASS)));
    int again =
        ledger.append(
            List.of(
                entries.entry(1, 0, Entries.text("second"), Grade.fail("")),
                entries.entry(1, 1, Entries.text("another repeat"), Entries.PASS),
                entries.entry(1, 1, Entries.text("the same in one batch"), Entries.PASS)));
    assertThat(again).isEqualTo(1);
    assertThat(ledger.size()).isEqualTo(2);
    assertThat(ledger.answers(entries.setting()))
        .extracting(KeptAnswer::answer)
        .containsExactly(Entries.text("first"), Entries.text("another repeat"));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::score)
        .containsExactly(1.0, 1.0);
  }

  private static Outcome answered(String content, int repeat, double score, boolean served) {
    return new Outcome(
        content,
        repeat,
        score,
        served,
        1_934_567_891,
        182_345_678,
        61.25,
        48,
        980_001,
        false,
        Optional.of(FinishReason.STOP),
        false,
        Optional.empty(),
        980_001);
  }

  @Test
  void outcomesTellWhatVerdictsNeed() {
    ledger.append(
        List.of(
            entries.entry(2, 0, Entries.text("a"), Grade.of(0.5, "")),
            entries.entry(1, 1, Entries.text("  "), Entries.PASS),
            entries.entry(3, 0, Answer.Failure.of(Answer.Cause.CUT_OFF, ""), Grade.fail("")),
            entries.entry(4, 0, new Answer.Recorded(1, "", Optional.empty()), Entries.PASS)));
    String name = "case";
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .containsExactly(
            answered(Entries.hash(name, 2), 0, 0.5, true),
            answered(Entries.hash(name, 1), 1, 0, false),
            new Outcome(
                Entries.hash(name, 3),
                0,
                0,
                false,
                -1,
                -1,
                Double.NaN,
                -1,
                false,
                Optional.empty(),
                false),
            new Outcome(
                Entries.hash(name, 4),
                0,
                1,
                true,
                -1,
                -1,
                Double.NaN,
                -1,
                false,
                Optional.empty(),
                false));
  }

  @Test
  void whatShowsASpeedComesBack() {
    var shown = entries.entry(1, 0, Entries.text("a"), Entries.PASS);
    var thought =
        entries.entry(
            2,
            0,
            Entries.reply(Entries.TIMING, new Part.Sealed("c2VhbGVk"), new Part.Text("a")),
            Entries.PASS);
    ledger.append(List.of(shown, thought));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .containsExactly(Outcome.of(shown), Outcome.of(thought))
        .extracting(Outcome::sent)
        .containsExactly(48L, -1L);
  }

  @Test
  void brokenGradesAreToldFromFailedOnes() {
    ledger.append(
        List.of(
            entries.entry(1, 0, Entries.text("a"), Grade.fail("")),
            entries.entry(2, 0, Entries.text("a"), Grade.broken(""))));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::score, Outcome::broken)
        .containsExactly(tuple(0.0, false), tuple(0.0, true));
  }

  @Test
  void gradesThatAreNoPassAreToldWithTheirParts() {
    var parts = new Grade(0.5, "1 of 2", List.of(Grade.pass("a"), Grade.fail("b")), false);
    ledger.append(
        List.of(
            entries.entry(1, 0, Entries.text("x"), Grade.pass("yes")),
            entries.entry(2, 0, Entries.text("x"), parts),
            entries.entry(3, 0, Entries.text("x"), Grade.fail("no\0"))));

    assertThat(ledger.failedGrades(entries.setting(), Entries.GRADING))
        .containsExactly(
            new FailedGrade(Entries.hash("case", 2), parts),
            new FailedGrade(Entries.hash("case", 3), Grade.fail("no\0")));
    assertThat(ledger.failedGrades(entries.setting(), "others")).isEmpty();
  }

  @Test
  void casesAreFoundByWhatWasAnsweredAndNoCharacterIsAPattern() {
    ledger.append(
        List.of(
            entries.entry(1, 0, Entries.text("The AUNT of 100 %"), Grade.pass("")),
            entries.entry(2, 0, Entries.text("her aunt"), Grade.pass("")),
            entries.entry(
                3, 0, Answer.Failure.of(Answer.Cause.SERVER_ERROR, "no aunt_"), Grade.fail(""))));

    assertThat(ledger.mentioning(entries.setting(), "aunt"))
        .containsExactlyInAnyOrder(
            Entries.hash("case", 1), Entries.hash("case", 2), Entries.hash("case", 3));
    assertThat(ledger.mentioning(entries.setting(), "0 %"))
        .containsExactly(Entries.hash("case", 1));
    assertThat(ledger.mentioning(entries.setting(), "T_")).containsExactly(Entries.hash("case", 3));
    assertThat(ledger.mentioning(entries.setting(), "\\")).isEmpty();
    assertThat(ledger.mentioning("another", "aunt")).isEmpty();
  }

  @Test
  void markupThatAServerLeftInTheTextIsKnown() {
    ledger.append(
        List.of(
            entries.entry(1, 0, Entries.text("hm</think>a"), Grade.fail("")),
            entries.entry(2, 1, Entries.text("a<|im_end|>"), Grade.fail("")),
            entries.entry(3, 0, Entries.text("[TOOL_CALLS][]"), Grade.fail("")),
            entries.entry(4, 0, Entries.text("a"), Grade.fail(""))));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(o -> o.markup().map(Enum::name).orElse(""), Outcome::repeat)
        .containsExactly(
            tuple("THINKING", 0), tuple("CONTROL_TOKEN", 1), tuple("TOOL_CALL", 0), tuple("", 0));
  }

  @Test
  void whyAnAnswerWasNotServedIsKeptInTheWordsOfTheServer() {
    ledger.append(
        List.of(
            entries.entry(
                1, 0, Answer.Failure.of(Answer.Cause.SERVER_ERROR, "no\0"), Grade.fail("")),
            entries.entry(2, 1, Entries.text(""), Grade.fail("")),
            entries.entry(3, 0, Entries.text("a"), Grade.fail(""))));
    assertThat(ledger.unserved(entries.setting()))
        .containsExactly(
            new Unserved(Entries.hash("case", 1), 0, "SERVER_ERROR", "no\0"),
            new Unserved(Entries.hash("case", 2), 1, "REPLY", "the answer was empty"));
  }

  @Test
  void anAnswerOfAnotherModelIsKeptAndCountsForNobody() throws IOException {
    String setting = entries.setting();
    var other = entries.entry(1, 0, named("large\0"), Entries.PASS).ofOtherModel();
    assertThat(ledger.append(List.of(other, entries.entry(2, 0, named("small"), Entries.PASS))))
        .isEqualTo(2);
    assertThat(ledger.outcomes(setting, Entries.GRADING)).hasSize(1);
    assertThat(ledger.keys(setting)).containsExactly(entries.key(2, 0));
    assertThat(ledger.answers(setting)).extracting(KeptAnswer::otherModel).containsExactly(false);
    assertThat(ledger.size()).isEqualTo(1);
    assertThat(ledger.servedAside(setting)).as("nobody chose to ask it anew").isZero();
    assertThat(ledger.otherModels(setting)).containsExactly(new OtherModel("large\0", 1));
    assertThat(ledger.servedModel(setting)).contains("small");
    var again = entries.entry(1, 0, named("small"), Entries.PASS);
    assertThat(ledger.append(List.of(other, again))).as("its place is free").isEqualTo(2);
    assertThat(ledger.otherModels(setting)).containsExactly(new OtherModel("large\0", 2));
    assertThat(ledger.outcomes(setting, Entries.GRADING)).hasSize(2);
    var out = new StringBuilder();
    Export.jsonl(ledger, out, Filter.ALL.withSuperseded());
    assertThat(out.toString().lines().filter(line -> line.contains("\"other_model\":true")))
        .hasSize(2)
        .allMatch(line -> line.contains("\"served_model\":\"large"));
  }

  private static Answer named(String model) {
    var reply = (Answer.Reply) Entries.text("billing");
    return new Answer.Reply(reply.reply().servedBy(Optional.of(model)), reply.timing());
  }

  @Test
  void whatIsSetAsideStaysAndMakesRoomForAnotherAnswer() throws IOException {
    ledger.append(
        List.of(
            entries.entry(1, 0, Answer.Failure.of(Answer.Cause.CUT_OFF, "cut"), Grade.fail("")),
            entries.entry(2, 0, Entries.text("a"), Entries.PASS)));
    assertThat(ledger.setAside(entries.setting(), true)).isEqualTo(1);
    assertThat(ledger.unserved(entries.setting())).isEmpty();
    assertThat(ledger.size()).isEqualTo(1);
    assertThat(ledger.servedAside(entries.setting())).isZero();
    var again = entries.entry(1, 0, Entries.text("b"), Entries.PASS);
    assertThat(ledger.append(List.of(again, again))).isEqualTo(1);
    assertThat(ledger.setAside(entries.setting(), true)).isZero();
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::score)
        .containsExactly(1.0, 1.0);
    assertThat(ledger.setAside(entries.setting(), false)).isEqualTo(2);
    assertThat(ledger.servedAside(entries.setting())).isEqualTo(2);
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING)).isEmpty();
    assertThat(ledger.settings()).isEmpty();
    assertThat(count(Filter.ALL)).isZero();
    assertThat(count(Filter.ALL.withSuperseded())).isEqualTo(3);
    var out = new StringBuilder();
    Export.jsonl(ledger, out, Filter.ALL.withSuperseded());
    assertThat(out.toString().lines()).hasSize(3).allMatch(l -> l.contains("\"superseded\":true"));
  }

  @Test
  void coldStartsAndRepeatsAreToldApart() {
    var cold = new Timing(Optional.empty(), Duration.ofSeconds(30), OptionalDouble.empty(), true);
    for (int repeat : new int[] {0, 1, 2, 999}) {
      Answer answer =
          new Answer.Recorded(1, "", repeat % 2 == 1 ? Optional.of(cold) : Optional.empty());
      ledger.append(List.of(entries.entry(1, repeat, answer, Entries.PASS)));
    }
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(o -> o.repeat() + (o.served() ? " served" : "") + (o.cold() ? " cold" : ""))
        .containsExactly("0 served", "1 served cold", "2 served", "999 served cold");
  }

  @Test
  void outcomesIncludeCasesThatCameAfterTheFirstLook() {
    ledger.append(List.of(entries.passing(1)));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING)).hasSize(1);
    ledger.append(List.of(entries.passing(2), entries.passing(3)));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::content)
        .containsExactly(Entries.hash("case", 1), Entries.hash("case", 2), Entries.hash("case", 3));
  }

  @Test
  void outcomesAreThoseOfTheirGradersAndSetting() {
    Entries other = Entries.of("triage", "small", 2);
    ledger.append(List.of(entries.passing(1), entries.passing(2), other.passing(1)));
    long second = ledger.answers(entries.setting()).getLast().id();
    assertThat(ledger.regrade(List.of(new Regrade(second, Grade.fail("stricter"), OTHER_GRADING))))
        .isEqualTo(1);
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::score)
        .containsExactly(1.0, 1.0);
    assertThat(ledger.outcomes(entries.setting(), OTHER_GRADING))
        .extracting(Outcome::score)
        .containsExactly(0.0);
    assertThat(ledger.outcomes(other.setting(), OTHER_GRADING)).isEmpty();
    assertThat(ledger.outcomes("unknown", Entries.GRADING)).isEmpty();
    assertThat(ledger.keys(entries.setting()))
        .isEqualTo(Set.of(entries.key(1, 0), entries.key(2, 0)));
  }

  @Test
  void gradersGradeAnAnswerOnce() {
    KeptAnswer answer = kept(Entries.text("a"), Entries.PASS);
    var strict = new Regrade(answer.id(), Grade.fail("stricter"), OTHER_GRADING);
    var changed = new Regrade(answer.id(), Grade.fail("changed"), Entries.GRADING);
    assertThat(ledger.regrade(List.of(strict, strict, changed))).isEqualTo(1);
    KeptAnswer after = ledger.answers(entries.setting()).getFirst();
    assertThat(after.gradeBy(Entries.GRADING)).contains(Entries.PASS);
    assertThat(after.lastGrade()).isEqualTo(strict.grade());
    assertThatThrownBy(() -> ledger.regrade(List.of(new Regrade(999, Entries.PASS, "x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void filtersRestrict() {
    Entries other = Entries.of("triage", "large", 2);
    Entries third = Entries.of("extract", "large", 3);
    ledger.append(List.of(entries.passing(1), other.passing(1), third.passing(1)));
    ledger.append(List.of(entries.entry(2, 0, Entries.text("b"), Grade.of(0.5, ""))));
    long first = ledger.answers(entries.setting()).getFirst().id();
    ledger.regrade(List.of(new Regrade(first, Grade.fail(""), OTHER_GRADING)));
    assertThat(count(Filter.ALL)).isEqualTo(4);
    assertThat(count(Filter.ALL.atMost(3))).isEqualTo(3);
    assertThat(count(Filter.ALL.ofJob(new JobName("triage")))).isEqualTo(3);
    String content = ledger.answers(entries.setting()).getFirst().key().content();
    assertThat(count(Filter.setting(entries.setting()).ofContent(content))).isEqualTo(1);
    assertThat(count(Filter.ALL.ofContent("nothing"))).isZero();
    assertThat(count(Filter.ALL.ofModel(new ModelName("large")))).isEqualTo(2);
    assertThat(count(Filter.setting(entries.setting()).scoreBelow(1))).isEqualTo(2);
    assertThat(count(Filter.setting(entries.setting()).scoreBelow(1).gradedBy(Entries.GRADING)))
        .isEqualTo(1);
    assertThat(count(Filter.ALL.gradedBy(OTHER_GRADING))).isEqualTo(1);
    assertThat(count(Filter.ALL.ungradedBy(OTHER_GRADING))).isEqualTo(3);
    assertThat(
            count(
                Filter.setting(entries.setting())
                    .ungradedBy(OTHER_GRADING)
                    .scoreBelow(1)
                    .atMost(9)))
        .isEqualTo(1);
  }

  private int count(Filter filter) {
    var answers = new ArrayList<KeptAnswer>();
    ledger.answers(filter, answers::add);
    return answers.size();
  }

  @Test
  void answersMayBeGradedAnewWhileTheyAreRead() {
    ledger.append(IntStream.range(0, 50).mapToObj(entries::passing).toList());
    ledger.answers(
        Filter.ALL.ungradedBy(OTHER_GRADING),
        kept -> ledger.regrade(List.of(new Regrade(kept.id(), Grade.fail(""), OTHER_GRADING))));
    assertThat(ledger.outcomes(entries.setting(), OTHER_GRADING)).hasSize(50);
  }

  @Test
  void aBatchIsKeptWholeOrNotAtAll() {
    Answer unkeepable =
        Entries.reply(Timing.of(Duration.ofDays(200_000)), new Part.Text("longer than a long"));
    Entry bad = entries.entry(3, 0, unkeepable, Entries.PASS);
    assertThatThrownBy(() -> ledger.append(List.of(entries.passing(1), entries.passing(2), bad)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(ledger.size()).isZero();
    assertThat(ledger.keys(entries.setting())).isEmpty();
    assertThat(ledger.append(List.of(entries.passing(1), entries.passing(2)))).isEqualTo(2);
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING)).hasSize(2);
  }

  @Test
  void theLastFingerprintIsRemembered() {
    var model = new ModelName("small");
    var first = new Fingerprint(Map.of("file", ODD, "quantisation", "Q4"), Set.of());
    var second = new Fingerprint(Map.of("file", "b"), Set.of("temperature", ODD));
    assertThat(ledger.lastFingerprint(model)).isEmpty();
    ledger.remember(model, first);
    ledger.append(List.of(entries.passing(1)));
    assertThat(ledger.lastFingerprint(model)).contains(first);
    ledger.remember(model, second);
    ledger.remember(model, second);
    assertThat(ledger.lastFingerprint(model)).contains(second);
    ledger.append(List.of(Entries.of("triage", "small", 2).passing(1), entries.passing(2)));
    assertThat(ledger.settings())
        .containsExactly(
            info(entries, first, 1, 2, 2), info(Entries.of("triage", "small", 2), second, 1, 1, 1));
  }

  private static SettingInfo info(Entries of, Fingerprint print, int first, int last, int count) {
    return new SettingInfo(
        of.setting(),
        new JobName("triage"),
        new ModelName("small"),
        Optional.of(of.prompt()),
        Optional.of(print.hash()),
        1,
        Entries.START.plusSeconds(first),
        Entries.START.plusSeconds(last),
        count);
  }

  @Test
  void aRunThatDiedHasNoEnd() {
    Instant later = Entries.START.plusSeconds(60);
    long first = ledger.beginRun(Entries.START);
    long second = ledger.beginRun(later);
    ledger.endRun(second, later.plusSeconds(5), RunInfo.End.BUDGET, 12, new Money(345));
    assertThat(ledger.runs())
        .containsExactly(
            new RunInfo(first, Entries.START, Optional.empty(), Optional.empty(), 0, Money.ZERO),
            new RunInfo(
                second,
                later,
                Optional.of(later.plusSeconds(5)),
                Optional.of(RunInfo.End.BUDGET),
                12,
                new Money(345)));
  }

  @Test
  void whatARunWasToFindOutIsKept() {
    var quality = new Requirement.Quality(0.9, 0.95, Optional.of("a \"slice\"\u0000"));
    var latency =
        new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1500), 0.9);
    ledger.append(List.of(entries.passing(1)));
    String setting = ledger.settings().getFirst().setting();
    long run = ledger.beginRun(Entries.START);
    var job = new JobName("triage");
    var bars = RunCell.bars(List.of(quality, latency));
    var asked = new RunCell(run, job, new ModelName("small"), Optional.of(setting), bars, 3);
    var never = new RunCell(run, job, new ModelName("new"), Optional.of("none"), List.of(), 1);
    ledger.keepRunCells(List.of(asked, never));
    assertThat(ledger.runCells())
        .containsExactlyInAnyOrder(
            asked, new RunCell(run, job, never.model(), Optional.empty(), List.of(), 1));
    assertThat(asked.otherBars(List.of(quality, latency))).isEmpty();
    var slower =
        new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofSeconds(2), 0.95);
    assertThat(asked.otherBars(List.of(quality, slower)))
        .containsExactly("latency p95 1.5 s at 90 %, now 2 s at 95 %");
    assertThat(asked.otherBars(List.of(latency)).getFirst()).endsWith(" 0.90, now none");
  }

  @Test
  void theSettingsThatWereAnsweredInATimeAreFound() {
    ledger.append(List.of(entries.passing(1)));
    var info = ledger.settings().getFirst();
    assertThat(ledger.answeredIn(info.first(), Optional.of(info.last())))
        .containsExactly(info.setting());
    assertThat(ledger.answeredIn(info.last().plusSeconds(1), Optional.empty())).isEmpty();
  }

  @Test
  void whatIsFiledUnderAnotherSettingIsFoundThereAlone() {
    ledger.append(List.of(entries.passing(1)));
    ledger.readdress(entries.setting(), "moved", "prompt");
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING)).isEmpty();
    assertThat(ledger.outcomes("moved", Entries.GRADING)).hasSize(1);
    assertThat(ledger.settings())
        .extracting(SettingInfo::prompt)
        .containsOnly(Optional.of("prompt"));
    ledger.append(List.of(entries.passing(2)));
    ledger.readdress(entries.setting(), "moved", "prompt");
    assertThat(ledger.outcomes("moved", Entries.GRADING)).hasSize(1);
    assertThat(ledger.size()).isEqualTo(2);
  }

  @Test
  void casesAreFiledUnderNewHashesThatNobodyHas() {
    ledger.append(List.of(entries.passing(1), entries.passing(2)));
    String one = Entries.hash("case", 1);
    String two = Entries.hash("case", 2);
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::content)
        .containsExactly(one, two);
    ledger.readdressCases(Map.of(one, Map.entry("new", ODD), "unknown", Map.entry("x", "x")));
    ledger.readdressCases(Map.of(two, Map.entry("new", "taken")));
    assertThat(ledger.answers(entries.setting()))
        .extracting(kept -> kept.key().content(), KeptAnswer::caseId)
        .containsExactly(tuple("new", ODD), tuple(two, "case-2"));
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING))
        .extracting(Outcome::content)
        .containsExactly("new", two);
    assertThat(ledger.append(List.of(entries.passing(1)))).isEqualTo(1);
  }

  @Test
  void theLooksAtAJobsCasesAreReplacedTogether() {
    var job = new JobName("triage");
    String one = Entries.hash("case", 1);
    String two = Entries.hash("case", 2);
    assertThat(ledger.looks(job)).isEmpty();
    ledger.keepLooks(job, List.of(List.of(one), List.of(two)));
    ledger.keepLooks(job, List.of(List.of(two, one), List.of()));
    assertThat(ledger.looks(job)).containsExactly(List.of(two, one), List.of());
    assertThat(ledger.looks(new JobName("extract"))).isEmpty();
  }

  @Test
  void searchesOnTheSameCasesAreCountedOnce() {
    var job = new JobName("triage");
    var cases = Set.of(Entries.hash("case", 1), Entries.hash("case", 2));
    assertThat(ledger.noteSearch(job, "one", cases)).isEqualTo(1);
    assertThat(ledger.noteSearch(job, "one", cases)).isEqualTo(1);
    assertThat(ledger.noteSearch(job, "two", Set.of(Entries.hash("case", 2)))).isEqualTo(2);
    var fresh = Set.of(Entries.hash("case", 3));
    assertThat(ledger.noteSearch(job, "three", fresh)).as("fresh cases").isEqualTo(1);
    assertThat(ledger.noteSearch(new JobName("extract"), "one", cases)).isEqualTo(1);
    assertThat(ledger.noteSearch(job, "one", cases)).isEqualTo(2);
  }

  @Test
  void askedCasesCarryTheirLatestGrade() {
    ledger.append(
        List.of(
            entries.entry(1, 0, Entries.text("a"), Grade.fail("")),
            entries.entry(2, 0, Answer.Failure.of(Answer.Cause.CUT_OFF, ""), Entries.PASS),
            entries.passing(3)));
    long first = ledger.answers(entries.setting()).getFirst().id();
    ledger.regrade(List.of(new Regrade(first, Entries.PASS, OTHER_GRADING)));
    assertThat(ledger.asked(new JobName("triage"), new ModelName("small")))
        .extracting(AskedCase::name, AskedCase::passed)
        .containsExactly(tuple("case-1", true), tuple("case-2", false), tuple("case-3", true));
    assertThat(ledger.asked(new JobName("triage"), new ModelName("large"))).isEmpty();
  }

  @Test
  void aBrokenGradeGivesWayToASoundOne() {
    ledger.append(List.of(entries.entry(1, 0, Entries.text("a"), Grade.broken("no program"))));
    BrokenGrade broken = ledger.brokenGrades(entries.setting(), Entries.GRADING).getFirst();
    assertThat(broken.reason()).isEqualTo("no program");
    assertThat(ledger.regrade(List.of(new Regrade(broken.id(), Entries.PASS, Entries.GRADING))))
        .isEqualTo(1);
    assertThat(ledger.brokenGrades(entries.setting(), Entries.GRADING)).isEmpty();
    assertThat(ledger.outcomes(entries.setting(), Entries.GRADING).getFirst().score()).isOne();
  }

  @Test
  void aTrialThatBeganLaterIsNotAmongTheKeysOfAMoment() {
    ledger.append(List.of(entries.passing(1), entries.passing(2)));
    Instant first = ledger.answers(entries.setting()).getFirst().at();
    assertThat(ledger.keys(entries.setting(), first)).containsExactly(entries.key(1, 0));
    assertThat(ledger.keys(entries.setting(), first.minusMillis(1))).isEmpty();
  }

  @Test
  void manyThreadsMayWriteAndRead() throws Exception {
    int writers = 8;
    int each = 120;
    var tasks = new ArrayList<Callable<Integer>>();
    for (int writer = 0; writer < writers; writer++) {
      int from = writer * each;
      tasks.add(() -> {
        int added = 0;
        for (int i = 0; i < each; i += 4) {
          added +=
              ledger.append(
                  IntStream.range(from + i, from + i + 4).mapToObj(entries::passing).toList());
        }
        return added;
      });
      tasks.add(() -> {
        int wrong = 0;
        for (int i = 0; i < 15; i++) {
          int seen = ledger.outcomes(entries.setting(), Entries.GRADING).size();
          wrong += seen % 4 == 0 && ledger.size() >= seen ? 0 : 1;
        }
        return wrong;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = threads.invokeAll(tasks);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(i % 2 == 0 ? each : 0);
      }
    }
    assertThat(ledger.size()).isEqualTo((long) writers * each);
  }

  @Test
  void exportedLinesAreJsonWithStableNames() throws IOException {
    exported();
    var out = new StringBuilder();
    Export.jsonl(ledger, out, Filter.ALL);
    List<JsonNode> lines = out.toString().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst().propertyNames())
        .containsExactly(
            "id",
            "at",
            "source",
            "job",
            "model",
            "case",
            "setting",
            "content",
            "repeat",
            "status",
            "served",
            "attempts",
            "score",
            "broken",
            "reason",
            "grading",
            "text",
            "thinking",
            "tools",
            "finish",
            "input_tokens",
            "cached_tokens",
            "output_tokens",
            "tokens_estimated",
            "total_seconds",
            "first_token_seconds",
            "tokens_per_second",
            "cold",
            "cost_dollars",
            "full_cost_dollars",
            "cost_estimated",
            "superseded",
            "other_model",
            "grades");
    assertThat(lines.getFirst().get("text").asString()).isEqualTo(ODD);
    assertThat(lines.getFirst().get("total_seconds").asString()).isEqualTo("1.934567891");
    assertThat(lines.getFirst().get("at").asString()).isEqualTo("2026-11-22T10:00:01.123Z");
    assertThat(lines.getLast().get("status").asString()).isEqualTo("NO_CREDIT");
    assertThat(out.codePoints().filter(c -> c >= 0xd800 && c < 0xe000)).isEmpty();
  }

  @Test
  void exportedTablesHaveOneLineForEachEntry() throws IOException {
    exported();
    var out = new StringBuilder();
    Export.csv(ledger, out, Filter.ALL, false);
    var lines = CSVFormat.RFC4180.parse(new StringReader(out.toString())).getRecords();
    assertThat(lines).hasSize(4).allMatch(line -> line.size() == 35);
    assertThat(lines.getFirst().get(31)).isEqualTo("cost_estimated");
    assertThat(lines.get(1).get(16))
        .isEqualTo(
            ODD.replace('\0', '\ufffd')
                .replace('\ude00', '\ufffd')
                .replace("\ud83d\ufffd", "\ud83d\ude00")
                .replace("lone \ud83d and", "lone \ufffd and"));
    assertThat(lines.get(1).get(18))
        .isEqualTo("[{\"id\":\"1\",\"name\":\"t\",\"arguments\":\"{}\"}]");
    assertThat(lines.get(2).get(29)).isEqualTo("0.0004125");
  }

  @Test
  void tablesHoldNoFormulasUnlessTheyAreToBeRaw() throws IOException {
    ledger.append(
        List.of(
            entries.entry(1, 0, Entries.reply(new Part.Text("=cmd|calc")), Grade.pass("Found."))));
    for (boolean raw : List.of(false, true)) {
      var out = new StringBuilder();
      Export.csv(ledger, out, Filter.ALL, raw);
      var lines = CSVFormat.RFC4180.parse(new StringReader(out.toString())).getRecords();
      assertThat(lines.get(1).get(16)).isEqualTo(raw ? "=cmd|calc" : "'=cmd|calc");
    }
  }

  @Test
  void exportsHoldNothingAboutKeys() throws IOException {
    exported();
    var out = new StringBuilder();
    Export.jsonl(ledger, out, Filter.ALL);
    Export.csv(ledger, out, Filter.ALL, false);
    assertThat(out).doesNotContain("SECRET_VARIABLE").contains("triage");
  }

  private void exported() {
    ledger.append(
        List.of(
            entries.entry(
                1,
                0,
                Entries.reply(
                    new Part.Thinking("hm", Optional.empty()),
                    new Part.Text(ODD),
                    new Part.ToolUse("1", "t", "{}")),
                new Grade(0, "no", List.of(Grade.fail("a"), Grade.fail("b")), false)),
            entries.passing(2),
            entries.entry(
                3, 0, Answer.Failure.of(Answer.Cause.NO_CREDIT, "paid"), Grade.fail("x"))));
  }
}
