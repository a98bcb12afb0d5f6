package dev.metier.decision;

import dev.metier.decision.DecisionRecord.Wrong;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Hashes;
import dev.metier.provider.Answer;
import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The first answers of a model that failed, in the order in which the cases were asked.
record WrongAnswers(Ledger ledger, CellResult result) {
  private static final int SHOWN = 3;
  private static final int KEPT = 400;

  /// One for each case.
  ///
  /// @param texts whether they stand word for word, or by the names of their cases alone
  List<Wrong> first(boolean texts) {
    Job job = result.job();
    Map<String, Case> cases = new HashMap<>();
    job.cases().forEach(given -> cases.put(Hashes.content(job, given), given));
    Map<String, Case> failed = new LinkedHashMap<>();
    result.outcomes().stream()
        .filter(outcome -> outcome.score() < 1 && outcome.served())
        .map(outcome -> outcome.content())
        .filter(cases::containsKey)
        .distinct()
        .limit(SHOWN)
        .forEach(content -> failed.put(content, Objects.requireNonNull(cases.get(content))));
    var wrong = new ArrayList<Wrong>();
    failed.forEach((content, given) -> wrong.add(wrong(content, given, texts)));
    return wrong;
  }

  private Wrong wrong(String content, Case given, boolean texts) {
    if (!texts) {
      return new Wrong(given.id(), "", "", "", "");
    }
    var answers = new ArrayList<KeptAnswer>();
    ledger.answers(
        Filter.setting(result.setting())
            .gradedBy(result.grading())
            .ofContent(content)
            .scoreBelow(1)
            .atMost(1),
        answers::add);
    String asked =
        result.job().prompt().variables().stream()
            .flatMap(name -> given.value(name).stream())
            .collect(Collectors.joining("\n"));
    return new Wrong(
        given.id(),
        clipped(asked.isEmpty() ? String.join("\n", given.vars().values()) : asked),
        clipped(given.expected().orElse("")),
        answers.stream().findFirst().map(answer -> clipped(text(answer))).orElse(""),
        answers.stream().findFirst().map(answer -> clipped(reason(answer))).orElse(""));
  }

  private String reason(KeptAnswer answer) {
    Grade grade = answer.gradeBy(result.grading()).orElseGet(answer::lastGrade);
    return grade.reason();
  }

  private static String text(KeptAnswer kept) {
    return switch (kept.answer()) {
      case Answer.Reply(var reply, _) -> {
        String calls =
            reply.toolUses().stream()
                .map(use -> use.name() + "(" + use.arguments() + ")")
                .collect(Collectors.joining("\n"));
        yield (reply.text() + (calls.isEmpty() ? "" : "\n" + calls)).strip();
      }
      case Answer.Recorded _, Answer.Failure _ -> "";
    };
  }

  /// The end of a long text: questions stand there, and answers come to their point.
  private static String clipped(String text) {
    String plain = text.strip();
    if (plain.length() <= KEPT) {
      return plain;
    }
    int from = plain.length() - KEPT;
    int word = plain.indexOf(' ', from);
    return "… " + plain.substring(word < 0 || word > from + 40 ? from : word + 1);
  }
}
