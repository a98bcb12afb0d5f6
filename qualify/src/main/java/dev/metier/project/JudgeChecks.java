package dev.metier.project;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Judged;
import dev.metier.job.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be wrong with a job that a judge grades: its word must be a part of the grade whose
/// errors can be told.
final class JudgeChecks {
  private final Table table;
  private final Reading reading;

  JudgeChecks(Table table, Reading reading) {
    this.table = table;
    this.reading = reading;
  }

  /// The judging of a job's answers, wherever among its graders it stands.
  static List<Judged> judges(Table table) {
    return table.find(JobSection.GRADERS).stream()
        .flatMap(CaseFree::within)
        .filter(Judged.class::isInstance)
        .map(Judged.class::cast)
        .toList();
  }

  /// @param candidates the models that are written as candidates; empty where none are
  void run(List<String> candidates) {
    List<Judged> judges = judges(table);
    if (judges.isEmpty()) {
      cases();
      return;
    }
    Judged judged = judges.getFirst();
    Place place = table.valuePlace(JobSection.GRADERS);
    Optional<Group> all = table.find(JobSection.GRADERS);
    boolean beside =
        all.isPresent()
            && all.get().rule() == GraderSpec.Rule.ALL
            && all.get().parts().stream().filter(part -> part.spec().equals(judged)).count() == 1;
    if (judges.size() > 1 || !beside) {
      reading.problem(
          place,
          "A judge's word stands alone, or beside other graders that must pass too.",
          "One judge for a job; not within `not_`, `any`, `all`, `weighted`, `at`, `fenced` or"
              + " `when`: how often it errs could not be told of the whole.");
    } else if (all.stream().flatMap(CaseFree::within).anyMatch(GraderSpec::graded)) {
      reading.problem(
          place,
          "A judged answer passes or fails; a grader beside the judge gives a score.",
          "Give it an `at_least`, or leave `partial` out.");
    }
    if (candidates.contains(judged.judge().text())) {
      reading.problem(
          table.place(JobSection.MODELS),
          "`" + judged.judge() + "` judges this job's answers, and no model judges its own.",
          "Leave it out of `models`, or name another judge.");
    }
    ownGraders(place);
    needs();
  }

  private void ownGraders(Place place) {
    if (loaded().anyMatch(Case::critical)) {
      reading.problem(
          place,
          "A judge errs, and one failed critical case makes a model UNFIT.",
          "Make a job of its own of the critical cases, with graders that do not err.");
    }
    boolean own = loaded().anyMatch(given -> given.own().isPresent());
    if (own) {
      reading.problem(
          place,
          "Some cases bring graders of their own, and a judge's errors hold for one grading.",
          "Leave them out, or make two jobs of it.");
    }
  }

  private Stream<Case> loaded() {
    return table.find(JobSection.CASES).orElse(List.of()).stream()
        .flatMap(loaded -> loaded.cases().stream());
  }

  /// A judge among a case's own graders.
  private void cases() {
    boolean judged =
        loaded()
            .flatMap(given -> given.own().stream())
            .flatMap(own -> CaseFree.within(own.graders()))
            .anyMatch(Judged.class::isInstance);
    if (judged) {
      reading.problem(
          table.place(JobSection.CASES),
          "A judge grades all answers of a job, not those of single cases.",
          "Name it among the job's `graders`.");
    }
  }

  /// A judge's bias need not be the same towards both models.
  private void needs() {
    for (var need : table.find(JobSection.NEEDS).orElse(List.of())) {
      if (need.requirement() instanceof Requirement.NotWorse
          || need.requirement() instanceof Requirement.Regressions) {
        reading.problem(
            need.place(),
            "A judge may lean towards one of two models, so that its grades prove no comparison.",
            "State a quality `at_least`.");
      }
    }
  }
}
