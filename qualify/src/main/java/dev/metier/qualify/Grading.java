package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Money;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Source;
import dev.metier.plan.Hashes;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.run.Observation;
import java.util.Optional;

/// Grades what a job's trials brought. Thread-safe.
final class Grading {
  private final Grader grader;
  private final String hash;

  Grading(Job job) {
    this.grader = Graders.of(job);
    this.hash = Hashes.grading(job, Graders.hash(job));
  }

  /// The hash under which the ledger keeps the grades.
  String hash() {
    return hash;
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
      case Answer.Failure failure -> Grade.fail("Not served: " + failure.detail());
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
        ? Grade.fail("Not served: " + empty(reply.finish()))
        : grader.grade(Sample.of(given, reply, timing, cost));
  }

  private static String empty(FinishReason finish) {
    return finish == FinishReason.LENGTH
        ? "thinking used up all tokens of the answer (max_tokens) before its first word."
        : "the answer was empty.";
  }
}
