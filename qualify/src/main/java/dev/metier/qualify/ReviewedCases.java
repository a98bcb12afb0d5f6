package dev.metier.qualify;

import dev.metier.job.CaseReview;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Hashes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What people's word on cases changed for a model that had answered them: they saw the answers, so
/// this is one more test of the same cases.
///
/// @param aside the cases set aside that it had answered, under whatever prompt: whether it had
///   passed, by content
/// @param corrected of how many cases something else is expected since it answered
record ReviewedCases(Ledger ledger, Track track, Map<String, Boolean> aside, int corrected) {
  /// @param asked what the model was asked for the job
  static ReviewedCases of(Ledger ledger, Track track, List<AskedCase> asked) {
    Job job = track.job();
    Set<String> contents =
        job.setAside().stream()
            .map(given -> Hashes.content(job, given))
            .collect(Collectors.toSet());
    Map<String, Boolean> aside = new HashMap<>();
    asked.stream()
        .filter(each -> contents.contains(each.content()))
        .forEach(each -> aside.merge(each.content(), each.passed(), Boolean::logicalAnd));
    Set<String> settings = new HashSet<>(Set.of(track.questions().setting()));
    asked.forEach(each -> settings.add(each.setting()));
    long corrected =
        job.reviews().stream()
            .filter(review -> review.expected().isPresent())
            .filter(
                review -> settings.stream().anyMatch(each -> answered(ledger, job, each, review)))
            .count();
    return new ReviewedCases(ledger, track, aside, (int) corrected);
  }

  private static boolean answered(Ledger ledger, Job job, String setting, CaseReview review) {
    var before = new ArrayList<KeptAnswer>();
    ledger.answers(
        Filter.setting(setting).ofContent(Hashes.content(job, review.given())),
        kept -> {
          if (!kept.at().isAfter(review.at())) {
            before.add(kept);
          }
        });
    return !before.isEmpty();
  }

  /// The sentences about it, the most telling first.
  List<String> notes() {
    var notes = new ArrayList<String>();
    History.told(aside, "set aside as wrongly labelled, for every model").ifPresent(notes::add);
    favoured().ifPresent(notes::add);
    if (corrected > 0) {
      notes.add(
          "What is expected of "
              + (corrected == 1 ? "1 case" : corrected + " cases")
              + " was corrected after it was answered.");
    }
    return notes;
  }

  /// How many labels were changed after this model had answered.
  int tries() {
    return aside.size() + corrected;
  }

  /// Where only failures of this model went, and another model had passed some of them.
  private Optional<String> favoured() {
    if (aside.isEmpty() || aside.containsValue(true)) {
      return Optional.empty();
    }
    for (ModelName other : track.job().candidates()) {
      long passed = other.equals(track.model().name()) ? 0 : passed(other);
      if (passed > 0) {
        return Optional.of(
            "Only cases that it failed were set aside, and %s had passed %d of them: looking for wrong labels only where one model fails favours it."
                .formatted(other, passed));
      }
    }
    return Optional.empty();
  }

  private long passed(ModelName other) {
    return ledger.asked(track.job().name(), other).stream()
        .filter(each -> aside.containsKey(each.content()) && each.passed())
        .map(AskedCase::content)
        .distinct()
        .count();
  }
}
