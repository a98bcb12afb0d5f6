package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.job.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The checks of a hybrid: each a word, or an object with one of them.
final class CheckKeys {
  /// A check and where it is written.
  record Placed(Check check, Place place) {}

  private static final Duration USUAL_TIME = Duration.ofSeconds(2);
  private static final Duration JUDGING_TIME = Duration.ofSeconds(20);
  private static final int MOST_SAMPLES = 9;

  private static final Slot<Integer> SAMPLES =
      key(
              "samples",
              ScalarReader.whole(2, MOST_SAMPLES).map(Math::toIntExact),
              "How many answers there are, the first one included.",
              "3")
          .usually(3, "3");
  private static final Slot<Integer> LEAST =
      key(
              "least",
              ScalarReader.whole(2, MOST_SAMPLES).map(Math::toIntExact),
              "How many of them must say the same as the first, itself included.",
              "2")
          .usually(2, "2");
  private static final Slot<Double> TEMPERATURE =
      key(
              "temperature",
              ScalarReader.number("a number above 0", v -> v >= 0, ",\"exclusiveMinimum\":0")
                  .then(CheckKeys::varied),
              "Sampling temperature of the others.",
              "0.7")
          .usually(0.7, "0.7");

  private static final Slot<Check> COMPLETE =
      key(
          "complete",
          ScalarReader.<Check>nothing(new Check.Complete()),
          "It is not empty, not cut off and no refusal, has no markup of the model's own in its"
              + " text, and calls only tools that there are.",
          "");
  private static final Slot<Check> GRADERS =
      key(
          "graders",
          ScalarReader.<Check>nothing(new Check.Graders()),
          "The job's graders that need nothing of the case pass.",
          "");
  private static final Slot<Check> AGREE =
      key(
          "agree",
          Shape.<Check>either(
              ScalarReader.<Check>nothing(new Check.Agree(3, 2, 0.7)),
              Table.shape("agree", "Several answers of one model.", SAMPLES, LEAST, TEMPERATURE)
                  .then(CheckKeys::agree)),
          "Several answers of the same model say the same.",
          "{samples: 3, least: 2, temperature: 0.7}");
  private static final Slot<Check> LOGPROB =
      key(
          "logprob",
          ScalarReader.<Check>nothing(new Check.LogProbability(Double.NaN)),
          "The mean log-probability of its tokens is high.",
          "");
  private static final Slot<Check> BASELINE =
      key(
          "baseline",
          ScalarReader.text()
              .then(JobSection::known)
              .map(name -> (Check) new Check.Baseline(new ModelName(name))),
          "Another candidate, such as one that is no language model, says the same.",
          "qwen");
  private static final Slot<Check> LOOPS =
      key(
          "loops",
          ScalarReader.<Check>nothing(new Check.Loops()),
          "It calls no tool with what the conversation has called it with twice.",
          "");
  private static final Slot<Integer> AT_MOST =
      key(
              "at_most",
              ScalarReader.whole(1, Integer.MAX_VALUE).map(Math::toIntExact),
              "Its tokens, reasoning included, at most.",
              "400")
          .needed();
  private static final Slot<Check> TOKENS =
      key(
          "tokens",
          Table.shape("tokens", "How many tokens an answer may take.", AT_MOST)
              .then((table, _, _) -> table.find(AT_MOST).map(Check.Tokens::new)),
          "It took no more than so many tokens.",
          "{at_most: 400}");
  private static final Slot<List<String>> PROGRAM =
      key(
          "program",
          Shape.oneOrMore(ScalarReader.text()).then(StructureKinds::command),
          "A program of the team: the request and the answer as JSON on its standard input; exit"
              + " code 0 passes, 1 fails, any other could not run.",
          "./check.sh");
  private static final Slot<Duration> TIMEOUT =
      key("timeout", ScalarReader.duration(), "How long the program, or the judge, may take.", "2s")
          .otherwise("2s for a program, 20s for a judge");
  private static final Slot<String> JUDGE =
      key(
          "judge",
          ScalarReader.text().then(JobSection::known),
          "Another model, calibrated, says that the answer does what the `rubric` demands.",
          "opus");
  private static final Slot<Template> RUBRIC =
      key(
          "rubric",
          Prompts.text(),
          "What the judge looks for; text, or a path to a file.",
          "ok.md");

  private static final List<Slot<Check>> KINDS =
      List.of(COMPLETE, GRADERS, AGREE, LOGPROB, BASELINE);

  /// A check that a score may weigh, as an object.
  static final Shape<Placed> PART = object("weighed check", List.of());

  private static final Slot<Check> SCORE =
      key(
          "score",
          ScoreKeys.SCORE,
          "Several signals, weighed together on the evidence, say that it is likely enough to be"
              + " right.",
          "{of: [length, agree]}");

  /// Beside those that a score may weigh as they are: it weighs loops and tokens as they are seen.
  private static final List<Slot<Check>> BESIDE = List.of(LOOPS, TOKENS, SCORE);

  static final Slot<List<Placed>> CHECKS =
      key(
              "checks",
              Shape.some(Shape.either(word(), object("check", BESIDE))),
              "What is looked at before an answer is kept, in this order.",
              "[complete, {agree: {samples: 3, least: 2}}]")
          .otherwise("those that the evidence can value");

  private CheckKeys() {}

  private static Optional<Double> varied(double temperature, Place place, Reading reading) {
    if (temperature > 0) {
      return Optional.of(temperature);
    }
    reading.problem(
        place,
        "`agree` at `temperature: 0` asks for the same answer again: that it comes proves nothing.",
        "Write a number above 0, such as 0.7.");
    return Optional.empty();
  }

  private static Optional<Check> agree(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    int samples = table.value(SAMPLES);
    int least = table.value(LEAST);
    if (least > samples) {
      reading.problem(
          table.valuePlace(LEAST),
          "No more than the " + samples + " `samples` can say the same.",
          "");
      return Optional.empty();
    }
    return Optional.of(new Check.Agree(samples, least, table.value(TEMPERATURE)));
  }

  /// A check without settings, as a bare word.
  private static Shape<Placed> word() {
    var alone = bare();
    alone.put(LOOPS.name(), new Check.Loops());
    Map<String, String> docs = meanings();
    docs.put(LOOPS.name(), LOOPS.doc());
    return new Shape<>(
        new Shape.Kind.Choice(docs),
        w -> w instanceof Written.Scalar s && s.sort() == Written.Sort.TEXT,
        (written, reading) -> {
          String word = ((Written.Scalar) written).text();
          if (!alone.containsKey(word)) {
            unknown(word, written.place(), reading);
          }
          return Optional.ofNullable(alone.get(word))
              .map(check -> new Placed(check, written.place()));
        });
  }

  /// Checks without settings, by their words.
  static Map<String, Check> bare() {
    var alone = new LinkedHashMap<String, Check>();
    alone.put(COMPLETE.name(), new Check.Complete());
    alone.put(GRADERS.name(), new Check.Graders());
    alone.put(AGREE.name(), new Check.Agree(3, 2, 0.7));
    alone.put(LOGPROB.name(), new Check.LogProbability(Double.NaN));
    return alone;
  }

  /// What they mean.
  static Map<String, String> meanings() {
    Map<String, String> docs = new LinkedHashMap<>();
    KINDS.stream()
        .filter(kind -> bare().containsKey(kind.name()))
        .forEach(kind -> docs.put(kind.name(), kind.doc()));
    return docs;
  }

  private static void unknown(String word, Place place, Reading reading) {
    if (graded(word, place, reading)) {
      return;
    }
    var known = Stream.concat(KINDS.stream(), BESIDE.stream()).toList();
    var alike = known.stream().filter(kind -> kind.name().equals(word)).findFirst();
    if (alike.isPresent()) {
      reading.problem(
          place,
          "`" + word + "` needs more than its name.",
          "For example {" + word + ": " + alike.get().example() + "}.");
      return;
    }
    reading.problem(
        place,
        "Unknown check `" + word + "`.",
        Nearest.hint(word, known.stream().map(Slot::name).toList()));
  }

  /// Tells of a grader that stands in the place of a check.
  static boolean graded(String word, Place place, Reading reading) {
    if (GraderSection.isGrader(word)) {
      reading.problem(
          place,
          "`" + word + "` is a grader, and live requests have no answer key to grade by.",
          "`graders` checks by those of the job's graders that need nothing of the case.");
      return true;
    }
    return false;
  }

  /// @param more kinds beside the plain ones
  private static Shape<Placed> object(String name, List<Slot<Check>> more) {
    List<Slot<Check>> kinds = Stream.concat(KINDS.stream(), more.stream()).toList();
    List<Slot<?>> keys =
        Stream.<Slot<?>>concat(kinds.stream(), Stream.of(PROGRAM, JUDGE, RUBRIC, TIMEOUT)).toList();
    Shape<Table> table = Table.shape(name, "One check.", keys);
    return new Shape<>(
        table.kind(),
        table.fits(),
        (written, reading) -> {
          if (written instanceof Written.Entries(_, var entries)
              && !entries.isEmpty()
              && isNone(entries.getFirst(), keys, reading)) {
            return Optional.empty();
          }
          return table
              .read(written, reading)
              .flatMap(read -> one(kinds, read, reading))
              .map(check -> new Placed(check, written.place()));
        });
  }

  /// Tells of what reads like a check and is none.
  private static boolean isNone(Written.Entry entry, List<Slot<?>> keys, Reading reading) {
    String word = entry.key();
    return keys.stream().noneMatch(key -> key.takes(word)) && graded(word, entry.place(), reading);
  }

  private static Optional<Check> one(List<Slot<Check>> kinds, Table table, Reading reading) {
    if (table.has(RUBRIC) != table.has(JUDGE)) {
      reading.problem(
          table.place(),
          table.has(JUDGE)
              ? "The judge has nothing to judge by: `rubric` is missing."
              : "There is a `rubric`, and no `judge` that would judge by it.",
          "For example {judge: gemma, rubric: ok.md}.");
      return Optional.empty();
    }
    long named =
        Stream.<Slot<?>>concat(kinds.stream(), Stream.of(PROGRAM, JUDGE))
            .filter(table::has)
            .count();
    if (named != 1) {
      if (table.sound()) {
        reading.problem(
            table.place(),
            named == 0 ? "No check is named here." : "One item has two checks.",
            "Begin each check with a dash of its own.");
      }
      return Optional.empty();
    }
    Optional<Check> program = table.find(PROGRAM).flatMap(words -> program(words, table, reading));
    Optional<Check> judge = table.find(JUDGE).flatMap(model -> judge(model, table, reading));
    return program
        .or(() -> judge)
        .or(() -> kinds.stream().filter(table::has).findFirst().flatMap(table::find));
  }

  private static Optional<Check> program(List<String> command, Table table, Reading reading) {
    if (command.stream().anyMatch(word -> word.contains("{{"))) {
      reading.problem(
          table.valuePlace(PROGRAM),
          "A check knows nothing of a case: live requests have no answer key.",
          "The program reads the request and the answer on its standard input.");
      return Optional.empty();
    }
    if (mayNotRun(command.getFirst())) {
      reading.problem(
          table.valuePlace(PROGRAM),
          command.getFirst() + " may not be run as a program.",
          "Give it leave: chmod +x " + command.getFirst());
      return Optional.empty();
    }
    return Optional.of(
        new Check.Program(
            command.stream().map(CheckKeys::anywhere).toList(),
            table.find(TIMEOUT).orElse(USUAL_TIME)));
  }

  /// Whether it is a file that the operating system would not run.
  private static boolean mayNotRun(String word) {
    return word.contains("/")
        && Files.isRegularFile(Path.of(word))
        && !Files.isExecutable(Path.of(word));
  }

  /// The same file from whichever folder the project is read: the gateway runs it from its own.
  private static String anywhere(String word) {
    return word.contains("/") && Files.isRegularFile(Path.of(word))
        ? Path.of(word).toAbsolutePath().normalize().toString()
        : word;
  }

  private static Optional<Check> judge(String model, Table table, Reading reading) {
    Optional<Template> rubric = table.find(RUBRIC);
    if (rubric.isPresent() && !rubric.get().variables().isEmpty()) {
      reading.problem(
          table.valuePlace(RUBRIC),
          "A check knows nothing of a case, and this rubric names `"
              + String.join("`, `", new TreeSet<>(rubric.get().variables()))
              + "`: live requests have no answer key.",
          "Say what any good answer does; the judge reads the request and the answer.");
      return Optional.empty();
    }
    return rubric
        .filter(text -> !text.text().isEmpty())
        .map(text ->
            new Check.Judge(
                new ModelName(model), text.text(), table.find(TIMEOUT).orElse(JUDGING_TIME)));
  }
}
