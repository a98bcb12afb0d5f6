package dev.metier.ledger;

import dev.metier.catalog.Cost;
import dev.metier.grade.Grade;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything the ledger keeps of one trial.
///
/// @param id the entry's number; grows with time
/// @param job the job that first asked
/// @param at when it began, to the millisecond
/// @param superseded whether it was set aside to be asked anew, and counts no more
/// @param otherModel whether it says that it is of another model than the one that was asked
/// @param grades the oldest graders first; at least one
public record KeptAnswer(
    long id,
    TrialKey key,
    JobName job,
    ModelName model,
    String caseId,
    Source source,
    Answer answer,
    Optional<Cost> cost,
    int attempts,
    Instant at,
    boolean superseded,
    boolean otherModel,
    List<Graded> grades) {
  /// A grade and who gave it.
  ///
  /// @param grading hash of the graders
  public record Graded(String grading, Grade grade) {}

  public KeptAnswer {
    grades = List.copyOf(grades);
  }

  /// An answer of the model that was asked.
  public KeptAnswer(
      long id,
      TrialKey key,
      JobName job,
      ModelName model,
      String caseId,
      Source source,
      Answer answer,
      Optional<Cost> cost,
      int attempts,
      Instant at,
      boolean superseded,
      List<Graded> grades) {
    this(
        id, key, job, model, caseId, source, answer, cost, attempts, at, superseded, false, grades);
  }

  /// The grade that these graders gave.
  public Optional<Grade> gradeBy(String grading) {
    return grades.stream().filter(g -> g.grading().equals(grading)).map(Graded::grade).findFirst();
  }

  /// The grade by the latest graders.
  public Grade lastGrade() {
    return grades.getLast().grade();
  }

  /// Whether a usable answer came; an empty reply is none.
  public boolean served() {
    return served(answer);
  }

  /// Whether this answer is a usable one; an empty reply is none.
  public static boolean served(Answer answer) {
    return switch (answer) {
      case Answer.Reply(var reply, _) -> !reply.isEmpty();
      case Answer.Recorded _ -> true;
      case Answer.Failure _ -> false;
    };
  }

  /// How an answer ended, as a word: REPLY, RECORDED, or the cause of a failure.
  public static String status(Answer answer) {
    return switch (answer) {
      case Answer.Reply _ -> "REPLY";
      case Answer.Recorded _ -> "RECORDED";
      case Answer.Failure failure -> failure.cause().name();
    };
  }

  /// The words of an answer: its text and its calls of tools, what a record says of it, or why
  /// there is none.
  public static String said(Answer answer) {
    return switch (answer) {
      case Answer.Reply(var reply, _) -> {
        String calls =
            reply.toolUses().stream()
                .map(use -> use.name() + "(" + use.arguments() + ")")
                .collect(Collectors.joining("\n"));
        yield (reply.text() + (calls.isEmpty() ? "" : "\n" + calls)).strip();
      }
      case Answer.Recorded(_, String reason, _, _) -> reason;
      case Answer.Failure failure -> failure.detail();
    };
  }

  /// The name of the model that an answer says it is of, as far as that is known.
  public static Optional<String> servedModel(Answer answer) {
    return answer instanceof Answer.Reply(var reply, _) ? reply.servedModel() : Optional.empty();
  }

  /// How long an answer took, as far as that is known.
  public static Optional<Timing> timing(Answer answer) {
    return switch (answer) {
      case Answer.Reply reply -> Optional.of(reply.timing());
      case Answer.Recorded recorded -> recorded.timing();
      case Answer.Failure _ -> Optional.empty();
    };
  }
}
