package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.patient;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.rightIn;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Template;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.plan.Goal;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server that was there goes away for a while. Time passes by a second whenever it is asked for.
class OutageTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Model QWEN = patient(model("qwen"), LIMIT);
  private static final Model OTHER = patient(model("other"), LIMIT);
  private static final Job TRIAGE = job("triage", 60, quality(0.8));

  private final AtomicLong time = new AtomicLong();
  private final AtomicInteger tries = new AtomicInteger();
  private final Ledger ledger = new MemoryLedger();
  private final List<String> waiting = new ArrayList<>();
  private boolean stops;

  private long now() {
    return time.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  /// Answers `before` calls, is away for some time, and answers again.
  private Scripted away(
      int before, Duration outage, Answer.Cause cause, Function<Question, Answer> script) {
    var calls = new AtomicInteger();
    var began = new AtomicLong(-1);
    return new Scripted(q -> {
      if (calls.getAndIncrement() < before) {
        return script.apply(q);
      }
      began.compareAndSet(-1, time.get());
      if (time.get() - began.get() >= outage.toNanos()) {
        return script.apply(q);
      }
      tries.incrementAndGet();
      return Answer.Failure.of(cause, "nobody listens");
    });
  }

  private static Assignment full(List<Model> models, Job... jobs) {
    Assignment plain = assignment(models, jobs);
    return new Assignment(
        plain.project(), plain.jobs(), Goal.MATRIX, Optional.empty(), true, OptionalInt.empty());
  }

  private QualifyResult run(Assignment assignment, Map<String, Scripted> providers) {
    try (var models =
        CandidateModels.ask(
            assignment.models(),
            (model, _) -> Objects.requireNonNull(providers.get(model.name().text())),
            ledger)) {
      var watch = new Watch();
      var qualifier =
          new Qualifier(
              ledger,
              new TrialExecutor(Workshop.runner(), Duration.ofSeconds(5)),
              watch,
              this::now);
      watch.qualifier = qualifier;
      return qualifier.qualify(assignment, models);
    }
  }

  private final class Watch extends Workshop.Silent {
    private @Nullable Qualifier qualifier;

    @Override
    public void moved(RunState run) {
      waiting.addAll(run.waiting());
      if (stops && !run.waiting().isEmpty()) {
        Objects.requireNonNull(qualifier).stop();
      }
    }

    @Override
    public void decided(CellState cell, RunState run) {
      waiting.add(cell.model() + " is decided");
    }
  }

  private static Verdict undisturbed(Function<Question, Answer> script) {
    return Workshop.run(
            full(List.of(QWEN), TRIAGE), Map.of("qwen", new Scripted(script)), new MemoryLedger())
        .cells()
        .getFirst()
        .verdict();
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.Cause.class,
      names = {"CONNECT", "CONNECT_TIMEOUT", "OVERLOADED", "SERVER_ERROR", "FIRST_TOKEN_TIMEOUT"})
  void aServerThatIsAwayForAWhileIsWaitedForAndNothingOfItCounts(Answer.Cause cause) {
    var script = rightIn(0.9, 5);
    var provider = away(20, Duration.ofSeconds(40), cause, script);
    var cell = run(full(List.of(QWEN), TRIAGE), Map.of("qwen", provider)).cells().getFirst();
    assertThat(cell.verdict()).isEqualTo(undisturbed(script));
    assertThat(cell.notes()).isEmpty();
    assertThat(ledger.size()).isEqualTo(60);
    assertThat(ledger.unserved(cell.setting())).isEmpty();
    assertThat(waiting)
        .anySatisfy(line ->
            assertThat(line)
                .matches(
                    "qwen's server has not answered since \\d\\d:\\d\\d; trying again (now|in \\d+"
                        + " s), until \\d\\d:\\d\\d; Ctrl-C keeps everything. It said: nobody"
                        + " listens"));
  }

  @Test
  void othersGoOnMeanwhile() {
    var provider = away(5, Duration.ofSeconds(200), Answer.Cause.CONNECT, rightIn(1, 1));
    var other = new Scripted(rightIn(1, 1));
    var cells =
        run(assignment(List.of(QWEN, OTHER), TRIAGE), Map.of("qwen", provider, "other", other))
            .cells();
    assertThat(cells).extracting(cell -> cell.verdict().word()).containsExactly("FIT", "FIT");
    int decided = waiting.indexOf("other is decided");
    assertThat(waiting.subList(decided, waiting.size()))
        .anyMatch(line -> line.startsWith("qwen's server has not answered"));
  }

  @Test
  void aServerThatStaysAwayIsLeftAloneInTheEndAndTheNextRunGoesOn() {
    var script = rightIn(1, 1);
    var provider = away(8, Duration.ofDays(1), Answer.Cause.CONNECT, script);
    var cell = run(full(List.of(QWEN), TRIAGE), Map.of("qwen", provider)).cells().getFirst();
    assertThat(cell.verdict())
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            undecided -> {
              assertThat(undecided.doubt()).isEqualTo(Verdict.Doubt.UNREACHABLE);
              assertThat(undecided.cause()).contains("no connection");
              assertThat(undecided.reason())
                  .contains("has not answered since ", "was waited for 5:", "`timeouts: {outage: ");
            });
    assertThat(ledger.size()).isEqualTo(8);
    // eight in flight with five attempts each, then tries that become rare
    assertThat(tries.get()).isBetween(10, 200);
    var again = new Scripted(script);
    assertThat(run(full(List.of(QWEN), TRIAGE), Map.of("qwen", again)).cells().getFirst().verdict())
        .isEqualTo(undisturbed(script));
    assertThat(again.asked).hasValue(52);
  }

  @Test
  void aServerThatNeverAnsweredIsToldAtOnce() {
    var provider = away(0, Duration.ofDays(1), Answer.Cause.CONNECT, rightIn(1, 1));
    var cell = run(full(List.of(QWEN), TRIAGE), Map.of("qwen", provider)).cells().getFirst();
    assertThat(((Verdict.Undecided) cell.verdict()).reason()).isEqualTo("nobody listens");
    assertThat(waiting).noneMatch(line -> line.contains("has not answered since"));
  }

  @Test
  void whatFailsForOneJobWhileOthersAreServedIsNoOutage() {
    var provider =
        new Scripted(q ->
            q.job().text().equals("tools")
                ? Answer.Failure.of(Answer.Cause.SERVER_ERROR, "HTTP 500: no template")
                : says("yes"));
    var cells =
        run(full(List.of(QWEN), TRIAGE, job("tools", 60, quality(0.8))), Map.of("qwen", provider))
            .cells();
    assertThat(cells).extracting(cell -> cell.verdict().word()).containsExactly("FIT", "UNDECIDED");
    assertThat(waiting).noneMatch(line -> line.contains("has not answered since"));
  }

  @Test
  void ctrlCEndsTheWaitAndKeepsEverything() {
    stops = true;
    var provider = away(8, Duration.ofDays(1), Answer.Cause.CONNECT, rightIn(1, 1));
    var result = run(full(List.of(QWEN), TRIAGE), Map.of("qwen", provider));
    assertThat(result.stopped()).isTrue();
    assertThat(ledger.size()).isEqualTo(8);
    assertThat(((Verdict.Undecided) result.cells().getFirst().verdict()).doubt())
        .isEqualTo(Verdict.Doubt.RUNNING);
  }

  @Test
  void aJudgeThatIsAwayIsWaitedForToo() {
    var rubric =
        new GraderSpec.Judged(OTHER.name(), new Criterion.Rubric(new Template("Yes.")), false);
    Job judged =
        TRIAGE
            .withGrading(
                new GraderSpec.Group(
                    GraderSpec.Rule.ALL,
                    List.of(new GraderSpec.Weighted(rubric, 1, Optional.empty())),
                    OptionalDouble.empty()))
            .withCandidates(List.of(QWEN.name()));
    var judge =
        away(
            9,
            Duration.ofSeconds(90),
            Answer.Cause.CONNECT,
            _ -> says("{\"reason\":\"so\",\"verdict\":\"pass\"}"));
    var cell =
        run(
                full(List.of(QWEN, OTHER), judged),
                Map.of("qwen", new Scripted(_ -> says("yes")), "other", judge))
            .cells()
            .getFirst();
    assertThat(((Verdict.Undecided) cell.verdict()).doubt()).isEqualTo(Verdict.Doubt.JUDGE);
    assertThat(cell.outcomes()).hasSize(60).allMatch(outcome -> outcome.score() == 1);
    assertThat(waiting).anyMatch(line -> line.startsWith("other's server has not answered since"));
  }
}
