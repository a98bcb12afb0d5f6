package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Check;
import dev.metier.job.GraderSpec;
import dev.metier.job.ModelName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The checks of a cascade as they stand in a policy file: an object with one key for each.
final class CheckReader {
  private static final int MOST_SAMPLES = 9;
  private static final String AGAIN =
      "Change metier.yaml, run `metier qualify`, and compile again.";

  private static final Slot<Check.Complete> COMPLETE =
      key(
          "complete",
          ScalarReader.nothing(new Check.Complete()),
          "It is not empty, not cut off and no refusal, has no markup of the model's own in its"
              + " text, and calls only tools that there are, as they ask to be called.",
          "{}");

  private static final Slot<Check.Graders> GRADERS =
      key(
          "graders",
          ScalarReader.jsonObject("graders as `metier compile` writes them")
              .then((text, place, reading) -> graders(text, place, reading)),
          "The graders of the job that need nothing of a case all pass.",
          "{\"grader\": \"Group\", ...}");

  private static final Slot<Integer> SAMPLES =
      key(
              "samples",
              ScalarReader.whole(2, MOST_SAMPLES).map(Math::toIntExact),
              "How many answers are asked for, the first one included.",
              "3")
          .needed();
  private static final Slot<Integer> LEAST =
      key(
              "least",
              ScalarReader.whole(2, MOST_SAMPLES).map(Math::toIntExact),
              "How many of them must say the same as the first.",
              "2")
          .needed();
  private static final Slot<Double> TEMPERATURE =
      key("temperature", ScalarReader.positive(), "Sampling temperature of the others.", "0.7")
          .needed();
  private static final Slot<Check.Agree> AGREE =
      key(
          "agree",
          Table.shape("agreement", "", SAMPLES, LEAST, TEMPERATURE).then(CheckReader::agree),
          "Several answers of the same model say the same.",
          "{\"samples\": 3, \"least\": 2, \"temperature\": 0.7}");

  private static final Slot<List<String>> COMMAND =
      key(
              "command",
              Shape.some(ScalarReader.filled()),
              "The program and its arguments.",
              "[\"/srv/checks/total.sh\"]")
          .needed();
  private static final Slot<Duration> TIMEOUT =
      key("timeout", Amounts.time(), "Longest time it may take.", "\"2s\"").needed();
  private static final Slot<String> PATH =
      key("path", ScalarReader.filled(), "Its path, as in the command.", "\"/srv/checks/total.sh\"")
          .needed();
  private static final Slot<String> SHA256 =
      key("sha256", ScalarReader.filled(), "Its SHA-256 in hexadecimal.", "\"9f2c41aa...\"")
          .needed();
  private static final Shape<Check.Program.CompiledFile> FILE =
      Table.shape("compiled file", "", PATH, SHA256)
          .then((table, _, _) ->
              table.sound()
                  ? Optional.of(
                      new Check.Program.CompiledFile(table.value(PATH), table.value(SHA256)))
                  : Optional.empty());
  private static final Slot<List<Check.Program.CompiledFile>> FILES =
      key(
              "files",
              Shape.list(FILE),
              "The project's own files in the command, as they were compiled; with others the route"
                  + " has expired.",
              "[{\"path\": \"/srv/checks/total.sh\", \"sha256\": \"9f2c41aa...\"}]")
          .otherwise("the command names no file of the project");
  private static final Slot<Check.Program> PROGRAM =
      key(
          "program",
          Table.shape("program", "", COMMAND, TIMEOUT, FILES)
              .then((table, _, _) ->
                  table.sound()
                      ? Optional.of(
                          new Check.Program(
                              table.value(COMMAND),
                              table.value(TIMEOUT),
                              table.find(FILES).orElse(List.of())))
                      : Optional.empty()),
          "A program of the team: it passes by exit code 0, fails by 1, and could not run by any"
              + " other.",
          "{\"command\": [\"/srv/checks/total.sh\"], \"timeout\": \"2s\"}");

  private static final Slot<ModelName> MODEL =
      key("model", CascadeReader.MODEL, "The model that judges.", "\"gemma\"").needed();
  private static final Slot<String> RUBRIC =
      key("rubric", ScalarReader.filled(), "What a good answer does.", "\"It names a date.\"")
          .needed();
  private static final Slot<Duration> JUDGING_TIMEOUT =
      key("timeout", Amounts.time(), "Longest time that judging an answer may take.", "\"20s\"")
          .needed();
  private static final Slot<String> WORDS =
      key(
              "words",
              ScalarReader.filled(),
              "Hash of the words in which it is asked: its errors are known of these.",
              "\"5b1c22ab...\"")
          .needed();
  private static final Slot<String> SETTING =
      key(
              "setting",
              ScalarReader.filled(),
              "Hash of these, of the judge's build and of its place, as the ledger has it.",
              "\"77e0d1f2...\"")
          .needed();
  private static final Slot<Check.Judge> JUDGE =
      key(
          "judge",
          Table.shape("judge", "", MODEL, RUBRIC, JUDGING_TIMEOUT, WORDS, SETTING)
              .then((table, _, _) -> judge(table)),
          "A model that was calibrated says that it does what a rubric demands.",
          "{\"model\": \"gemma\", \"rubric\": \"It names a date.\", ...}");

  private static final Slot<Double> AT_LEAST =
      key(
              "at_least",
              ScalarReader.number("a number up to 0", value -> value <= 0, ",\"maximum\":0"),
              "The mean natural logarithm of its tokens' probabilities, at least.",
              "-0.35")
          .needed();
  private static final Slot<Check.LogProbability> LOGPROB =
      key(
          "logprob",
          Table.shape("logprob", "", AT_LEAST)
              .then((table, _, _) ->
                  table.sound()
                      ? Optional.of(new Check.LogProbability(table.value(AT_LEAST)))
                      : Optional.empty()),
          "The model found its tokens likely, as its server tells.",
          "{\"at_least\": -0.35}");

  private static final Slot<ModelName> OTHER =
      key("model", CascadeReader.MODEL, "The other model.", "\"words\"").needed();
  private static final Slot<Check.Baseline> BASELINE =
      key(
          "baseline",
          Table.shape("baseline", "", OTHER)
              .then((table, _, _) -> table.find(OTHER).map(Check.Baseline::new)),
          "Another model, such as one that is no language model, says the same.",
          "{\"model\": \"words\"}");

  private static final List<Slot<? extends Check>> PLAIN =
      List.of(COMPLETE, GRADERS, AGREE, PROGRAM, JUDGE, LOGPROB, BASELINE);

  /// A check that a score may weigh.
  static final Shape<Check> PART = shape("weighed check", "A check that a score weighs.", PLAIN);

  private static final Slot<Check.Loops> LOOPS =
      key(
          "loops",
          ScalarReader.nothing(new Check.Loops()),
          "It calls no tool with what the conversation has called it with twice.",
          "{}");

  private static final Slot<Integer> AT_MOST =
      key(
              "at_most",
              ScalarReader.whole(1, Integer.MAX_VALUE).map(Math::toIntExact),
              "Its tokens, reasoning included, at most.",
              "400")
          .needed();
  private static final Slot<Check.Tokens> TOKENS =
      key(
          "tokens",
          Table.shape("tokens", "", AT_MOST)
              .then((table, _, _) -> table.find(AT_MOST).map(Check.Tokens::new)),
          "It took no more than so many tokens.",
          "{\"at_most\": 400}");

  private static final Slot<Check.Score> SCORE =
      key(
          "score",
          ScoreReader.SCORE,
          "Several signals, weighed together, say that it is likely enough to be right.",
          "{\"of\": [{\"signal\": \"length\", ...}, ...], \"base\": 0.4, \"at_least\": 0.81}");

  static final Shape<Check> CHECK =
      shape(
          "check",
          "What is looked at before an answer is kept.",
          Stream.concat(PLAIN.stream(), Stream.of(LOOPS, TOKENS, SCORE)).toList());

  private CheckReader() {}

  private static Shape<Check> shape(String name, String doc, List<Slot<? extends Check>> kinds) {
    return Table.shape(name, doc, List.copyOf(kinds))
        .then((table, place, reading) -> one(kinds, table, place, reading));
  }

  private static Optional<Check> one(
      List<Slot<? extends Check>> kinds, Table table, Place place, Reading reading) {
    List<Check> found = kinds.stream().map(table::find).<Check>flatMap(Optional::stream).toList();
    if (found.size() != 1 && table.sound()) {
      reading.problem(
          place, "A check is an object with one key.", "For example {\"complete\": {}}.");
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static Optional<Check.Judge> judge(Table table) {
    return table.sound()
        ? Optional.of(
            new Check.Judge(
                table.value(MODEL),
                table.value(RUBRIC),
                table.value(JUDGING_TIMEOUT),
                Optional.of(new Check.Judge.Calibrated(table.value(WORDS), table.value(SETTING)))))
        : Optional.empty();
  }

  private static Optional<Check.Graders> graders(String text, Place place, Reading reading) {
    Optional<GraderSpec.Group> read = GraderText.read(text);
    if (read.isEmpty()) {
      reading.problem(place, "These are no graders that this program knows.", AGAIN);
    }
    return read.map(group -> new Check.Graders(Optional.of(group)));
  }

  private static Optional<Check.Agree> agree(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    int samples = table.value(SAMPLES);
    int least = table.value(LEAST);
    if (least > samples) {
      reading.problem(
          table.valuePlace(LEAST), "No more than `samples` answers can say the same.", "");
      return Optional.empty();
    }
    return Optional.of(new Check.Agree(samples, least, table.value(TEMPERATURE)));
  }
}
