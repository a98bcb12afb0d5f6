package dev.metier.project;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.Restoration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What can be wrong with one stage of a workflow: references to others, and keys that contradict
/// each other.
final class StageChecks {
  private final Shape.Named<Table> named;
  private final Table stage;
  private final List<String> names;
  private final List<String> earlier;
  private final Reading reading;

  /// @param names of all stages
  /// @param index of this one
  StageChecks(Shape.Named<Table> named, List<String> names, int index, Reading reading) {
    this.named = named;
    this.stage = named.value();
    this.names = names;
    this.earlier = names.subList(0, index);
    this.reading = reading;
  }

  void run() {
    Set<String> seen = new HashSet<>();
    for (String used : stage.find(WorkflowSection.USES).orElse(List.of())) {
      Place place = stage.valuePlace(WorkflowSection.USES);
      if (!seen.add(used)) {
        reading.problem(place, "`" + used + "` is named twice.", "");
      }
      isEarlier(used, "uses", place);
    }
    restores();
    loop();
    redaction();
  }

  /// Whether a reference is to a stage that is done by then.
  private boolean isEarlier(String name, String verb, Place place) {
    if (earlier.contains(name)) {
      return true;
    }
    if (name.equals(named.name())) {
      reading.problem(
          place,
          "Stage " + name + " " + verb + " itself.",
          "Only earlier stages are done by then.");
    } else if (names.contains(name)) {
      reading.problem(
          place,
          "Stage " + named.name() + " " + verb + " " + name + ", which comes later.",
          "Stages are done in the order in which they are written; put " + name + " first.");
    } else {
      reading.problem(place, "There is no stage \"" + name + "\".", Nearest.hint(name, earlier));
    }
    return false;
  }

  private void restores() {
    Optional<Restoration> restores = stage.find(WorkflowSection.RESTORES);
    if (restores.isEmpty()) {
      return;
    }
    isEarlier(restores.get().from(), "restores", stage.valuePlace(WorkflowSection.RESTORES));
  }

  private void redaction() {
    if (!stage.has(WorkflowSection.REDACTS)) {
      return;
    }
    for (Slot<?> other :
        List.of(WorkflowSection.USES, WorkflowSection.UNTIL, WorkflowSection.RESTORES)) {
      if (stage.has(other)) {
        reading.problem(
            stage.place(other),
            "A stage that redacts has no `" + other.name() + "`.",
            "It reads the input, and its answer is a list of what to hide.");
      }
    }
  }

  // Loops ----------------------------------------------------------------------------------------

  private void loop() {
    if (!stage.has(WorkflowSection.UNTIL)) {
      for (Slot<?> key :
          List.of(
              WorkflowSection.REDO,
              WorkflowSection.ROUNDS,
              WorkflowSection.ESCALATE,
              WorkflowSection.ON_FAILED)) {
        if (stage.has(key)) {
          reading.problem(
              stage.place(key),
              "`" + key.name() + "` needs `until`.",
              "Say what must hold, for example `until: approve` or `until: [graders]`.");
        }
      }
      return;
    }
    Optional<List<CheckKeys.Placed>> until = stage.find(WorkflowSection.UNTIL);
    boolean review = until.filter(List::isEmpty).isPresent();
    redo(review);
    until.orElse(List.of()).forEach(this::check);
    boolean once = stage.find(WorkflowSection.ROUNDS).filter(rounds -> rounds == 1).isPresent();
    if (once && stage.has(WorkflowSection.ESCALATE)) {
      reading.problem(
          stage.place(WorkflowSection.ESCALATE),
          "With `rounds: 1` there is no later round to escalate to.",
          "Write `rounds: 2`.");
    }
  }

  private void redo(boolean review) {
    Optional<String> redo = stage.find(WorkflowSection.REDO);
    Place place = stage.valuePlace(WorkflowSection.REDO);
    List<String> uses = stage.find(WorkflowSection.USES).orElse(List.of());
    if (review && !stage.has(WorkflowSection.REDO)) {
      reading.problem(
          stage.place(WorkflowSection.UNTIL),
          "`until: approve` needs `redo`: the stage that is reviewed.",
          uses.isEmpty()
              ? "Name the stage, and add it to `uses`."
              : "For example `redo: " + uses.getLast() + "`.");
    }
    boolean itself = redo.filter(named.name()::equals).isPresent();
    if (redo.isEmpty() || (itself && !review)) {
      return;
    }
    boolean found = isEarlier(redo.get(), "begins again with", place);
    if (found && review && !uses.contains(redo.get())) {
      reading.problem(
          place,
          "Stage " + named.name() + " reviews " + redo.get() + " without seeing it.",
          "Add it to `uses`.");
    }
  }

  private void check(CheckKeys.Placed placed) {
    String job = stage.find(WorkflowSection.JOB).orElse(named.name());
    Job found = ProjectReading.of(reading).jobs.get(job);
    switch (placed.check()) {
      case Check.Graders _ -> {
        if (found != null && CaseFree.of(found.grading()).isEmpty()) {
          reading.problem(
              placed.place(),
              "Every grader of job "
                  + job
                  + " needs the case, and live requests have no answer key.",
              "Add one that does without, such as `json_schema`, or leave `graders` out.");
        }
      }
      case Check.Agree _,
          Check.LogProbability _,
          Check.Loops _,
          Check.Tokens _,
          Check.Baseline _,
          Check.Judge _,
          Check.Score _ ->
          reading.problem(
              placed.place(),
              "A stage is not checked by `" + placed.check().word() + "`.",
              "Use `complete`, `graders` or a `program`.");
      case Check.Complete _, Check.Program _ -> {}
    }
  }
}
