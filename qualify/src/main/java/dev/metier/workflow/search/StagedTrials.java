package dev.metier.workflow.search;

import dev.metier.catalog.Cost;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.CheckResult;
import dev.metier.check.CheckSource;
import dev.metier.check.EscalationNote;
import dev.metier.core.text.Digest;
import dev.metier.grade.Grade;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Source;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.provider.Provider;
import dev.metier.provider.ServedName;
import dev.metier.provider.Timing;
import dev.metier.qualify.Asking;
import dev.metier.run.Observation;
import dev.metier.run.Runner;
import dev.metier.run.Throttle;
import dev.metier.workflow.WorkflowRun;
import dev.metier.workflow.WorkflowStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Runs the trials of one assignment: stage by stage, as the gateway does. What a stage was asked
/// before is not asked again.
///
/// @param stages who does each stage
/// @param instead who does last rounds in place of these, by stage and model
/// @param servers how the models are asked
record StagedTrials(
    Workflow workflow,
    List<Job> jobs,
    List<StageDoer> stages,
    Map<List<Object>, Participant> instead,
    Map<ModelName, Server> servers,
    StageAnswers answers,
    CheckSource checks)
    implements Asking {
  private static final long PAUSE_MILLIS = 5;

  /// Hash of the graders that a stage's answer has: none, since the whole is graded.
  private static final String UNGRADED = new Digest().add("stage/ungraded").hex();

  /// Failures that are of what is asked, whoever serves it: then a check could not run.
  private static final Set<Answer.Cause> OF_THE_REQUEST =
      Set.of(
          Answer.Cause.TOO_LONG,
          Answer.Cause.TOO_LARGE,
          Answer.Cause.PROMPT_CUT,
          Answer.Cause.BAD_REQUEST,
          Answer.Cause.UNPROCESSABLE);

  private static final Grade NO_GRADE =
      Grade.broken("A stage's answer is not graded; the workflow's is.");

  /// A model's provider, and the limit of its server.
  ///
  /// @param name by which its answers go
  record Server(Provider provider, Throttle throttle, ServedName name) {
    /// Whether it is an answer of another model.
    boolean isOther(Observation seen) {
      return seen.answer() instanceof Answer.Reply(ChatReply reply, _)
          && reply.servedModel().filter(told -> !name.is(told)).isPresent();
    }

    /// Asks, once there is room.
    Observation ask(Runner runner, Trial trial, boolean probe) throws InterruptedException {
      while (!throttle.enter()) {
        Thread.sleep(PAUSE_MILLIS);
      }
      try {
        return probe
            ? runner.probe(trial, provider, throttle)
            : runner.run(trial, provider, throttle);
      } finally {
        throttle.leave();
      }
    }
  }

  /// Whether the last answer goes to the client only when it is whole.
  private boolean isHeld() {
    WorkflowStage end = workflow.stages().getLast();
    return stages.getLast().later().isPresent()
        || end.loop().isPresent()
        || end.restores().isPresent();
  }

  @Override
  public Asked run(Runner runner, Trial trial, Throttle throttle, boolean probe) {
    return new OneTrial(Optional.of(runner), trial, probe).run();
  }

  /// How the first answers of a chain's first model ended.
  ///
  /// @param how as [dev.metier.policy.CascadeProof] has it: `kept`, or `failed:` or `broken:` and
  ///   the word of the check that did not pass
  record End(String stage, String how) {}

  /// How the checks of a trial's stages ended when it was run, from what is kept of it: whoever a
  /// check asked and nothing is kept of could not be asked then.
  List<End> ends(Trial trial) {
    var again = new OneTrial(Optional.empty(), trial, false);
    again.run();
    return again.ends;
  }

  private static String end(CheckResult result) {
    return switch (result) {
      case CheckResult.Pass _ -> "kept";
      case CheckResult.Fail(String reason) -> "failed:" + EscalationNote.check(reason);
      case CheckResult.Broken(String reason) -> "broken:" + EscalationNote.check(reason);
    };
  }

  /// One trial on its way.
  private final class OneTrial {
    private final Optional<Runner> runner;
    private final Trial whole;
    private final boolean probe;
    private final List<Entry> fresh = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private final WorkflowRun run;
    private Money spent = Money.ZERO;
    private Optional<Cost> cost = Optional.of(Cost.NONE);
    private Duration total = Duration.ZERO;
    private Optional<Duration> firstToken = Optional.empty();
    private boolean cold;
    private int attempts;
    private Optional<Instant> began = Optional.empty();
    private Optional<Trial> last = Optional.empty();
    private Optional<Answer.Failure> unasked = Optional.empty();

    OneTrial(Optional<Runner> runner, Trial whole, boolean probe) {
      this.runner = runner;
      this.whole = whole;
      this.probe = probe;
      this.run =
          new WorkflowRun(
              workflow.stages(),
              jobs.stream().map(Job::prompt).toList(),
              workflow.input(),
              whole.given().value(workflow.input()).orElse(""));
    }

    Asked run() {
      try {
        return asked(Optional.of(toTheEnd()));
      } catch (InterruptedException e) {
        return asked(Optional.empty());
      }
    }

    private Asked asked(Optional<Answer> answer) {
      return new Asked(
          answer.map(each ->
              new Observation(
                  whole,
                  each,
                  cost.filter(_ -> each instanceof Answer.Reply),
                  Math.max(1, attempts),
                  began.orElse(Instant.EPOCH))),
          fresh,
          Optional.of(spent));
    }

    private Answer toTheEnd() throws InterruptedException {
      while (true) {
        switch (run.step()) {
          case WorkflowStep.Ask ask -> {
            Answer answer = ask(ask);
            if (!(answer instanceof Answer.Reply(ChatReply reply, _))) {
              return answer;
            }
            run.answered(reply);
          }
          case WorkflowStep.Look look -> run.checked(look(look));
          case WorkflowStep.Done(var reply, _) -> {
            var first = isHeld() ? firstToken.map(_ -> total) : firstToken;
            var timing = new Timing(first, total, OptionalDouble.empty(), cold);
            return new Answer.Reply(reply, timing);
          }
          case WorkflowStep.Failed failed -> {
            return ended(failed);
          }
        }
      }
    }

    /// What the client would get: no answer. Where nobody could judge, that is nobody's mistake.
    private Answer ended(WorkflowStep.Failed failed) {
      if (failed.kind() != WorkflowStep.Failure.COULD_NOT_RUN) {
        return Answer.Failure.of(Answer.Cause.BAD_REQUEST, failed.sentence());
      }
      last.ifPresent(trial -> {
        answers.forget(trial);
        fresh.removeIf(entry -> entry.observation().trial().equals(trial));
      });
      return Answer.Failure.of(Answer.Cause.MALFORMED, failed.sentence());
    }

    private Answer ask(WorkflowStep.Ask ask) throws InterruptedException {
      StageDoer doer = stages.get(ask.index());
      Optional<Participant> other =
          ask.instead().map(model -> instead.get(List.of(ask.stage().name(), model)));
      if (other.isPresent() || doer.later().isEmpty()) {
        return said(ask, other.orElse(doer.first()));
      }
      StageDoer.Later later = doer.later().get();
      Answer first = ask(ask, doer.first());
      if (!(first instanceof Answer.Reply(ChatReply reply, _))) {
        return first;
      }
      CheckResult result = checked(ask, doer, reply);
      if (unasked.isPresent()) {
        return unasked.get();
      }
      if (ask.round() == 1) {
        ends.add(new End(ask.stage().name(), end(result)));
      }
      return result instanceof CheckResult.Pass ? first : said(ask, later.who());
    }

    private CheckResult checked(WorkflowStep.Ask ask, StageDoer doer, ChatReply reply)
        throws InterruptedException {
      var answered = new CheckedAnswer.Answered(doer, whole, ask, request(), reply);
      var run =
          new CheckedAnswer(
              checks, (who, trial) -> checking(ask.stage().name(), who, trial), answered);
      CheckResult result = run.run();
      total = total.plusNanos(run.nanos());
      return result;
    }

    /// What somebody says whom a check asks; only an answer is of use. A server that fails leaves
    /// open what the check would have said, so that the trial is none.
    private Optional<Answer.Reply> checking(String stage, Participant who, Trial trial)
        throws InterruptedException {
      Optional<Observation> seen = observed(who, trial);
      seen.ifPresent(this::take);
      if (seen.map(Observation::answer).orElse(null) instanceof Answer.Failure failure
          && !OF_THE_REQUEST.contains(failure.cause())) {
        unasked = Optional.of(named(stage, who, failure));
      }
      return seen.map(Observation::answer)
          .filter(Answer.Reply.class::isInstance)
          .map(Answer.Reply.class::cast)
          .filter(said -> !said.reply().isEmpty());
    }

    /// What one model says, which must say something.
    private Answer said(WorkflowStep.Ask ask, Participant who) throws InterruptedException {
      Answer answer = ask(ask, who);
      return answer instanceof Answer.Reply(ChatReply reply, _) && reply.isEmpty()
          ? Answer.Failure.of(
              Answer.Cause.EMPTY, "stage " + ask.stage().name() + ": the answer was empty")
          : answer;
    }

    private Answer ask(WorkflowStep.Ask ask, Participant who) throws InterruptedException {
      Trial trial = who.trial(whole, ask.round(), ask.messages());
      last = Optional.of(trial);
      Optional<Observation> seen = observed(who, trial);
      if (seen.isEmpty()) {
        return Answer.Failure.of(Answer.Cause.EMPTY, "nothing is kept of " + ask.stage().name());
      }
      take(seen.get());
      return switch (seen.get().answer()) {
        case Answer.Reply reply -> reply;
        case Answer.Failure failure -> named(ask.stage().name(), who, failure);
        case Answer.Recorded _ -> throw new IllegalStateException("records answer no stage");
      };
    }

    /// What came of it before, or comes of it now; empty where nobody is asked any more.
    private Optional<Observation> observed(Participant who, Trial trial)
        throws InterruptedException {
      Optional<Observation> before = probe ? Optional.empty() : answers.of(trial);
      return before.isPresent() || runner.isEmpty()
          ? before
          : Optional.of(now(runner.get(), who, trial));
    }

    private Observation now(Runner runner, Participant asked, Trial trial)
        throws InterruptedException {
      Server server = servers.get(asked.model().name());
      if (server == null) {
        throw new IllegalStateException("nobody asks " + asked.model().name());
      }
      Observation seen = server.ask(runner, trial, probe);
      spent = spent.plus(seen.cost().map(Cost::marginal).orElse(Money.ZERO));
      if (server.isOther(seen)) {
        return other(asked, seen, server.name());
      }
      if (seen.answer() instanceof Answer.Reply reply && !reply.reply().isEmpty() && !probe) {
        answers.add(seen);
        fresh.add(new Entry(Source.QUALIFICATION, seen, NO_GRADE, UNGRADED));
      }
      return seen;
    }

    /// What another model says is kept and is no answer of the stage's.
    private Observation other(Participant asked, Observation seen, ServedName name) {
      fresh.add(new Entry(Source.QUALIFICATION, seen, NO_GRADE, UNGRADED).ofOtherModel());
      var failure =
          Answer.Failure.of(
              Answer.Cause.OTHER_MODEL,
              asked.model().name()
                  + "'s server answers for another model than "
                  + name.expected()
                  + ", so that its answers are evidence for neither");
      return new Observation(seen.trial(), failure, seen.cost(), seen.attempts(), seen.at());
    }

    /// Adds up what a stage took.
    private void take(Observation seen) {
      attempts += seen.attempts();
      began = began.or(() -> Optional.of(seen.at()));
      cost = cost.flatMap(sum -> seen.cost().map(more -> plus(sum, more)));
      if (seen.answer() instanceof Answer.Reply(_, Timing timing)) {
        Duration before = total;
        firstToken = timing.firstToken().map(before::plus);
        total = total.plus(timing.total());
        cold |= timing.cold();
      }
    }

    private CheckResult look(WorkflowStep.Look look) {
      return look(look.checks(), look.answer());
    }

    /// What was asked last.
    private ChatRequest request() {
      Trial asked = last.orElseThrow();
      return new ChatRequest(
          asked.question().request().messages(),
          asked.job().tools(),
          asked.question().request().settings());
    }

    private CheckResult look(List<Check> written, ChatReply answer) {
      var request = request();
      long start = System.nanoTime();
      for (Check check : written) {
        CheckResult result = checks.open(check).check(request, List.of(answer));
        if (!(result instanceof CheckResult.Pass)) {
          total = total.plusNanos(System.nanoTime() - start);
          return result;
        }
      }
      total = total.plusNanos(System.nanoTime() - start);
      return CheckResult.PASS;
    }
  }

  private static Cost plus(Cost one, Cost other) {
    return new Cost(
        one.marginal().plus(other.marginal()),
        one.full().plus(other.full()),
        one.estimated() || other.estimated());
  }

  /// A failure by its stage. Who runs a server also sets its window.
  private static Answer.Failure named(String stage, Participant who, Answer.Failure failure) {
    boolean length =
        failure.cause() == Answer.Cause.TOO_LONG || failure.cause() == Answer.Cause.TOO_LARGE;
    Answer.Cause cause =
        length && who.model().kind().local() ? Answer.Cause.PROMPT_CUT : failure.cause();
    return new Answer.Failure(
        cause,
        "stage " + stage + " (" + who.model().name() + "): " + failure.detail(),
        failure.retryAfter());
  }
}
