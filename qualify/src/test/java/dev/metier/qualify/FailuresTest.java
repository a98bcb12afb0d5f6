package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.rightIn;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.Goal;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whose failure it is: the server's, the case's, or this program's.
class FailuresTest {
  private static final Answer OUT_OF_MEMORY =
      Answer.Failure.of(Answer.Cause.SERVER_ERROR, "HTTP 500: CUDA out of memory");

  private static final Assignment ASSIGNMENT =
      assignment(List.of(model("m")), job("triage", 200, quality(0.9)));

  /// With every case asked nothing depends on what happened to be in flight at the end.
  private static final Assignment FULL =
      new Assignment(
          ASSIGNMENT.project(),
          ASSIGNMENT.jobs(),
          Goal.MATRIX,
          Optional.empty(),
          true,
          OptionalInt.empty());

  /// The script, but for those calls, counted from 0, that fail.
  private static Scripted failing(
      IntPredicate calls, Answer failure, Function<Question, Answer> script) {
    var count = new AtomicInteger();
    return new Scripted(q -> calls.test(count.getAndIncrement()) ? failure : script.apply(q));
  }

  private static CellResult result(Scripted provider, Ledger ledger) {
    return run(FULL, Map.of("m", provider), ledger).cells().getFirst();
  }

  private static Verdict withoutFailures(Function<Question, Answer> script) {
    try (var ledger = SqliteLedger.inMemory()) {
      return result(new Scripted(script), ledger).verdict();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.Cause.class,
      names = {
        "SERVER_ERROR",
        "CUT_OFF",
        "MALFORMED",
        "FIRST_TOKEN_TIMEOUT",
        "IDLE_TIMEOUT",
        "TOTAL_TIMEOUT"
      })
  void anOutageThatPassesNeverCountsAgainstTheModel(Answer.Cause cause) {
    var failure = Answer.Failure.of(cause, "down");
    var script = rightIn(0.97, 7);
    Verdict undisturbed = withoutFailures(script);
    // Every trial that is in flight fails; then the server is there again.
    int length = isTimeout(cause) ? 4 : 11;
    for (int from : new int[] {0, 1, 23}) {
      try (var ledger = SqliteLedger.inMemory()) {
        var result = result(failing(n -> n >= from && n < from + length, failure, script), ledger);
        assertThat(result.verdict()).isEqualTo(undisturbed);
        assertThat(result.notes()).isEmpty();
        assertThat(ledger.unserved(result.setting())).isEmpty();
      }
    }
  }

  private static boolean isTimeout(Answer.Cause cause) {
    return cause.name().endsWith("_TIMEOUT");
  }

  @Test
  void whereverAnOutageFallsTheVerdictIsThatOfARunWithoutIt() {
    for (int seed = 0; seed < 30; seed++) {
      var random = new SplittableRandom(seed);
      var script = rightIn(0.8 + 0.2 * random.nextDouble(), seed);
      int from = random.nextInt(60);
      // Three calls of three attempts and a probe of three outlast it, however few are in flight.
      int length = random.nextInt(1, 12);
      try (var ledger = SqliteLedger.inMemory()) {
        var provider = failing(n -> n >= from && n < from + length, OUT_OF_MEMORY, script);
        assertThat(result(provider, ledger).verdict())
            .as("seed " + seed)
            .isEqualTo(withoutFailures(script));
      }
    }
  }

  @Test
  void aCaseThatFailsAgainWhileOthersAreServedCountsInItsPlace() {
    Function<Question, Answer> right = rightIn(0.95, 3);
    Function<Question, Answer> wrong =
        q -> q.caseId().matches("c\\d*7") ? says("no") : right.apply(q);
    var asked = new AtomicInteger();
    Function<Question, Answer> failing =
        q -> {
          if (q.caseId().matches("c\\d*7")) {
            asked.incrementAndGet();
            return OUT_OF_MEMORY;
          }
          return right.apply(q);
        };
    try (var ledger = SqliteLedger.inMemory();
        var other = SqliteLedger.inMemory()) {
      var result = result(new Scripted(failing), ledger);
      var expected = result(new Scripted(wrong), other);
      assertThat(result.verdict().word()).isEqualTo(expected.verdict().word());
      assertThat(result.verdict().findings().getFirst().seen())
          .isEqualTo(expected.verdict().findings().getFirst().seen());
      int kept = ledger.unserved(result.setting()).size();
      assertThat(kept).isPositive();
      assertThat(asked.get()).isGreaterThanOrEqualTo(2 * 3 * kept);
      assertThat(result.notes()).singleElement().asString().contains("CUDA out of memory");
    }
  }

  @Test
  void whyCallsAreMadeAgainIsToldMeanwhile() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    var told = new CountDownLatch(1);
    var waiting = new ArrayList<String>();
    var progress =
        new Workshop.Silent() {
          @Override
          public void moved(RunState run) {
            if (!run.waiting().isEmpty()) {
              waiting.addAll(run.waiting());
              told.countDown();
            }
          }

          @Override
          public void ended(RunState run, boolean stopped) {
            assertThat(run.waiting()).isEmpty();
          }
        };
    var runner =
        new Runner(
            Retries.USUAL,
            _ -> told.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS),
            Workshop.CLOCK,
            new java.util.Random(1));
    var provider = failing(_ -> told.getCount() > 0, OUT_OF_MEMORY, rightIn(1, 1));
    try (var ledger = SqliteLedger.inMemory();
        var models = CandidateModels.ask(FULL.models(), (_, _) -> provider, ledger)) {
      new Qualifier(
              ledger, new TrialExecutor(runner, Duration.ofSeconds(5)), progress, System::nanoTime)
          .qualify(FULL, models);
    }
    assertThat(waiting).contains("HTTP 500: CUDA out of memory; asking again");
  }

  @Test
  void anEndpointThatStaysDownIsUnreachableAndTheNextRunGoesOn() {
    var script = rightIn(1, 1);
    try (var ledger = SqliteLedger.inMemory()) {
      var down = result(failing(n -> n >= 8, OUT_OF_MEMORY, script), ledger);
      assertThat(down.verdict())
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u -> {
                assertThat(u.doubt()).isEqualTo(Verdict.Doubt.UNREACHABLE);
                assertThat(u.reason()).contains("CUDA out of memory");
              });
      assertThat(ledger.size()).isEqualTo(8);
      var provider = new Scripted(script);
      assertThat(result(provider, ledger).verdict()).isEqualTo(withoutFailures(script));
      assertThat(ledger.size()).isEqualTo(8 + provider.asked.get());
    }
  }

  @Test
  void aServerThatServesNothingSaysNothingAboutTheModelAndIsSoonLeftAlone() {
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = new Scripted(_ -> OUT_OF_MEMORY);
      assertThat(result(provider, ledger).verdict())
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u -> assertThat(u.doubt()).isEqualTo(Verdict.Doubt.UNREACHABLE));
      assertThat(ledger.size()).isZero();
      assertThat(provider.cases.size()).isLessThan(40);
    }
  }

  @Test
  void theFailuresOfOneJobDoNotEndTheOthersOfTheModel() {
    var assignment =
        assignment(
            List.of(model("m")), job("triage", 60, quality(0.8)), job("tools", 60, quality(0.8)));
    try (var ledger = SqliteLedger.inMemory()) {
      var provider =
          new Scripted(q -> q.job().text().equals("tools") ? OUT_OF_MEMORY : says("yes"));
      assertThat(run(assignment, Map.of("m", provider), ledger).cells())
          .extracting(cell -> cell.verdict().word())
          .containsExactly("FIT", "UNDECIDED");
    }
  }

  private static Optional<String> cause(Answer answer) {
    try (var ledger = SqliteLedger.inMemory()) {
      return ((Verdict.Undecided) result(new Scripted(_ -> answer), ledger).verdict()).cause();
    }
  }

  @Test
  void whatKeptAModelFromBeingAskedIsNamedAsWhatItIs() {
    assertThat(cause(Answer.Failure.of(Answer.Cause.CONNECT, "."))).contains("no connection");
    assertThat(cause(Answer.Failure.of(Answer.Cause.NOT_FOUND, "."))).contains("no such model");
    assertThat(cause(Answer.Failure.of(Answer.Cause.UNAUTHORISED, "."))).contains("no valid key");
    assertThat(cause(Answer.Failure.of(Answer.Cause.PROMPT_CUT, "."))).contains("prompt too long");
    assertThat(cause(OUT_OF_MEMORY)).contains("server errors");
    assertThat(cause(Answer.Failure.of(Answer.Cause.BAD_REQUEST, "."))).contains("nothing served");
    var cut = new ChatReply(List.of(), FinishReason.LENGTH, Usage.NONE);
    assertThat(cause(new Answer.Reply(cut, Timing.of(Duration.ofMillis(5)))))
        .contains("all cut off");
  }

  @Test
  void aModelOfWhichNotOneAnswerCameIsUndecided() {
    var refusing = new Scripted(_ -> Answer.Failure.of(Answer.Cause.BAD_REQUEST, "no template"));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = result(refusing, ledger);
      assertThat(result.verdict())
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u -> assertThat(u.doubt()).isEqualTo(Verdict.Doubt.UNREACHABLE));
      assertThat(result.notes()).singleElement().asString().contains("most often: no template");
    }
  }

  @Test
  void aRunThatCouldNotAskEveryCaseTellsWhyAndHowManyAreLeft() {
    var provider =
        new Scripted(q ->
            q.caseId().equals("c3")
                ? Answer.Failure.of(Answer.Cause.RATE_LIMITED, "slow down")
                : says("yes"));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = result(provider, ledger);
      assertThat(result.cutShort()).isTrue();
      assertThat(result.notes().getFirst())
          .startsWith("Not every case was asked, and ")
          .contains((200 - ledger.size()) + " of 200 are left: slow down.");
      assertThat(ledger.size()).isLessThan(200);
    }
  }

  @Test
  void noUsageHoweverOddEndsARunOrLosesAnAnswer() {
    var odd = new Usage(Long.MAX_VALUE, 0, Long.MAX_VALUE, false);
    Answer answer =
        new Answer.Reply(
            new ChatReply(List.of(new Part.Text("yes")), FinishReason.STOP, odd),
            Timing.of(Duration.ofMillis(5)));
    var provider = new Scripted(_ -> answer);
    var assignment =
        assignment(List.of(Workshop.priced("m", 1000)), job("triage", 60, quality(0.9)));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("m", provider), ledger);
      assertThat(result.cells().getFirst().verdict()).isInstanceOf(Verdict.Fit.class);
      assertThat(ledger.size()).isEqualTo(provider.asked.get());
    }
  }

  @Test
  void aMistakeOfThisProgramInOneCallEndsNothingAndLosesNothing() {
    var count = new AtomicInteger();
    var provider =
        new Scripted(q -> {
          if (count.getAndIncrement() == 30) {
            throw new IllegalStateException("a reader's bug");
          }
          return rightIn(0.95, 4).apply(q);
        });
    try (var ledger = SqliteLedger.inMemory()) {
      var result = result(provider, ledger);
      assertThat(result.verdict()).isEqualTo(withoutFailures(rightIn(0.95, 4)));
      assertThat(ledger.size()).isEqualTo(provider.asked.get() - 1);
    }
  }

  @Test
  void aMistakeOfThisProgramThatStaysIsToldAndIsNoEvidence() {
    var provider =
        new Scripted(q -> {
          if (q.caseId().equals("c3")) {
            throw new StackOverflowError("a reader's bug");
          }
          return says("yes");
        });
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(FULL, Map.of("m", provider), ledger).cells().getFirst();
      assertThat(ledger.unserved(result.setting())).isEmpty();
      assertThat(ledger.size()).isEqualTo(provider.cases.size() - 1);
      assertThat(result.notes().getFirst()).contains("a bug in Metier", "a reader's bug");
    }
  }

  private static void await(java.util.concurrent.CountDownLatch latch) {
    try {
      assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whateverEndsARunCallsInFlightAreWaitedForAndKept() {
    var provider = new Scripted(rightIn(1, 1));
    var first = new java.util.concurrent.atomic.AtomicBoolean(true);
    var gone = new java.util.concurrent.CountDownLatch(1);
    var progress =
        new Workshop.Silent() {
          @Override
          public void moved(RunState run) {
            if (run.callsMade() > 0) {
              gone.countDown();
              throw new IllegalStateException("the terminal is gone");
            }
          }
        };
    var slow =
        new Scripted(q -> {
          if (!first.getAndSet(false)) {
            await(gone);
          }
          return provider.ask(q);
        });
    try (var ledger = SqliteLedger.inMemory()) {
      assertThatThrownBy(() -> run(ASSIGNMENT, Map.of("m", slow), ledger, progress))
          .hasMessage("the terminal is gone");
      assertThat(ledger.size()).isEqualTo(slow.asked.get()).isPositive();
    }
  }
}
