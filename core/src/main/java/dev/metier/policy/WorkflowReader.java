package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Restoration;
import dev.metier.job.StageLoop;
import dev.metier.job.StageLoop.Until;
import dev.metier.job.Template;
import dev.metier.job.WorkflowStage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workflow as it stands in a policy file.
final class WorkflowReader {
  private static final String AGAIN =
      "Change metier.yaml, run `metier qualify`, and compile again.";
  private static final Shape<ModelName> MODEL =
      ScalarReader.parsed(
          "the name of a model",
          ModelReader.NAME.pattern(),
          text -> Optional.of(new ModelName(text)));
  private static final Shape<String> NAME =
      ScalarReader.parsed(
          "the name of a stage",
          ModelReader.NAME.pattern(),
          text -> Optional.of(text).filter(WorkflowStage::allowed));

  private static final Slot<String> JOB =
      key(
              "job",
              ScalarReader.parsed(
                  "the name of a job",
                  ModelReader.NAME.pattern(),
                  text -> Optional.of(text).filter(JobName::allowed)),
              "The job that it is.",
              "\"mail-draft\"")
          .needed();
  private static final Slot<ModelName> SINGLE =
      key("single", MODEL, "The model that answers.", "\"qwen\"").needed();
  private static final Slot<List<ModelName>> FALLBACKS =
      key(
              "fallbacks",
              Shape.list(MODEL),
              "Others that are FIT for its job, asked in this order when it does not answer.",
              "[\"opus\"]")
          .usually(List.of(), "none");
  private static final Slot<ModelName> THEN =
      key("then", MODEL, "Answers in place of what does not pass.", "\"opus\"").needed();
  private static final Slot<List<Check>> LOOKS =
      key(
              "checks",
              Shape.some(CheckReader.CHECK),
              "What an answer must pass to be kept, in this order.",
              "[{\"complete\": {}}]")
          .needed();
  private static final Slot<CascadeProof> KEPT =
      key(
              "kept",
              CascadeReader.PROOF,
              "What the evidence of its job proved of the answers that are kept; shares as runs"
                  + " from end to end had them.",
              "{\"guarantee\": \"...\", \"least\": 0.55, \"most\": 0.69}")
          .needed();
  private static final Slot<ServedStage.Chain> CHAIN =
      key(
              "chain",
              Table.shape("chain", "", THEN, LOOKS, KEPT)
                  .then((table, _, _) ->
                      table.sound()
                          ? Optional.of(
                              new ServedStage.Chain(
                                  table.value(THEN), table.value(LOOKS), table.value(KEPT)))
                          : Optional.<ServedStage.Chain>empty()),
              "What becomes of the first model's answer.",
              "{\"then\": \"opus\", \"checks\": [...], \"kept\": {...}}")
          .otherwise("it is taken as it is");
  private static final Slot<DataClass> DATA =
      key("data", Amounts.data(), "Class of what its models are told.", "\"public\"").needed();
  private static final Slot<Role> ROLE =
      key(
              "role",
              ScalarReader.choice(
                  Map.of("system", Role.SYSTEM, "user", Role.USER, "assistant", Role.ASSISTANT),
                  ScalarReader.told(
                      "system",
                      "standing orders",
                      "user",
                      "the request",
                      "assistant",
                      "an example")),
              "Who says it.",
              "\"user\"")
          .needed();
  private static final Slot<String> TEXT =
      key("text", ScalarReader.string(), "What is said.", "\"Answer: {{redact}}\"").needed();
  private static final Slot<List<Prompt.Turn>> PROMPT =
      key(
              "prompt",
              Shape.some(
                  Table.shape("turn", "One turn of a prompt.", ROLE, TEXT)
                      .then((table, _, _) ->
                          table
                              .find(ROLE)
                              .flatMap(role ->
                                  table
                                      .find(TEXT)
                                      .map(text -> new Prompt.Turn(role, new Template(text)))))),
              "What its job says to a model.",
              "[{\"role\": \"user\", \"text\": \"Answer: {{redact}}\"}]")
          .needed();
  private static final Slot<List<String>> USES =
      key("uses", Shape.list(NAME), "Earlier stages whose answers its prompt has.", "[\"redact\"]")
          .usually(List.of(), "none");
  private static final Slot<DataClass> REDACTS =
      key(
              "redacts",
              Amounts.data(),
              "Class of the text in which what it lists is replaced: proven by its verdict.",
              "\"public\"")
          .otherwise("it does not redact");
  private static final Slot<String> FROM =
      key("from", NAME, "The stage that redacts.", "\"redact\"").needed();
  private static final Slot<Boolean> EVERY =
      key("every", ScalarReader.flag(), "Whether each placeholder must be there.", "true").needed();
  private static final Slot<Restoration> RESTORES =
      key(
              "restores",
              Table.shape("restores", "", FROM, EVERY)
                  .then((table, _, _) ->
                      table
                          .find(FROM)
                          .flatMap(from ->
                              table.find(EVERY).map(every -> new Restoration(from, every)))),
              "What is put back into its answer.",
              "{\"from\": \"redact\", \"every\": true}")
          .otherwise("nothing");
  private static final Slot<List<Check>> CHECKS =
      key(
              "checks",
              Shape.some(CheckReader.CHECK.then(WorkflowReader::ofStage)),
              "What its answer must pass.",
              "[{\"complete\": {}}]")
          .otherwise("its answer is a review, and must approve");
  private static final Slot<String> REDO =
      key("redo", NAME, "The stage that is done again.", "\"draft\"").needed();
  private static final Slot<Integer> ROUNDS =
      key(
              "rounds",
              ScalarReader.whole(1, StageLoop.MOST_ROUNDS).map(Math::toIntExact),
              "How often at most, the first time included.",
              "2")
          .needed();
  private static final Slot<ModelName> ESCALATE =
      key("escalate", MODEL, "The model that does the last round.", "\"opus\"")
          .otherwise("the stage's own");
  private static final Slot<Boolean> MARK =
      key("mark", ScalarReader.flag(), "Whether what does not hold is marked.", "false")
          .usually(false, "false: it is refused");
  private static final Slot<StageLoop> UNTIL =
      key(
              "until",
              Table.shape("until", "", CHECKS, REDO, ROUNDS, ESCALATE, MARK)
                  .then(WorkflowReader::loop),
              "What must hold of its answer, and what is done again until then.",
              "{\"redo\": \"draft\", \"rounds\": 2}")
          .otherwise("its answer is taken as it is");

  private static final Shape<Table> STAGE =
      Table.shape(
          "stage",
          "A job that is told the request's input, and what it uses of earlier stages.",
          JOB,
          SINGLE,
          CHAIN,
          FALLBACKS,
          DATA,
          PROMPT,
          SettingsReader.SLOT,
          USES,
          REDACTS,
          RESTORES,
          UNTIL);

  private static final Slot<String> INPUT =
      key(
              "workflow",
              ScalarReader.string(),
              "The variable of the prompts that the request's text fills in.",
              "\"mail\"")
          .needed();
  private static final Slot<List<Shape.Named<Table>>> STAGES =
      key(
              "stages",
              Shape.named("stage", STAGE),
              "What is done, in this order.",
              "{\"draft\": {...}, \"review\": {...}}")
          .needed();
  private static final Slot<Duration> DEADLINE =
      key("deadline", Amounts.time(), "Longest time of all stages together.", "\"2m\"").needed();
  private static final Slot<String> PROOF =
      key(
              "proof",
              ScalarReader.string(),
              "What the evidence proved of the whole.",
              "\"Quality is at least 0.93.\"")
          .needed();

  static final Shape<Route> ROUTE =
      Table.shape("workflow", "", INPUT, STAGES, DEADLINE, PROOF, SealReader.SLOT)
          .onlyFor(written -> ModelReader.holds(written, INPUT))
          .then(WorkflowReader::workflow);

  private WorkflowReader() {}

  private static Optional<Check> ofStage(Check check, Place place, Reading reading) {
    if (check instanceof Check.Judge || check instanceof Check.Score) {
      reading.problem(place, "A stage is not checked by a " + check.word() + ".", "");
      return Optional.empty();
    }
    return Optional.of(check);
  }

  private static Optional<StageLoop> loop(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    Until until = table.find(CHECKS).<Until>map(Until.Passing::new).orElseGet(Until.Approval::new);
    boolean pointless = table.find(ESCALATE).isPresent() && table.value(ROUNDS) == 1;
    if (pointless) {
      reading.problem(place, "The only round has the stage's own model.", AGAIN);
      return Optional.empty();
    }
    return Optional.of(
        new StageLoop(
            until,
            table.value(REDO),
            table.value(ROUNDS),
            table.find(ESCALATE),
            table.value(MARK)));
  }

  private static Optional<Route> workflow(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    try {
      String input = table.value(INPUT);
      var stages = table.value(STAGES).stream().map(each -> stage(each, input)).toList();
      for (ServedStage each : stages) {
        named(each, input, place, reading);
      }
      var flow = new Route.Workflow(input, stages, table.value(DEADLINE), table.value(PROOF));
      SealReader.keep(table, flow, reading);
      return Optional.of(flow);
    } catch (IllegalArgumentException e) {
      reading.problem(place, "These stages are no workflow: " + e.getMessage() + ".", AGAIN);
      return Optional.empty();
    }
  }

  private static ServedStage stage(Shape.Named<Table> named, String input) {
    Table table = named.value();
    var prompt = new Prompt(table.value(PROMPT));
    var stage =
        new WorkflowStage(
            named.name(),
            new JobName(table.value(JOB)),
            prompt.variables().contains(input),
            table.value(USES),
            table.find(UNTIL),
            table.find(REDACTS),
            table.find(RESTORES));
    return new ServedStage(
        stage,
        prompt,
        table.find(SettingsReader.SLOT).orElse(Settings.NONE),
        table.value(SINGLE),
        table.find(CHAIN),
        table.value(FALLBACKS),
        table.value(DATA));
  }

  /// Nothing but the input and what a stage uses fills its prompt, and no model is named twice.
  private static void named(ServedStage stage, String input, Place place, Reading reading) {
    for (String variable : stage.prompt().variables()) {
      if (!variable.equals(input) && !stage.stage().uses().contains(variable)) {
        reading.problem(
            place,
            "Nothing fills `{{" + variable + "}}` in the prompt of stage " + stage.name() + ".",
            Nearest.hint(variable, stage.stage().uses()));
      }
    }
    if (new HashSet<>(stage.models()).size() < stage.models().size()) {
      reading.problem(place, "A model is named twice in stage " + stage.name() + ".", "");
    }
  }

  /// Fails closed: no stage is told more than it says, and no model more than it may read.
  static void check(Route.Workflow flow, DataClass data, Place place, PolicyReading reading) {
    Map<String, DataClass> reads = flow.reads(data, data);
    for (ServedStage stage : flow.stages()) {
      DataClass told = reads.getOrDefault(stage.name(), data);
      if (told.compareTo(stage.data()) > 0) {
        reading.problem(
            place,
            "Stage "
                + stage.name()
                + " is told "
                + Amounts.text(told)
                + " data, but says "
                + Amounts.text(stage.data())
                + ".",
            AGAIN);
      }
      for (ModelName model : flow.reached(stage)) {
        JobReader.check(model, stage.data(), place, reading);
      }
    }
  }
}
