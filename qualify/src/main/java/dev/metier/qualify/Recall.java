package dev.metier.qualify;

import dev.metier.catalog.Cost;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.ledger.BrokenGrade;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.Regrade;
import dev.metier.ledger.Unserved;
import dev.metier.plan.Hashes;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Loads kept answers from the ledger and grades those again that other graders graded; calls no
/// model.
///
/// @param entries answers that the ledger keeps under the setting, whoever graded them
/// @param until answers that began later are left out
record Recall(Ledger ledger, Grading grading, long entries, Instant until) {
  private static final int BATCH = 1000;

  /// A grader that fails so often in a row does not work yet.
  private static final int BROKEN_IN_A_ROW = 3;

  void into(Track track) {
    if (entries == 0) {
      return;
    }
    String setting = track.questions().setting();
    List<Outcome> known = outcomes(track);
    if (known.size() < entries) {
      gradeAnew(track, setting);
      known = outcomes(track);
    }
    if (known.stream().anyMatch(Outcome::broken) && mend(track, setting)) {
      known = outcomes(track);
    }
    if (until.isBefore(Instant.MAX)) {
      Set<TrialKey> then = ledger.keys(setting, until);
      known.removeIf(o -> !then.contains(new TrialKey(setting, o.content(), o.repeat())));
    }
    track.recall(known);
    if (grading.judge().isPresent()) {
      await(track, setting);
    }
  }

  /// What no judge has said anything of yet waits.
  private void await(Track track, String setting) {
    Map<String, Case> cases = cases(track);
    ledger.answers(
        Filter.setting(setting).gradedBy(grading.hash()).scoreBelow(1),
        kept -> {
          Case given = cases.get(kept.key().content());
          if (given != null && kept.answer() instanceof Answer.Reply(var reply, _)) {
            Grade grade = grade(given, kept);
            if (grading.awaits(grade)) {
              track.await(kept.key(), given, reply, grade);
            }
          }
        });
  }

  /// What is kept, at today's price of the model.
  private List<Outcome> outcomes(Track track) {
    return ledger.outcomes(track.questions().setting(), grading.hash(), track.model().price());
  }

  /// Grades anew the answers on which the grader failed; true when it works on one of them now.
  private boolean mend(Track track, String setting) {
    Map<String, Case> cases = cases(track);
    Set<Long> broken =
        ledger.brokenGrades(setting, grading.hash()).stream()
            .filter(b -> cases.containsKey(b.content()))
            .map(BrokenGrade::id)
            .collect(Collectors.toSet());
    List<Regrade> mended = new ArrayList<>();
    var inARow = new AtomicInteger();
    ledger.answers(
        Filter.setting(setting).gradedBy(grading.hash()),
        kept -> {
          Case given = cases.get(kept.key().content());
          boolean hopeful = inARow.get() < BROKEN_IN_A_ROW || grading.judge().isPresent();
          if (given != null && broken.contains(kept.id()) && hopeful) {
            Grade grade = grade(given, kept);
            if (grade.broken()) {
              inARow.incrementAndGet();
            } else {
              inARow.set(0);
              mended.add(new Regrade(kept.id(), grade, grading.hash()));
            }
          }
        });
    keep(mended);
    return !mended.isEmpty();
  }

  private static Map<String, Case> cases(Track track) {
    Map<String, Case> cases = new HashMap<>();
    track.job().cases().forEach(c -> cases.put(Hashes.content(track.job(), c), c));
    return cases;
  }

  private void gradeAnew(Track track, String setting) {
    Map<String, Case> cases = cases(track);
    List<Regrade> grades = new ArrayList<>();
    ledger.answers(
        Filter.setting(setting).ungradedBy(grading.hash()),
        kept -> {
          Case given = cases.get(kept.key().content());
          if (given != null) {
            grades.add(new Regrade(kept.id(), grade(given, kept), grading.hash()));
          }
        });
    keep(grades);
  }

  private void keep(List<Regrade> grades) {
    for (int from = 0; from < grades.size(); from += BATCH) {
      ledger.regrade(grades.subList(from, Math.min(grades.size(), from + BATCH)));
    }
  }

  private Grade grade(Case given, KeptAnswer kept) {
    return switch (kept.answer()) {
      case Answer.Reply reply ->
          grading.grade(given, reply.reply(), reply.timing(), kept.cost().map(Cost::full));
      case Answer.Failure failure -> Grade.fail(Unserved.REASON + failure.detail());
      case Answer.Recorded recorded -> Grade.of(recorded.score(), recorded.reason());
    };
  }
}
