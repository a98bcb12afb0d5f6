package dev.metier.project;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Settings;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Table;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.project.cases.CaseFiles;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Needs that no number of answers could ever prove, whatever the model.
final class NeedChecks {
  private final Table table;
  private final List<String> candidates;
  private final Reading reading;
  private final List<CaseFiles.Loaded> loaded;

  NeedChecks(Table table, List<String> candidates, Reading reading) {
    this.table = table;
    this.candidates = candidates;
    this.reading = reading;
    this.loaded = table.find(JobSection.CASES).orElse(List.of());
  }

  void run() {
    if (loaded.stream().allMatch(l -> l.cases().isEmpty()) || !table.has(JobSection.NEEDS)) {
      return;
    }
    boolean traffic = table.find(JobSection.SCOPE).orElse(Job.Scope.TRAFFIC) == Job.Scope.TRAFFIC;
    for (var need : table.find(JobSection.NEEDS).orElse(List.of())) {
      // Whether the others can be proved is found out by trying, before a call is made.
      if (need.requirement() instanceof Requirement.Quality(var bar, _, var slice)) {
        quality(bar, slice, need.place(), traffic);
      } else if (need.requirement() instanceof Requirement.Cost) {
        bounded(need);
      }
    }
  }

  private void quality(double bar, Optional<String> slice, Place place, boolean traffic) {
    if (slice.isPresent() && !hasSlice(slice.get())) {
      var known = new TreeSet<String>();
      loaded.forEach(l -> l.cases().forEach(c -> known.addAll(c.slices())));
      reading.problem(
          place,
          "No case has the slice \"" + slice.get() + "\".",
          Nearest.hint(slice.get(), known));
    } else if (traffic && bar >= 1) {
      reading.problem(
          place,
          "No number of cases can prove a quality of 1.0 for future requests.",
          "Lower the bar, or say `scope: suite` if these cases are all there is.");
    }
  }

  private boolean hasSlice(String slice) {
    return loaded.stream()
        .anyMatch(l -> l.cases().stream().anyMatch(c -> c.slices().contains(slice)));
  }

  /// A mean of costs can be proved only where nothing can cost more than so much.
  private void bounded(Needs.Need need) {
    Settings settings = table.find(Prompts.SETTINGS).orElse(Settings.NONE);
    var open = new TreeSet<String>();
    for (String name : candidates) {
      Model model = ProjectReading.of(reading).models.get(name);
      if (model != null
          && model.price() instanceof Price.PerToken
          && Pricing.longestAnswer(model, settings).isEmpty()) {
        open.add(name);
      }
    }
    if (!open.isEmpty()) {
      reading.problem(
          need.place(),
          "Nothing limits how long an answer of "
              + ScalarReader.list(open)
              + " may be, so no number of cases can prove what answers cost.",
          "Write `max_tokens`, the longest answer you would pay for, in the job's `settings` or at"
              + " the model.");
    }
  }
}
