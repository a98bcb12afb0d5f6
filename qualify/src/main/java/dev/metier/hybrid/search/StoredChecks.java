package dev.metier.hybrid.search;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.Agreement;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.check.CheckSource;
import dev.metier.check.ScoredAnswer;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.spec.Graders;
import dev.metier.hybrid.CheckedCase;
import dev.metier.hybrid.Look;
import dev.metier.hybrid.ScoreFit;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.learn.RequestText;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs checks on answers that are kept.
final class StoredChecks {
  /// An answer with what it took.
  record Kept(ChatReply reply, double cost, double nanos) {}

  /// What is kept of one case: the answers of the first model, that to be kept first, and what
  /// other models said, by name.
  ///
  /// @param repeat which of the answers to the case is to be kept
  record Said(
      Case given, int repeat, ChatRequest request, List<Kept> answers, Map<String, Kept> others) {}

  /// What a score sees of an answer, and what seeing it took.
  private record Seen(ScoredAnswer answer, String text, double cost, double nanos) {}

  private record Key(String id, int repeat) {}

  private final Job job;
  private final CheckSource source;
  private final CheckJudges judges;
  private final Map<Check, AnswerCheck> opened = new HashMap<>();
  private final Map<Key, Seen> seen = new HashMap<>();
  private final Optional<Grader> graders;
  private Optional<ScoreFit> fitted = Optional.empty();

  StoredChecks(Job job, CheckSource source, CheckJudges judges) {
    this.job = job;
    this.source = source;
    this.judges = judges;
    this.graders = CaseFree.of(job.grading()).map(Graders::of);
  }

  Look look(Check check, Said said) {
    return switch (check) {
      case Check.Complete _, Check.LogProbability _, Check.Loops _, Check.Tokens _ ->
          Look.free(asked(check, said, 1));
      case Check.Graders _ -> Look.free(graded(said));
      case Check.Agree agree -> agreed(agree, said);
      case Check.Baseline(var model) -> compared(said, model.text());
      case Check.Judge judge ->
          judges.look(job, judge, said.given(), said.answers().getFirst().reply());
      case Check.Program _ -> timed(check, said);
      case Check.Score score -> scored(score, said);
    };
  }

  /// Signals are seen once: what a score says of them changes with its bar alone. Before it is
  /// fitted every answer passes.
  private Look scored(Check.Score score, Said said) {
    var key = new Key(said.given().id(), said.repeat());
    Seen known = seen.get(key);
    if (known == null) {
      known = seen(score, said);
      seen.put(key, known);
    }
    CheckResult result =
        fitted.isEmpty()
            ? CheckResult.PASS
            : known.answer().isKnown()
                ? ScoredAnswer.result(
                    fitted
                        .get()
                        .passes(key.id(), key.repeat(), score.weighed().orElseThrow().atLeast())
                        .orElseThrow())
                : known.answer().unknown();
    return new Look(result, known.cost(), known.nanos());
  }

  private Seen seen(Check.Score score, Said said) {
    var says = new HashMap<Check, CheckResult>();
    double cost = 0;
    double nanos = 0;
    for (Check part : score.parts()) {
      Look look = look(part, said);
      says.put(part, look.result());
      cost += look.cost();
      nanos += look.nanos();
      if (look.result() instanceof CheckResult.Broken) {
        // as it is served: without one of its signals a score says nothing
        break;
      }
    }
    var replies = said.answers().stream().map(Kept::reply).toList();
    String text =
        said.given()
            .cluster()
            .map(cluster -> "cluster " + cluster)
            .orElseGet(() -> RequestText.of(said.request()).text());
    return new Seen(ScoredAnswer.of(score, said.request(), replies, says), text, cost, nanos);
  }

  /// Weighs the signals of answers that were looked at.
  ///
  /// @param cases with these answers
  /// @return whether there are enough of them
  boolean fit(Check.Score score, List<CheckedCase> cases) {
    var answers = new ArrayList<ScoreFit.Seen>();
    for (CheckedCase each : cases) {
      Seen known = seen.get(new Key(each.given().id(), each.repeat()));
      if (known != null && known.answer().isKnown()) {
        boolean right = each.first().score() >= CheckValue.HALF;
        answers.add(
            new ScoreFit.Seen(
                each.given().id(), each.repeat(), known.text(), known.answer().signals(), right));
      }
    }
    fitted =
        ScoreFit.isEnough(answers) ? Optional.of(ScoreFit.of(score, answers)) : Optional.empty();
    return fitted.isPresent();
  }

  /// The score with its weights, once it is fitted.
  Optional<ScoreFit> fitted() {
    return fitted;
  }

  private CheckResult asked(Check check, Said said, int answers) {
    return opened
        .computeIfAbsent(check, source::open)
        .check(
            said.request(), said.answers().subList(0, answers).stream().map(Kept::reply).toList());
  }

  private CheckResult graded(Said said) {
    if (graders.isEmpty()) {
      return new CheckResult.Broken("graders:none");
    }
    var answer = said.answers().getFirst().reply();
    var sample = Sample.of(said.given(), answer, Timing.of(Duration.ZERO), Optional.empty());
    Grade grade = graders.get().grade(sample);
    return grade.broken()
        ? new CheckResult.Broken("graders:broken")
        : grade.passed() ? CheckResult.PASS : new CheckResult.Fail("graders:failed");
  }

  private Look agreed(Check.Agree agree, Said said) {
    if (said.answers().size() < agree.samples()) {
      return Look.free(new CheckResult.Broken("agree:too_few"));
    }
    var others = said.answers().subList(1, agree.samples());
    return new Look(
        asked(agree, said, agree.samples()),
        others.stream().mapToDouble(Kept::cost).sum(),
        others.stream().mapToDouble(Kept::nanos).sum());
  }

  private static Look compared(Said said, String model) {
    Kept other = said.others().get(model);
    return other == null
        ? Look.free(new CheckResult.Broken("baseline:no_answer"))
        : new Look(
            Agreement.same(said.answers().getFirst().reply(), other.reply()),
            other.cost(),
            other.nanos());
  }

  private Look timed(Check check, Said said) {
    long before = System.nanoTime();
    CheckResult result = asked(check, said, 1);
    return new Look(result, 0, System.nanoTime() - before);
  }
}
