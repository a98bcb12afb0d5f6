package dev.metier.workflow.search;

import dev.metier.job.ModelName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// The assignments of a workflow that are run from end to end, chosen before any of them was.
///
/// One that another is expected to beat both in reliability and in what the workflow prefers has no
/// place while there is one of the others. Those that are left are taken evenly from the first that
/// is expected to do well enough to the most reliable: stages that do well alone may do badly in a
/// row, so that the cheapest alone would often all fail together.
final class Race {
  /// So many are raced at most; decision 0053 tells why.
  static final int USUAL = 4;

  /// Beyond this only a sample of what is left of the first stages goes on to the next.
  private static final int MOST_BEGUN = 2000;

  private static final Comparator<Begun> PREFERRED =
      Comparator.comparing(Begun::burden)
          .thenComparing(Comparator.comparingDouble(Begun::reliability).reversed());

  private final int most;
  private final double enough;

  private Race(int most, double enough) {
    this.most = most;
    this.enough = Math.log(enough);
  }

  /// The assignments of the first stages with what is expected of them.
  ///
  /// @param reliability logarithm of the expected share of good results
  private record Begun(List<ModelName> models, double reliability, Burden burden) {
    Begun with(StageOption option) {
      var more = new ArrayList<>(models);
      more.add(option.model());
      return new Begun(
          more, reliability + Math.log(option.reliability()), burden.plus(option.burden()));
    }
  }

  /// The assignments in the order in which they are tried: what is preferred first.
  ///
  /// @param stages the models that may do each stage, in the order of the work
  /// @param tried those that were run already, which keep their place
  /// @param most how many are raced; more when more were tried
  /// @param enough share of good results that the workflow needs; 0 where it needs none
  static List<StageModels> of(
      List<List<StageOption>> stages, Set<StageModels> tried, int most, double enough) {
    if (stages.isEmpty() || stages.stream().anyMatch(List::isEmpty)) {
      return List.of();
    }
    return new Race(most, enough).choose(stages, tried);
  }

  private List<StageModels> choose(List<List<StageOption>> stages, Set<StageModels> tried) {
    var places = new ArrayList<Begun>();
    tried.forEach(each -> begun(stages, each).ifPresent(places::add));
    var taken = new HashSet<>(places.stream().map(Begun::models).toList());
    for (Begun each : spread(stages)) {
      if (places.size() < most && taken.add(each.models())) {
        places.add(each);
      }
    }
    return places.stream().sorted(PREFERRED).map(each -> new StageModels(each.models())).toList();
  }

  /// What is expected of an assignment; empty when a model of it may not do its stage any more.
  private static Optional<Begun> begun(List<List<StageOption>> stages, StageModels assignment) {
    var begun = Optional.of(new Begun(List.of(), 0, Burden.NONE));
    for (int i = 0; i < stages.size(); i++) {
      ModelName model = assignment.models().get(i);
      var option = stages.get(i).stream().filter(each -> each.model().equals(model)).findFirst();
      begun = begun.flatMap(before -> option.map(before::with));
    }
    return begun;
  }

  /// First those that nothing beats, evenly taken; then the rest of them; then what few beat.
  private List<Begun> spread(List<List<StageOption>> stages) {
    List<Begun> left = List.of(new Begun(List.of(), 0, Burden.NONE));
    for (List<StageOption> options : stages) {
      var next = new ArrayList<Begun>();
      for (Begun each : left) {
        options.forEach(option -> next.add(each.with(option)));
      }
      left = sample(beatenByFew(next, most));
    }
    List<Begun> unbeaten = beatenByFew(left, 1);
    int last = unbeaten.size() - 1;
    int first = 0;
    while (first < last && unbeaten.get(first).reliability() < enough) {
      first++;
    }
    first = Math.max(0, Math.min(first, unbeaten.size() - most));
    var order = new ArrayList<Begun>();
    int picks = Math.min(most, unbeaten.size());
    for (int i = 0; i < picks; i++) {
      order.add(unbeaten.get(picks == 1 ? last : first + i * (last - first) / (picks - 1)));
    }
    for (int fewer = 2; fewer <= most; fewer++) {
      order.addAll(beatenByFew(left, fewer));
    }
    return order;
  }

  /// Those that fewer than so many others beat, the preferred first. What is so beaten can only
  /// begin assignments that are beaten as often.
  private static List<Begun> beatenByFew(List<Begun> all, int fewer) {
    var kept = new ArrayList<Begun>();
    // the highest reliabilities among those with no more burden
    var highest = new PriorityQueue<Double>();
    for (Begun each : all.stream().sorted(PREFERRED).toList()) {
      if (highest.size() < fewer || each.reliability() > highest.element()) {
        kept.add(each);
      }
      highest.add(each.reliability());
      if (highest.size() > fewer) {
        highest.remove();
      }
    }
    return kept;
  }

  private static List<Begun> sample(List<Begun> all) {
    if (all.size() <= MOST_BEGUN) {
      return all;
    }
    var some = new ArrayList<Begun>();
    for (int i = 0; i < MOST_BEGUN; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (MOST_BEGUN - 1))));
    }
    return some;
  }
}
