package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Template;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import dev.metier.verdict.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Another model than the one asked, where a job rests on more than the answers of its candidate:
/// on further ones to compare, on a judge, on answers that only a chain needs.
class OtherJudgeTest {
  private static final Model CANDIDATE = Workshop.model("apple");
  private static final Model JUDGE = Workshop.model("judge");

  private final Ledger ledger = new MemoryLedger();

  /// Says a text under a name by the number of the call, from 0.
  private static Scripted named(IntFunction<String> name, Function<Question, Answer> script) {
    var calls = new AtomicInteger();
    return new Scripted(question -> {
      var said = (Answer.Reply) script.apply(question);
      String told = name.apply(calls.getAndIncrement());
      return new Answer.Reply(said.reply().servedBy(Optional.of(told)), said.timing());
    });
  }

  @Test
  void furtherAnswersThatAnotherModelGivesAreComparedWithNone() {
    Job job = job("tickets", 60, quality(0.8)).withRepeats(3);
    var provider = named(n -> n < 30 ? "apple" : "larger", _ -> says("yes"));
    var cell =
        run(assignment(List.of(CANDIDATE), job), Map.of("apple", provider), ledger)
            .cells()
            .getFirst();
    assertThat(cell.verdict().reason()).contains("answers for the model `larger`");
    assertThat(ledger.answers(cell.setting()))
        .as("samples that agree are all of the model that was asked")
        .hasSize(30)
        .allSatisfy(kept ->
            assertThat(((Answer.Reply) kept.answer()).reply().servedModel()).hasValue("apple"));
    assertThat(ledger.otherModels(cell.setting()).getFirst().answers())
        .isEqualTo(provider.asked.get() - 30L);
  }

  @Test
  void whatAnotherModelSaysInAJudgesPlaceGradesNothing() {
    var rubric =
        new GraderSpec.Judged(
            JUDGE.name(), new Criterion.Rubric(new Template("It says yes.")), false);
    Job job =
        job("tickets", 40, quality(0.8))
            .withGrading(
                new GraderSpec.Group(
                    GraderSpec.Rule.ALL,
                    List.of(new GraderSpec.Weighted(rubric, 1, Optional.empty())),
                    OptionalDouble.empty()))
            .withCandidates(List.of(CANDIDATE.name()));
    var candidate = new Scripted(q -> says("yes, " + q.caseId()));
    var judge = named(_ -> "larger", _ -> says("{\"reason\":\"so\",\"verdict\":\"pass\"}"));
    var cell =
        run(
                assignment(List.of(CANDIDATE, JUDGE), job),
                Map.of("apple", candidate, "judge", judge),
                ledger)
            .cells()
            .getFirst();
    assertThat(cell.verdict()).isInstanceOf(Verdict.Undecided.class);
    assertThat(cell.verdict().reason()).contains("`larger`", "judge");
    assertThat(cell.outcomes()).isEmpty();
    assertThat(judge.asked.get()).as("it is asked no more").isLessThan(40);
  }

  @Test
  void whoIsAskedForAChainAloneIsAskedNoMoreEither() {
    var provider = named(n -> n < 40 ? "apple" : "larger", _ -> says("yes"));
    Job job = job("tickets", 200, quality(0.8));
    var trials = new ArrayList<Trial>();
    job.cases()
        .forEach(given -> {
          var request = new ChatRequest(job.prompt().fill(given), List.of(), Settings.NONE);
          trials.add(
              new Trial(
                  new TrialKey("told", given.id(), 0),
                  job,
                  CANDIDATE,
                  given,
                  0,
                  new Question(job.name(), given.id(), 0, request)));
        });
    try (var models = CandidateModels.ask(List.of(CANDIDATE), (_, _) -> provider, ledger)) {
      var runner = new Runner(Retries.USUAL, _ -> {}, Clock.systemUTC(), new Random(1));
      var done = new ExtraTrials(models, ledger, runner).ask(trials, Optional.empty());
      assertThat(done.kept()).isEqualTo(40);
      assertThat(done.another().orElseThrow())
          .contains("apple is asked no more", "answers for the model `larger`");
      assertThat(provider.asked.get()).as("what was under way came").isLessThanOrEqualTo(64);
      assertThat(done.left()).isEqualTo(200 - provider.asked.get());
      assertThat(ledger.answers("told")).hasSize(40);
    }
  }
}
