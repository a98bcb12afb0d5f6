package dev.metier.workflow.search;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.Agreement;
import dev.metier.check.CheckResult;
import dev.metier.check.CheckSource;
import dev.metier.check.ScoredAnswer;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.check.judge.Judgement;
import dev.metier.job.Check;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.workflow.WorkflowStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The checks of one answer of a stage's first model, in their order until one does not pass, as
/// the gateway runs them: who is asked about it is asked about what the stage was told.
final class CheckedAnswer {
  /// Asks models, and takes note of what that costs.
  interface Asker {
    /// What a model says; empty where nothing usable came.
    Optional<Answer.Reply> said(Participant who, Trial trial) throws InterruptedException;
  }

  private final CheckSource source;
  private final Asker asker;
  private final Answered answered;
  private final StageDoer.Later later;
  private final List<ChatReply> samples = new ArrayList<>();
  private long nanos;

  /// What is checked.
  ///
  /// @param whole the trial of the whole
  /// @param request what the first model was asked
  record Answered(
      StageDoer doer, Trial whole, WorkflowStep.Ask ask, ChatRequest request, ChatReply reply) {}

  CheckedAnswer(CheckSource source, Asker asker, Answered answered) {
    this.source = source;
    this.asker = asker;
    this.answered = answered;
    this.later = answered.doer().later().orElseThrow();
  }

  /// That all pass, or what the first of them says that does not.
  CheckResult run() throws InterruptedException {
    for (Check check : later.checks()) {
      CheckResult result = result(check);
      if (!(result instanceof CheckResult.Pass)) {
        return result;
      }
    }
    return CheckResult.PASS;
  }

  private CheckResult result(Check check) throws InterruptedException {
    return switch (check) {
      case Check.Complete _,
          Check.Graders _,
          Check.LogProbability _,
          Check.Loops _,
          Check.Tokens _,
          Check.Program _ ->
          here(check, List.of(answered.reply()));
      case Check.Agree agree -> agreed(agree);
      case Check.Judge judge -> judged(judge);
      case Check.Baseline baseline -> compared(baseline);
      case Check.Score score -> scored(score);
    };
  }

  /// Nobody is asked for it, so that its own time counts.
  private CheckResult here(Check check, List<ChatReply> replies) {
    long start = System.nanoTime();
    CheckResult result = source.open(check).check(answered.request(), replies);
    nanos += System.nanoTime() - start;
    return result;
  }

  /// What the checks took themselves, without the models that they asked, in nanoseconds.
  long nanos() {
    return nanos;
  }

  private CheckResult agreed(Check.Agree agree) throws InterruptedException {
    draw(agree);
    CheckResult result = here(agree, answers());
    boolean lacking = answers().size() < agree.samples();
    return lacking && result instanceof CheckResult.Fail
        ? new CheckResult.Broken(agree.word() + ":no_answer")
        : result;
  }

  private List<ChatReply> answers() {
    return Stream.concat(Stream.of(answered.reply()), samples.stream()).toList();
  }

  private void draw(Check.Agree agree) throws InterruptedException {
    for (int which = samples.size() + 1; which < agree.samples(); which++) {
      Participant drawn = answered.doer().first().at(agree.temperature());
      asker.said(drawn, drawn.further(place(), which)).ifPresent(each -> samples.add(each.reply()));
    }
  }

  private Participant.At place() {
    return new Participant.At(answered.whole(), answered.ask().round(), answered.ask().messages());
  }

  /// Once, and once more where it could not judge.
  private CheckResult judged(Check.Judge judge) throws InterruptedException {
    Participant who = later.asked(judge);
    var prompt = new JudgePrompt(judge.criterion());
    ChatRequest about =
        prompt.live(answered.request().messages(), answered.reply(), who.model().settings());
    var place = new Participant.At(answered.whole(), answered.ask().round(), about.messages());
    CheckResult result = new CheckResult.Broken("judge:no_answer");
    long asked = 0;
    for (int which = 1; which <= JudgePrompt.TRIES; which++) {
      Participant set = who.with(about.settings());
      Optional<Answer.Reply> said = asker.said(set, set.further(place, which));
      if (said.isEmpty()) {
        return new CheckResult.Broken("judge:no_answer");
      }
      asked += said.get().timing().total().toNanos();
      if (asked > judge.timeout().toNanos()) {
        return new CheckResult.Broken("judge:timeout");
      }
      Judgement meant = prompt.read(said.get().reply(), 0);
      result = meant.check();
      if (!(meant instanceof Judgement.Unclear)) {
        return result;
      }
    }
    return result;
  }

  private CheckResult compared(Check.Baseline baseline) throws InterruptedException {
    Participant who = later.asked(baseline);
    return asker
        .said(who, who.further(place(), 0))
        .map(said -> Agreement.same(answered.reply(), said.reply()))
        .orElseGet(() -> new CheckResult.Broken("baseline:no_answer"));
  }

  /// Without one of its signals a score says nothing.
  private CheckResult scored(Check.Score score) throws InterruptedException {
    Map<Check, CheckResult> said = new HashMap<>();
    for (Check part : score.parts()) {
      if (part instanceof Check.Agree agree) {
        draw(agree);
      } else if (!ScoredAnswer.isRead(part)) {
        CheckResult result = result(part);
        said.put(part, result);
        if (result instanceof CheckResult.Broken) {
          break;
        }
      }
    }
    return ScoredAnswer.of(score, answered.request(), answers(), said).result();
  }
}
