package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.judge.JudgedGrader;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.judge.JobJudge;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Source;
import dev.metier.ledger.Unserved;
import dev.metier.plan.Hashes;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.run.Observation;
import java.util.List;
import java.util.Optional;

/// Grades what a job's trials brought. Thread-safe.
///
/// Where a judge has a part in it, the other graders come first: what they fail is failed, and
/// nobody is asked. The rest waits for the judge, with a grade that is broken until then.
final class Grading {
  private final Optional<Grader> graders;
  private final Optional<JobJudge> judge;
  private final String hash;

  Grading(Job job) {
    this(job, Optional.empty());
  }

  /// @param judge the model that has a part in it, where one has
  Grading(Job job, Optional<JobJudge> judge) {
    this.judge = judge;
    Job others = judge.isPresent() ? job.withGrading(others(job.grading())) : job;
    this.graders =
        others.grading().parts().isEmpty() && judge.isPresent()
            ? Optional.empty()
            : Optional.of(Graders.of(others));
    String spec = Graders.hash(job);
    this.hash = Hashes.grading(job, judge.map(one -> spec + " " + one.setting()).orElse(spec));
  }

  private static GraderSpec.Group others(GraderSpec.Group all) {
    var others =
        all.parts().stream().filter(part -> !(part.spec() instanceof GraderSpec.Judged)).toList();
    return new GraderSpec.Group(all.rule(), others, all.threshold());
  }

  /// The hash under which the ledger keeps the grades.
  String hash() {
    return hash;
  }

  Optional<JobJudge> judge() {
    return judge;
  }

  /// Whether graders fail answers before the judge sees them.
  boolean behindOthers() {
    return graders.isPresent();
  }

  /// Whether an answer with this grade waits for the judge.
  boolean awaits(Grade grade) {
    return grade.broken()
        && judge
            .map(one -> JudgedGrader.unjudged(one.model().name()).reason())
            .filter(grade.reason()::equals)
            .isPresent();
  }

  Entry entry(Observation observation) {
    return new Entry(Source.QUALIFICATION, observation, safely(observation), hash);
  }

  /// An answer that came is not lost by a mistake in how it is graded.
  private Grade safely(Observation observation) {
    try {
      return grade(observation);
    } catch (RuntimeException | StackOverflowError | LinkageError bug) {
      return Grade.broken("A bug in Metier, which please report: " + bug + ".");
    }
  }

  private Grade grade(Observation observation) {
    return switch (observation.answer()) {
      case Answer.Failure failure -> Grade.fail(Unserved.REASON + failure.detail());
      case Answer.Recorded recorded -> Grade.of(recorded.score(), recorded.reason());
      case Answer.Reply reply ->
          grade(
              observation.trial().given(),
              reply.reply(),
              reply.timing(),
              observation.cost().map(Cost::full));
    };
  }

  /// The grade of one answer; an answer with nothing in it is a failure of serving.
  Grade grade(Case given, ChatReply reply, Timing timing, Optional<Money> cost) {
    return reply.isEmpty()
        ? Grade.fail(Unserved.REASON + empty(reply.finish()))
        : judged(given, reply, Sample.of(given, reply, timing, cost));
  }

  /// The grade of an answer that waits, by what the judge has said by now.
  Grade judged(Unjudged answer) {
    List<Grade> others = answer.grade().parts().stream().limit(behindOthers() ? 1 : 0).toList();
    return word(answer.given(), answer.reply(), others.stream().findFirst());
  }

  private Grade judged(Case given, ChatReply reply, Sample sample) {
    Optional<Grade> others = graders.map(grader -> grader.grade(sample));
    return judge.isEmpty() || others.filter(grade -> grade.broken() || !grade.passed()).isPresent()
        ? others.orElseThrow()
        : word(given, reply, others);
  }

  private Grade word(Case given, ChatReply reply, Optional<Grade> others) {
    JobJudge one = judge.orElseThrow();
    Grade word = one.grade(given, reply).orElseGet(() -> JudgedGrader.unjudged(one.model().name()));
    return others
        .map(grade -> new Grade(word.score(), word.reason(), List.of(grade, word), word.broken()))
        .orElse(word);
  }

  private static String empty(FinishReason finish) {
    return finish == FinishReason.LENGTH
        ? "thinking used up all tokens of the answer (max_tokens) before its first word."
        : "the answer was empty.";
  }
}
