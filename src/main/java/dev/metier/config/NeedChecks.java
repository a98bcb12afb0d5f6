package dev.metier.config;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.problem.Nearest;
import dev.metier.problem.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Needs that no answers could ever prove, whatever the model.
final class NeedChecks {
  private final Table table;
  private final List<String> candidates;
  private final Reading reading;
  private final List<CaseFiles.Loaded> loaded;

  NeedChecks(Table table, List<String> candidates, Reading reading) {
    this.table = table;
    this.candidates = candidates;
    this.reading = reading;
    this.loaded = table.find(Jobs.CASES).orElse(List.of());
  }

  void run() {
    if (loaded.stream().allMatch(l -> l.cases().isEmpty()) || !table.has(Jobs.NEEDS)) {
      return;
    }
    boolean traffic = table.find(Jobs.SCOPE).orElse(Job.Scope.TRAFFIC) == Job.Scope.TRAFFIC;
    for (var need : table.find(Jobs.NEEDS).orElse(List.of())) {
      switch (need.requirement()) {
        case Requirement.Quality(var bar, var sure, var slice) ->
            quality(bar, sure, slice, need.place(), traffic);
        case Requirement.Regressions(_, var most, var sure) ->
            provable(1 - most, sure, units(Optional.empty()), need, traffic);
        case Requirement.Latency(_, var share, _, var sure) ->
            provable(share, sure, units(Optional.empty()), need, traffic);
        case Requirement.Speed(_, var share, var sure) ->
            provable(share, sure, units(Optional.empty()), need, traffic);
        case Requirement.NotWorse _ -> {
          // what can be shown depends on the outcomes, not only on their number
        }
        case Requirement.Cost _ -> bounded(need);
      }
    }
  }

  private void quality(
      double bar, double sure, Optional<String> slice, Place place, boolean traffic) {
    int units = units(slice);
    if (slice.isPresent() && units == 0) {
      var known = new TreeSet<String>();
      loaded.forEach(l -> l.cases().forEach(c -> known.addAll(c.slices())));
      reading.problem(
          place,
          "No case has the slice \"" + slice.get() + "\".",
          Nearest.hint(slice.get(), known));
      return;
    }
    if (traffic && bar >= 1) {
      reading.problem(
          place,
          "No number of cases can prove a quality of 1.0 for future requests.",
          "Lower the bar, or say `scope: suite` if these cases are all there is.");
      return;
    }
    var need = new Needs.Need(new Requirement.Quality(bar, sure, slice), place);
    provable(bar, sure, units, need, traffic);
  }

  /// With no failure at all, n cases show a share of at most alpha^(1/n).
  private void provable(double bar, double sure, int units, Needs.Need need, boolean traffic) {
    double alpha = 1 - sure;
    if (!traffic || bar <= Math.pow(alpha, 1.0 / units) + 1e-9) {
      return;
    }
    long needed = (long) Math.ceil(Math.log(alpha) / Math.log(bar) - 1e-9);
    double best = Math.floor(Math.pow(alpha, 1.0 / units) * 1000) / 1000;
    String what = clustered() ? " independent cases (clusters)" : " cases";
    reading.problem(
        need.place(),
        "So few cases can never prove "
            + need.requirement().label()
            + ": that takes at least "
            + needed
            + what
            + ", and there are "
            + units
            + ".",
        "With "
            + units
            + what
            + " at most "
            + number(best)
            + " can be shown at confidence "
            + number(sure)
            + "; add cases, lower the bar, or say `scope: suite`.");
  }

  /// A mean of costs can be proved only where nothing can cost more than so much.
  private void bounded(Needs.Need need) {
    Settings settings = table.find(Prompts.SETTINGS).orElse(Settings.NONE);
    var open = new TreeSet<String>();
    for (String name : candidates) {
      Model model = reading.models.get(name);
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
              + Values.list(open)
              + " may be, so no number of cases can prove what answers cost.",
          "Write `max_tokens`, the longest answer you would pay for, in the job's `settings` or at"
              + " the model.");
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replaceAll("0{1,2}$", "");
  }

  private boolean clustered() {
    return loaded.stream().anyMatch(l -> l.cases().stream().anyMatch(c -> c.cluster().isPresent()));
  }

  /// How many independent cases there are: each cluster counts once.
  private int units(Optional<String> slice) {
    int alone = 0;
    Set<String> clusters = new HashSet<>();
    for (var file : loaded) {
      for (Case each : file.cases()) {
        if (slice.isPresent() && !each.slices().contains(slice.get())) {
          continue;
        }
        if (each.cluster().isPresent()) {
          clusters.add(each.cluster().get());
        } else {
          alone++;
        }
      }
    }
    return alone + clusters.size();
  }
}
