package dev.metier.label.session;

import dev.metier.chat.ChatReply;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labels;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Hashes;
import dev.metier.provider.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// The answers of a job that may be labelled: those that the ledger keeps of the cases as they are,
/// and errors made from right ones.
public final class AnswerPool {
  private AnswerPool() {}

  /// All of them.
  ///
  /// @param graded whether grades say which answers are probably wrong
  public static List<AnsweredCase> of(Job job, Ledger ledger, Labels labels, boolean graded) {
    Map<String, Case> byContent = new HashMap<>();
    job.cases().forEach(each -> byContent.put(Hashes.content(job, each), each));
    Map<String, AnsweredCase> real = new LinkedHashMap<>();
    ledger.answers(
        Filter.ALL.ofJob(job.name()),
        kept ->
            Optional.ofNullable(byContent.get(kept.key().content()))
                .flatMap(given -> answered(given, kept, graded))
                .ifPresent(each -> real.putIfAbsent(each.subject(), each)));
    List<AnsweredCase> answers = new ArrayList<>(real.values());
    // what was labelled before stays there to be shown again
    Map<String, Case> byLabel = new HashMap<>();
    job.cases().forEach(each -> byLabel.put(Label.content(each), each));
    for (Label label : labels.all()) {
      Case given = byLabel.get(label.content());
      if (given != null && !real.containsKey(label.subject())) {
        answers.add(AnsweredCase.of(given, label.answer(), OptionalDouble.empty()));
      }
    }
    if (answers.isEmpty()) {
      return List.of();
    }
    for (AnsweredCase error : MadeUpErrors.of(right(job, answers, labels))) {
      if (!real.containsKey(error.subject())) {
        answers.add(error);
      }
    }
    return answers;
  }

  private static Optional<AnsweredCase> answered(Case given, KeptAnswer kept, boolean graded) {
    var grade = kept.lastGrade();
    OptionalDouble score =
        graded && !grade.broken() ? OptionalDouble.of(grade.score()) : OptionalDouble.empty();
    return labelled(kept).map(answer -> AnsweredCase.of(given, answer, score));
  }

  /// What is labelled of a kept answer; empty where none was served, or only its outcome was kept.
  public static Optional<LabelledAnswer> labelled(KeptAnswer kept) {
    return kept.served() && kept.answer() instanceof Answer.Reply(var reply, _)
        ? Optional.of(new LabelledAnswer(text(reply), kept.model().text(), false))
        : Optional.empty();
  }

  /// What a model said, calls of tools after the text.
  private static String text(ChatReply reply) {
    var text = new StringBuilder(reply.text());
    reply
        .toolUses()
        .forEach(use ->
            text.append(text.isEmpty() ? "" : "\n")
                .append(use.name())
                .append(' ')
                .append(use.arguments()));
    return text.toString();
  }

  /// A right answer for each case of which one is known: what is expected, or else what passed.
  private static List<AnsweredCase> right(Job job, List<AnsweredCase> answers, Labels labels) {
    Set<String> passed = new HashSet<>();
    labels.agreed().stream()
        .filter(Labels.Agreed::pass)
        .forEach(each -> passed.add(Label.subject(each.content(), each.answer())));
    Map<String, AnsweredCase> byCase = new LinkedHashMap<>();
    for (Case given : job.cases()) {
      given
          .expected()
          .filter(text -> !text.isBlank())
          .map(text -> new LabelledAnswer(text, "expected", true))
          .map(answer -> AnsweredCase.of(given, answer, OptionalDouble.empty()))
          .ifPresent(each -> byCase.put(each.content(), each));
    }
    for (AnsweredCase each : answers) {
      if (!each.answer().madeUp()
          && (passed.contains(each.subject()) || each.score().orElse(0) >= 1)) {
        byCase.putIfAbsent(each.content(), each);
      }
    }
    return List.copyOf(byCase.values());
  }
}
