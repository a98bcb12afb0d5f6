package dev.metier.project;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Place;
import dev.metier.core.text.DurationText;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.HybridSpec;
import dev.metier.job.HybridSpec.KeptWrong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be wrong with a hybrid whose every key is right.
final class HybridChecks {
  private final String job;
  private final Table table;
  private final Table hybrid;
  private final Reading reading;

  HybridChecks(String job, Table table, Table hybrid, Reading reading) {
    this.job = job;
    this.table = table;
    this.hybrid = hybrid;
    this.reading = reading;
  }

  void run(List<String> candidates) {
    chain(candidates);
    checks(candidates);
    endings();
    if (hybrid.has(HybridSection.MIDDLE)) {
      middle();
    }
    if (!ProjectReading.of(reading).casesBroken(table)) {
      provable();
    }
  }

  // Models ---------------------------------------------------------------------------------------

  private void chain(List<String> candidates) {
    Set<String> seen = new HashSet<>();
    List<String> first = hybrid.find(HybridSection.FIRST).orElse(List.of());
    Place place = hybrid.valuePlace(HybridSection.FIRST);
    if (first.size() > HybridSpec.MOST_FIRST) {
      reading.problem(
          place,
          "At most "
              + HybridSpec.MOST_FIRST
              + " models can be tried first, not "
              + first.size()
              + ".",
          "Each one more makes all of them harder to prove.");
    }
    List<Place> places = hybrid.itemPlaces(HybridSection.FIRST);
    for (int i = 0; i < first.size(); i++) {
      Place at = places.size() == first.size() ? places.get(i) : place;
      if (!seen.add(first.get(i))) {
        reading.problem(at, "`" + first.get(i) + "` is named twice.", "Name each model once.");
      }
      stage(first.get(i), at, candidates);
    }
    behind(HybridSection.MIDDLE, seen, candidates);
    if (!HybridSection.endsThere(hybrid)) {
      behind(HybridSection.THEN, seen, candidates);
    }
  }

  private void behind(Table.Slot<String> key, Set<String> seen, List<String> candidates) {
    hybrid
        .find(key)
        .ifPresent(name -> {
          Place at = hybrid.valuePlace(key);
          if (!seen.add(name)) {
            reading.problem(at, "`" + name + "` would stand behind itself.", "Name another model.");
          }
          stage(name, at, candidates);
        });
  }

  /// What holds for every model that sees a request.
  private void stage(String name, Place place, List<String> candidates) {
    if (!candidates.contains(name)) {
      reading.problem(
          place,
          "`" + name + "` is no candidate of this job, so that nothing is known of it.",
          "Add it to the job's `models`.");
    }
    cleared(name, place);
  }

  /// Only a host that may read the job's data is told of it.
  private void cleared(String name, Place place) {
    Model model = ProjectReading.of(reading).models.get(name);
    Optional<DataClass> data = table.find(JobSection.DATA);
    if (model != null && data.isPresent() && !model.mayRead(data.get())) {
      reading.problem(
          place,
          "`"
              + name
              + "` is FORBIDDEN here: its host "
              + model.readingHost().name()
              + " may not read "
              + data.get().name().toLowerCase(Locale.ROOT)
              + " data.",
          "Name a model whose host may.");
    }
  }

  // Checks ---------------------------------------------------------------------------------------

  private void checks(List<String> candidates) {
    var seen = new ArrayList<Check>();
    for (var placed : hybrid.find(CheckKeys.CHECKS).orElse(List.of())) {
      if (seen.contains(placed.check())) {
        reading.problem(
            placed.place(), "The check `" + placed.check().word() + "` is written twice.", "");
      }
      seen.add(placed.check());
      check(placed.check(), placed.place(), candidates);
    }
    bars();
  }

  /// Bars are tried one after the other in one order, so that there is one kind of them.
  private void bars() {
    var barred =
        hybrid.find(CheckKeys.CHECKS).orElse(List.of()).stream()
            .filter(placed ->
                placed.check() instanceof Check.Score
                    || placed.check() instanceof Check.LogProbability)
            .toList();
    if (barred.size() > 1
        && barred.stream().anyMatch(each -> each.check() instanceof Check.Score)) {
      reading.problem(
          barred.get(1).place(),
          "One check with a bar is tried at a time, and `"
              + barred.getFirst().check().word()
              + "` has one already.",
          "Weigh everything in one `score`.");
    }
  }

  private void check(Check check, Place place, List<String> candidates) {
    switch (check) {
      case Check.Graders _ -> {
        boolean none =
            table.find(JobSection.GRADERS).filter(all -> CaseFree.of(all).isEmpty()).isPresent();
        if (none) {
          reading.problem(
              place,
              "Every grader of this job needs the case, and live requests have no answer key.",
              "Add one that does without, such as `json_schema`, or leave `graders` out.");
        }
      }
      case Check.Agree(int samples, _, _) -> {
        int repeats = table.find(JobSection.REPEATS).orElse(1);
        if (repeats < samples) {
          reading.note(
              "Job "
                  + job
                  + ": what "
                  + samples
                  + " answers that agree are worth can be found out only where each case is asked"
                  + " so often; write `repeats: "
                  + samples
                  + "`.");
        }
      }
      case Check.Baseline(var model) -> stage(model.text(), place, candidates);
      case Check.LogProbability _ -> likelihood(place);
      case Check.Score score -> score.parts().forEach(part -> check(part, place, candidates));
      case Check.Judge judge -> judge(judge, place);
      case Check.Program(_, Duration timeout, _) -> inTime("A program", timeout, place);
      case Check.Complete _, Check.Loops _, Check.Tokens _ -> {}
    }
  }

  private void judge(Check.Judge judge, Place place) {
    cleared(judge.model().text(), place);
    Model model = ProjectReading.of(reading).models.get(judge.model().text());
    boolean words = model != null && model.kind() == ProviderKind.BASELINE;
    if (model != null && (words || !model.kind().answersRequests())) {
      reading.problem(
          place,
          "`" + model.name() + "` cannot be asked by the gateway to judge an answer.",
          "Name a model on a server.");
    }
    inTime("A judge", judge.timeout(), place);
  }

  /// Whoever stands behind a check that hangs needs time to answer.
  private void inTime(String check, Duration timeout, Place place) {
    Duration deadline = hybrid.find(HybridSection.DEADLINE).orElse(CascadeRules.USUAL.deadline());
    if (timeout.compareTo(deadline) >= 0) {
      reading.problem(
          place,
          check
              + " that hangs for "
              + DurationText.rounded(timeout)
              + " would use up the chain's `deadline` of "
              + DurationText.rounded(deadline)
              + ", and nobody would answer.",
          "Write a shorter `timeout`, or a longer `deadline`.");
    }
  }

  /// Only some servers tell, and only who is named here is asked.
  private void likelihood(Place place) {
    if (hybrid.find(HybridSection.FIRST).orElse(List.of()).isEmpty()) {
      reading.problem(
          place,
          "`logprob` is asked of the models that answer first, and none is named.",
          "Name them under `first`; `metier qualify` then asks them anew.");
    }
    String silent =
        HybridSection.checked(hybrid).stream()
            .distinct()
            .flatMap(
                name -> Optional.ofNullable(ProjectReading.of(reading).models.get(name)).stream())
            .filter(model -> !model.kind().tellsLikelihood())
            .map(model -> model.name() + " (" + model.kind().word() + ")")
            .collect(Collectors.joining(", "));
    if (!silent.isEmpty()) {
      reading.problem(
          place,
          "`logprob` cannot look at answers of "
              + silent
              + ": no log-probabilities are told there.",
          "Leave it out, or reach the model by an OpenAI-compatible server; `agree` asks the same"
              + " of any.");
    }
  }

  private void endings() {
    if (!HybridSection.endsThere(hybrid)) {
      return;
    }
    for (var key : List.of(HybridSection.ON_FAILED, HybridSection.ON_BROKEN)) {
      if (hybrid.has(key) && hybrid.find(key).filter(After.ESCALATE::equals).isPresent()) {
        reading.problem(
            hybrid.valuePlace(key),
            "With `then: none` there is nobody to escalate to.",
            "Write `refuse` or `mark`.");
      }
    }
  }

  /// What a model in the middle cannot be written with.
  private void middle() {
    Place place = hybrid.valuePlace(HybridSection.MIDDLE);
    if (HybridSection.endsThere(hybrid)) {
      reading.problem(
          place,
          "With `then: none` nobody stands behind `middle`.",
          "Name a model under `then`, or make this one `then`.");
      return;
    }
    After failed = hybrid.find(HybridSection.ON_FAILED).orElse(After.ESCALATE);
    if (failed != After.ESCALATE) {
      reading.problem(
          hybrid.valuePlace(HybridSection.ON_FAILED),
          "`middle` answers what fails a check, and here nobody does.",
          "Write `on_check_failed: escalate`, or leave `middle` out.");
    }
    if (hybrid
        .find(HybridSection.HAND_OVER)
        .filter(CascadeRules.HandOver.REASON::equals)
        .isPresent()) {
      reading.problem(
          hybrid.valuePlace(HybridSection.HAND_OVER),
          "A `middle` model is told nothing of failed checks, and neither is the one behind it:"
              + " what both would answer then is asked of nobody.",
          "Write `hand_over: fresh`, or leave `middle` out.");
    }
  }

  // Numbers --------------------------------------------------------------------------------------

  private void provable() {
    int cases =
        table.find(JobSection.CASES).orElse(List.of()).stream()
            .mapToInt(loaded -> loaded.cases().size())
            .sum();
    weighable(cases);
    hybrid
        .find(HybridSection.KEPT_WRONG)
        .ifPresent(kept ->
            kept.find(HybridSection.AT_MOST)
                .ifPresent(share ->
                    provable(
                        kept.valuePlace(HybridSection.AT_MOST),
                        "at most " + share + " kept and wrong",
                        KeptWrong.cases(share, kept.find(HybridSection.SURE).orElse(0.9)),
                        cases)));
    hybrid
        .find(HybridSection.NOT_WORSE)
        .filter(worse -> worse.has(HybridSection.MARGIN))
        .ifPresent(worse ->
            worse
                .find(HybridSection.MARGIN)
                .ifPresent(margin ->
                    provable(
                        worse.valuePlace(HybridSection.MARGIN),
                        "a margin of " + margin,
                        KeptWrong.cases(margin, worse.find(HybridSection.CONFIDENCE).orElse(0.95)),
                        cases)));
  }

  private void weighable(int cases) {
    hybrid.find(CheckKeys.CHECKS).orElse(List.of()).stream()
        .filter(placed -> placed.check() instanceof Check.Score)
        .filter(_ -> cases > 0 && cases < Check.Score.LEAST_CASES)
        .findFirst()
        .ifPresent(placed ->
            reading.problem(
                placed.place(),
                "A score is weighed on "
                    + Check.Score.LEAST_CASES
                    + " cases at least, and there are only "
                    + cases
                    + ".",
                "Add cases, or write its signals as checks."));
  }

  private void provable(Place place, String what, int needed, int cases) {
    if (cases == 0) {
      return;
    }
    if (cases >= needed && cases < 2 * needed && hybrid.has(HybridSection.MIDDLE)) {
      reading.problem(
          place,
          "A chain with a `middle` is proved on one half of the cases, and not even answers without"
              + " a fault can prove "
              + what
              + " there: that takes "
              + 2 * needed
              + " cases, and there are only "
              + cases
              + ".",
          "Add cases, write a larger share, or leave `middle` out.");
    } else if (cases < needed) {
      reading.problem(
          place,
          "Not even answers without a fault can prove "
              + what
              + ": that takes "
              + needed
              + " cases, and there are only "
              + cases
              + ".",
          "Add cases, or write a larger share.");
    }
  }
}
