package dev.metier.project;

import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.Money;
import dev.metier.learn.FixedLabels;
import java.util.List;
import java.util.Optional;

/// What can be wrong with candidates that learn a job's labels.
final class Baselines {
  /// The only one, by its name behind `baseline/`.
  static final String NGRAMS = "ngrams";

  /// Nothing is paid for it, and its machine is hardly busy.
  static final Price FREE =
      new Price.PerToken(Money.ZERO, Money.ZERO, Money.ZERO, Optional.empty(), "no model is asked");

  private final String job;
  private final Table table;
  private final List<String> candidates;
  private final Reading reading;

  Baselines(String job, Table table, List<String> candidates, Reading reading) {
    this.job = job;
    this.table = table;
    this.candidates = candidates;
    this.reading = reading;
  }

  /// All models but them: each learns the labels of one job, which names it.
  static List<String> without(ProjectReading reading) {
    return reading.modelNames.stream().filter(name -> !isBaseline(reading, name)).toList();
  }

  private static boolean isBaseline(ProjectReading reading, String name) {
    var model = reading.models.get(name);
    return model != null && model.kind() == ProviderKind.BASELINE;
  }

  void check(List<Case> cases) {
    var project = ProjectReading.of(reading);
    for (String name : candidates) {
      if (isBaseline(project, name)) {
        labels(name, cases);
        String other = project.baselines.putIfAbsent(name, job);
        if (other != null) {
          problem(
              "`" + name + "` learns the labels of job " + other + " already.",
              "Declare one for each job, for example `"
                  + job
                  + "-ngrams: {use: baseline/ngrams}`.");
        }
      }
    }
  }

  private void labels(String name, List<Case> cases) {
    Optional<Group> graders = table.find(JobSection.GRADERS);
    var labels = graders.flatMap(spec -> FixedLabels.of(spec, cases));
    if (labels.isEmpty()) {
      problem(
          "`"
              + name
              + "` learns labels, and this job has none: nothing in `graders` is `one_of` or"
              + " `equals`.",
          "Leave it out of `models`, or grade with `one_of: {expected: \"{{label}}\"}`.");
      return;
    }
    long different = labels.get().stream().distinct().count();
    if (different < 2) {
      problem(
          "`" + name + "` has nothing to learn: all cases have the same label.",
          "Add cases with other labels, or leave it out of `models`.");
    } else if (2 * different > cases.size()) {
      problem(
          "`"
              + name
              + "` learns labels, and this job has no fixed ones: "
              + different
              + " different answers are expected in "
              + cases.size()
              + " cases.",
          "Leave it out of `models`.");
    }
  }

  private void problem(String sentence, String hint) {
    reading.problem(table.valuePlace(JobSection.MODELS), sentence, hint);
  }
}
