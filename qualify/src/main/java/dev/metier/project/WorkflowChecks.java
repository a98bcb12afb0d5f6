package dev.metier.project;

import dev.metier.catalog.Model;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Restoration;
import dev.metier.job.StageLoop;
import dev.metier.job.Template;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be wrong with a workflow whose every key is right, and the stages that it has.
final class WorkflowChecks {
  /// What was found to be right.
  ///
  /// @param input the variable that the request fills in
  record Checked(String input, List<WorkflowStage> stages) {
    Template template() {
      return new Template("{{" + input + "}}");
    }
  }

  private final String workflow;
  private final Table table;
  private final Reading reading;
  private final List<Shape.Named<Table>> stages;
  private final List<String> names;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private String input = "";

  WorkflowChecks(String workflow, Table table, Reading reading) {
    this.workflow = workflow;
    this.table = table;
    this.reading = reading;
    this.stages = table.find(WorkflowSection.STAGES).orElse(List.of());
    this.names = stages.stream().map(Shape.Named::name).toList();
  }

  /// Stages hand on texts.
  private void pictures() {
    boolean shown =
        table.find(JobSection.CASES).orElse(List.of()).stream()
            .anyMatch(file -> !file.images().isEmpty());
    if (shown) {
      reading.problem(
          table.place(JobSection.CASES),
          "The cases of a workflow show no pictures: its stages hand on texts.",
          "Leave `images` out, or make it a job.");
    }
  }

  /// The stages; empty when something is wrong with them.
  Optional<Checked> run() {
    int before = reading.count();
    name();
    count();
    stages.forEach(this::findJob);
    for (int i = 0; i < stages.size(); i++) {
      new StageChecks(stages.get(i), names, i, reading).run();
      redaction(stages.get(i));
    }
    ending();
    pictures();
    if (!table.sound() || reading.count() > before || jobs.size() < stages.size()) {
      return Optional.empty();
    }
    findInput();
    stages.forEach(this::variables);
    if (reading.count() > before) {
      return Optional.empty();
    }
    var sound = stages.stream().map(this::stage).toList();
    classes(sound);
    return reading.count() > before ? Optional.empty() : Optional.of(new Checked(input, sound));
  }

  private void name() {
    var project = ProjectReading.of(reading);
    if (project.jobNames.contains(workflow)) {
      reading.problem(
          reading.keyPlace(table.place()),
          "`" + workflow + "` is the name of a job already.",
          "Clients ask for both by name; call one of them otherwise.");
    }
  }

  private void count() {
    boolean read = table.find(WorkflowSection.STAGES).isPresent();
    if (table.has(WorkflowSection.STAGES) && read && names.isEmpty()) {
      reading.problem(
          table.place(WorkflowSection.STAGES), "The workflow has no stages.", "Name at least one.");
    }
    if (names.size() > Workflow.MOST_STAGES) {
      reading.problem(
          stages.get(Workflow.MOST_STAGES).place(),
          "A workflow has at most "
              + Workflow.MOST_STAGES
              + " stages, and this is one of "
              + names.size()
              + ".",
          "Let one job do the work of several, or ask for two workflows one after the other.");
    }
  }

  private void findJob(Shape.Named<Table> stage) {
    Table own = stage.value();
    String job = job(stage);
    var known = ProjectReading.of(reading).jobNames;
    if (!WorkflowStage.allowed(stage.name())) {
      reading.problem(
          stage.place(),
          "This is no name for a stage.",
          "Prompts write it as a variable: begin with a letter, then letters, digits, `_`, `-` and"
              + " `.`.");
    }
    if (!known.contains(job)) {
      Place place =
          own.has(WorkflowSection.JOB) ? own.valuePlace(WorkflowSection.JOB) : stage.place();
      reading.problem(place, "There is no job \"" + job + "\".", Nearest.hint(job, known));
      return;
    }
    Job found = ProjectReading.of(reading).jobs.get(job);
    if (found != null) {
      jobs.put(stage.name(), found);
    }
  }

  private static String job(Shape.Named<Table> stage) {
    return stage.value().find(WorkflowSection.JOB).orElse(stage.name());
  }

  /// Placeholders of two redactions could not be told apart; what is restored was redacted; and a
  /// list of what to hide is nothing to be told what is wrong with.
  private void redaction(Shape.Named<Table> stage) {
    var redacting =
        stages.subList(0, names.indexOf(stage.name())).stream()
            .filter(each -> each.value().has(WorkflowSection.REDACTS))
            .map(Shape.Named::name)
            .toList();
    boolean earlier = !redacting.isEmpty();
    stage
        .value()
        .find(WorkflowSection.RESTORES)
        .map(Restoration::from)
        .filter(from -> names.contains(from) && !redacting.contains(from))
        .ifPresent(from ->
            reading.problem(
                stage.value().valuePlace(WorkflowSection.RESTORES),
                "Stage " + from + " redacts nothing that could be restored.",
                Nearest.hint(from, redacting)));
    stage
        .value()
        .find(WorkflowSection.REDO)
        .filter(redacting::contains)
        .ifPresent(redo ->
            reading.problem(
                stage.value().valuePlace(WorkflowSection.REDO),
                "Stage " + redo + " redacts, and is not done again.",
                "Name a stage whose answer is text."));
    if (earlier && stage.value().has(WorkflowSection.REDACTS)) {
      reading.problem(
          stage.value().place(WorkflowSection.REDACTS),
          "An earlier stage redacts the input already.",
          "Use that stage.");
    }
  }

  /// The answer of the whole is text for the client.
  private void ending() {
    if (stages.isEmpty()) {
      return;
    }
    var last = stages.getLast();
    if (last.value().has(WorkflowSection.REDACTS)) {
      reading.problem(
          last.value().place(WorkflowSection.REDACTS),
          "The last stage's answer is the client's, and a redacting stage lists what to hide.",
          "Let a stage follow that uses it.");
    }
    for (var stage : stages.subList(0, stages.size() - 1)) {
      Job job = jobs.get(stage.name());
      if (job != null && !job.tools().isEmpty()) {
        reading.problem(
            stage.place(),
            "Job " + job.name() + " has tools, and only the last stage of a workflow may call any.",
            "Only the client can run them, and it sees the last stage's answer alone.");
      }
    }
  }

  // Variables ------------------------------------------------------------------------------------

  private void findInput() {
    Set<String> free = new LinkedHashSet<>();
    jobs.values().forEach(job -> free.addAll(job.prompt().variables()));
    names.forEach(free::remove);
    if (table.has(WorkflowSection.INPUT)) {
      input = table.find(WorkflowSection.INPUT).orElse("");
      if (!free.contains(input)) {
        reading.problem(
            table.valuePlace(WorkflowSection.INPUT),
            "No prompt of the workflow's jobs has `{{" + input + "}}`.",
            Nearest.hint(input, free));
        input = "";
      }
    } else if (free.size() == 1) {
      input = free.iterator().next();
    } else {
      reading.problem(
          table.place(WorkflowSection.STAGES),
          free.isEmpty()
              ? "No prompt of the workflow's jobs has a variable for the request's text."
              : "The request's text could be any of these variables: "
                  + ScalarReader.list(free)
                  + ".",
          free.isEmpty()
              ? "Write one into the first job's prompt, for example `{{input}}`."
              : "Say which: `input: " + free.iterator().next() + "`.");
    }
  }

  /// A stage's prompt has the input and what it uses, and nothing else.
  private void variables(Shape.Named<Table> stage) {
    List<String> uses = stage.value().find(WorkflowSection.USES).orElse(List.of());
    Job job = jobs.get(stage.name());
    if (job == null || input.isEmpty()) {
      return;
    }
    Set<String> has = job.prompt().variables();
    for (String used : uses) {
      if (!has.contains(used)) {
        reading.problem(
            stage.value().valuePlace(WorkflowSection.USES),
            "The prompt of job " + job.name() + " has no `{{" + used + "}}`.",
            "Write it where the answer of " + used + " is to stand, or leave it out of `uses`.");
      }
    }
    for (String variable : has) {
      if (!variable.equals(input) && !uses.contains(variable)) {
        unfilled(stage, job.name(), variable);
      }
    }
    if (uses.isEmpty() && !has.contains(input)) {
      reading.problem(
          stage.place(),
          "Stage " + stage.name() + " sees neither the input nor an earlier stage.",
          "Write `{{" + input + "}}` into the prompt of job " + job.name() + ", or add `uses`.");
    }
  }

  private void unfilled(Shape.Named<Table> stage, JobName job, String variable) {
    boolean earlier = names.subList(0, names.indexOf(stage.name())).contains(variable);
    reading.problem(
        stage.place(),
        "Nothing fills `{{" + variable + "}}` in the prompt of job " + job + ".",
        earlier
            ? "Add `uses: [" + variable + "]`."
            : Nearest.to(variable, List.of(input))
                .map(near -> "Did you mean `{{" + near + "}}`?")
                .orElse(
                    "A stage gets the input, `{{"
                        + input
                        + "}}`, and the earlier stages that it uses."));
  }

  private WorkflowStage stage(Shape.Named<Table> stage) {
    Job job = jobs.get(stage.name());
    boolean reads = job != null && job.prompt().variables().contains(input);
    return WorkflowSection.stage(stage.name(), job(stage), stage.value(), reads);
  }

  // Privacy --------------------------------------------------------------------------------------

  private void classes(List<WorkflowStage> sound) {
    DataClass data = table.value(JobSection.DATA);
    Map<String, DataClass> reads = Workflow.reads(data, sound);
    for (int i = 0; i < sound.size(); i++) {
      WorkflowStage stage = sound.get(i);
      DataClass read = reads.getOrDefault(stage.name(), data);
      Job job = jobs.get(stage.name());
      if (job != null && read.compareTo(job.data()) > 0) {
        reading.problem(
            stages.get(i).place(),
            "Stage "
                + stage.name()
                + " reads "
                + word(read)
                + " data, but job "
                + job.name()
                + " is for "
                + word(job.data())
                + " data.",
            "Raise the job's `data`, or let the stage use redacted text alone.");
      }
      Table own = stages.get(i).value();
      stage.loop().ifPresent(loop -> escalation(own, loop, reads));
      lowers(stages.get(i).value(), stage, read);
    }
  }

  /// The last round's model is known for the job that it does then, and may read what that reads.
  private void escalation(Table stage, StageLoop loop, Map<String, DataClass> reads) {
    Optional<ModelName> name = loop.escalate();
    Job job = jobs.get(loop.redo());
    if (name.isEmpty() || job == null) {
      return;
    }
    Place place = stage.valuePlace(WorkflowSection.ESCALATE);
    if (!job.candidates().contains(name.get())) {
      reading.problem(
          place,
          "`"
              + name.get()
              + "` is no candidate of job "
              + job.name()
              + ", so that nothing is known of it.",
          "Add it to the job's `models`.");
    }
    Model model = ProjectReading.of(reading).models.get(name.get().text());
    DataClass read = reads.getOrDefault(loop.redo(), job.data());
    if (model != null && !model.mayRead(read)) {
      reading.problem(
          place,
          "`"
              + model.name()
              + "` is FORBIDDEN here: its host "
              + model.readingHost().name()
              + " may not read "
              + word(read)
              + " data.",
          "Name a model whose host may.");
    }
  }

  private void lowers(Table stage, WorkflowStage sound, DataClass read) {
    if (sound.redacts().filter(to -> to.compareTo(read) >= 0).isPresent()) {
      reading.problem(
          stage.valuePlace(WorkflowSection.REDACTS),
          "Redaction to "
              + word(sound.redacts().get())
              + " lowers nothing: the input is "
              + word(read)
              + ".",
          "Write a lower class, or leave `redacts` out.");
    }
  }

  private static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }
}
