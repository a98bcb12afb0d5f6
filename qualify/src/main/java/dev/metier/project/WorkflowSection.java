package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.chat.Settings;
import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Restoration;
import dev.metier.job.StageLoop;
import dev.metier.job.StageLoop.Until;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.project.cases.UnnamedCases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The section `workflows`.
final class WorkflowSection {
  private static final String APPROVE = "approve";

  static final Slot<String> JOB =
      key("job", ScalarReader.text(), "The job that it is.", "mail-draft")
          .otherwise("the stage's name");
  static final Slot<List<String>> USES =
      key(
              "uses",
              Shape.oneOrMore(ScalarReader.text()),
              "Earlier stages whose answers the job's prompt has, as `{{redact}}`; it sees no"
                  + " other.",
              "[redact]")
          .usually(List.of(), "none");

  /// Empty checks: the answer itself approves.
  static final Slot<List<CheckKeys.Placed>> UNTIL =
      key(
              "until",
              Shape.<List<CheckKeys.Placed>>either(
                  ScalarReader.choice(
                          Map.of(APPROVE, List.<CheckKeys.Placed>of()),
                          ScalarReader.told(
                              APPROVE,
                              "the answer's first line is `approve`; `redo` and a plan behind it"
                                  + " begins another round"))
                      .onlyFor(written -> written instanceof Written.Scalar),
                  CheckKeys.CHECKS.shape()),
              "What must hold of its answer before the workflow goes on.",
              APPROVE)
          .otherwise("its answer is taken as it is");

  static final Slot<String> REDO =
      key(
              "redo",
              ScalarReader.text(),
              "The stage that is done again otherwise, and all after it; it is told what was"
                  + " wrong.",
              "draft")
          .otherwise("the stage itself; needed for `until: approve`");
  static final Slot<Integer> ROUNDS =
      key(
              "rounds",
              ScalarReader.whole(1, StageLoop.MOST_ROUNDS).map(Math::toIntExact),
              "How often that is done at most, the first time included.",
              "3")
          .usually(2, "2");
  static final Slot<String> ESCALATE =
      key(
              "escalate",
              ScalarReader.text().then(JobSection::known),
              "The model that does the last round.",
              "opus")
          .otherwise("the model of the stage");
  static final Slot<Boolean> ON_FAILED =
      key(
              "on_check_failed",
              ScalarReader.choice(
                  Map.of("refuse", false, "mark", true),
                  ScalarReader.told(
                      "refuse",
                      "the client gets an error that no repetition helps",
                      "mark",
                      "the workflow goes on with what there is, marked in a header")),
              "What follows when the last round does not hold either, or nobody could say.",
              "mark")
          .usually(false, "refuse");
  static final Slot<DataClass> TO =
      key("to", ModelSection.DATA_CLASS, "The class of the redacted text.", "public").needed();
  static final Slot<DataClass> REDACTS =
      key(
              "redacts",
              Table.shape("redacts", "What redaction makes of the input's class.", TO)
                  .then((table, place, reading) -> table.find(TO)),
              "Its job lists what to hide, as `[{\"text\": \"Ann Lee\", \"kind\": \"PERSON\"}]`;"
                  + " the text with placeholders in place of these is what later stages see of it.",
              "{to: public}")
          .otherwise("it hides nothing");
  private static final Slot<String> FROM =
      key("from", ScalarReader.text(), "The stage that redacts.", "redact").needed();
  private static final Slot<Boolean> EVERY =
      key(
              "every",
              ScalarReader.flag(),
              "Whether each placeholder must be in the answer; one that was never handed out fails"
                  + " it either way.",
              "false")
          .usually(true, "true");
  static final Slot<Restoration> RESTORES =
      key(
              "restores",
              Shape.<Restoration>either(
                  ScalarReader.text().map(from -> new Restoration(from, true)),
                  Table.shape("restores", "What is put back into an answer.", FROM, EVERY)
                      .then((table, place, reading) ->
                          table
                              .find(FROM)
                              .map(from -> new Restoration(from, table.find(EVERY).orElse(true))))),
              "The stage that redacted what is put back into this one's answer.",
              "redact")
          .otherwise("placeholders stay");

  private static final Shape<Table> STAGE =
      Table.shape(
          "stage",
          "A job that sees the request's input, and what it uses of earlier stages.",
          JOB,
          USES,
          UNTIL,
          REDO,
          ROUNDS,
          ESCALATE,
          ON_FAILED,
          REDACTS,
          RESTORES);

  static final Slot<List<Shape.Named<Table>>> STAGES =
      key(
              "stages",
              Shape.named("stage", STAGE),
              "What is done, in this order: at most "
                  + Workflow.MOST_STAGES
                  + " stages, each a job.",
              "{triage: {job: ticket-triage}, reply: {job: reply-draft, uses: [triage]}}")
          .needed();
  static final Slot<String> INPUT =
      key(
              "input",
              ScalarReader.text(),
              "The variable of the jobs' prompts that the request's text fills in.",
              "mail")
          .otherwise("the one variable of the prompts that names no stage");
  static final Slot<Duration> DEADLINE =
      key("deadline", ScalarReader.duration(), "Longest time of all stages together.", "90s")
          .usually(Workflow.USUAL_DEADLINE, "2m");

  static final Shape<List<Workflow>> WORKFLOWS =
      Shape.named(
          "workflow",
          Table.shape(
              "workflow",
              "Jobs that hand their results on, asked for as one.",
              JobSection.PURPOSE,
              JobSection.DATA,
              INPUT,
              STAGES,
              DEADLINE,
              JobSection.CASES,
              JobSection.GRADERS,
              JobSection.NEEDS,
              JobSection.SCOPE,
              JobSection.PREFER,
              ServeSection.SERVE),
          WorkflowSection::workflow);

  private WorkflowSection() {}

  private static Optional<Workflow> workflow(
      Shape.Named<Table> named, Place place, Reading reading) {
    Table table = named.value();
    var project = ProjectReading.of(reading);
    project.places.put("workflows." + named.name(), place);
    JobSection.checkName(named.name(), place, reading);
    JobSection.lacking(table, JobSection.GRADERS, reading);
    Optional<WorkflowChecks.Checked> checked =
        new WorkflowChecks(named.name(), table, reading).run();
    checked.ifPresent(all -> project.uses(all.template(), table.place(STAGES), "the workflow"));
    new JobChecks(named.name(), table, List.of(), reading).run(false);
    new JudgeChecks(table, reading).run(List.of());
    checked.ifPresent(all -> judgedByItsOwn(all.stages(), table, reading));
    ServeSection.take(named.name(), table, reading);
    if (checked.isEmpty() || reading.count() > 0) {
      return Optional.empty();
    }
    String input = checked.get().input();
    return Optional.of(
        new Workflow(
            whole(named, Prompt.ofUser(checked.get().template().text())),
            input,
            checked.get().stages(),
            table.value(DEADLINE)));
  }

  /// The judge of the whole does no last round either.
  private static void judgedByItsOwn(List<WorkflowStage> stages, Table table, Reading reading) {
    var judges = JudgeChecks.judges(table).stream().map(GraderSpec.Judged::judge).toList();
    stages.stream()
        .flatMap(stage -> stage.loop().stream())
        .flatMap(loop -> loop.escalate().stream())
        .filter(judges::contains)
        .distinct()
        .forEach(model ->
            reading.problem(
                table.valuePlace(JobSection.GRADERS),
                "`"
                    + model
                    + "` judges this workflow's answers and does the last round of a stage; no"
                    + " model judges what it had a part in.",
                "Name another judge, or another model for `escalate`."));
  }

  private static Job whole(Shape.Named<Table> named, Prompt prompt) {
    Table table = named.value();
    return new Job(
        new JobName(named.name()),
        table.value(JobSection.PURPOSE),
        table.value(JobSection.DATA),
        prompt,
        List.of(),
        Settings.NONE,
        UnnamedCases.identified(table.value(JobSection.CASES), prompt),
        table.value(JobSection.GRADERS),
        table.value(JobSection.NEEDS).stream().map(Needs.Need::requirement).toList(),
        table.value(JobSection.SCOPE),
        table.value(JobSection.PREFER),
        1,
        List.of());
  }

  /// The stage that a table describes, whose prompt has these variables.
  static WorkflowStage stage(String name, String job, Table table, boolean input) {
    return new WorkflowStage(
        name,
        new JobName(job),
        input,
        table.value(USES),
        table.find(UNTIL).map(checks -> loop(name, table, checks)),
        table.find(REDACTS),
        table.find(RESTORES));
  }

  private static StageLoop loop(String name, Table table, List<CheckKeys.Placed> checks) {
    Until until =
        checks.isEmpty()
            ? new Until.Approval()
            : new Until.Passing(checks.stream().map(CheckKeys.Placed::check).toList());
    return new StageLoop(
        until,
        table.find(REDO).orElse(name),
        table.value(ROUNDS),
        table.find(ESCALATE).map(ModelName::new),
        table.value(ON_FAILED));
  }
}
