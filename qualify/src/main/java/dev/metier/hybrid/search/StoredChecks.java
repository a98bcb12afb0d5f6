package dev.metier.hybrid.search;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.Agreement;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.check.CheckSource;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.spec.Graders;
import dev.metier.hybrid.Look;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.provider.Timing;
import java.time.Duration;
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
  record Said(Case given, ChatRequest request, List<Kept> answers, Map<String, Kept> others) {}

  private final Job job;
  private final CheckSource source;
  private final CheckJudges judges;
  private final Map<Check, AnswerCheck> opened = new HashMap<>();
  private final Optional<Grader> graders;

  StoredChecks(Job job, CheckSource source, CheckJudges judges) {
    this.job = job;
    this.source = source;
    this.judges = judges;
    this.graders = CaseFree.of(job.grading()).map(Graders::of);
  }

  Look look(Check check, Said said) {
    return switch (check) {
      case Check.Complete _, Check.LogProbability _ -> Look.free(asked(check, said, 1));
      case Check.Graders _ -> Look.free(graded(said));
      case Check.Agree agree -> agreed(agree, said);
      case Check.Baseline(var model) -> compared(said, model.text());
      case Check.Judge judge ->
          judges.look(job, judge, said.given(), said.answers().getFirst().reply());
      case Check.Program _ -> timed(check, said);
    };
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
