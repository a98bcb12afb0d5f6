package dev.metier.bench;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Job;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Source;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Hashes;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.Unit;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.run.Observation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/// Makes a project and a ledger that holds an answer of every model to every case of every job, as
/// a run with `--full` leaves them. The later models are cheaper, and worse.
///
/// Arguments: the project's folder; jobs; models; cases of a job; needs as in metier.yaml.
final class LedgerFill {
  private static final int BATCH = 1000;
  private static final String NEEDS = "{quality: {at_least: 0.9}, latency: {p95: 3s}}";
  private static final String WORDS =
      "the claim for water damage in the kitchen was settled in part since the policy covers the"
          + " pipe but not the floor and the customer was told so by letter on the third of May in"
          + " full and friendly words so that nobody needs to call again ";

  private final Random random = new Random(7);
  private final List<Entry> entries = new ArrayList<>();

  private LedgerFill() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    String needs = args.length > 4 ? args[4] : NEEDS;
    write(
        folder,
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        needs);
    Project project = ProjectReader.read(folder);
    Path file = folder.resolve(".metier/ledger.db");
    long cpu = Bench.cpu();
    long start = System.nanoTime();
    long size;
    try (var ledger = SqliteLedger.open(file)) {
      new LedgerFill().fill(project, ledger);
      size = ledger.size();
    }
    System.out.printf(
        "made %,d entries in %.1f s (%.1f CPU-s), %.0f bytes each%n",
        size,
        (System.nanoTime() - start) / 1e9,
        (Bench.cpu() - cpu) / 1e9,
        Files.size(file) / (double) size);
  }

  private static void write(Path folder, int jobs, int models, int cases, String needs)
      throws IOException {
    Files.createDirectories(folder);
    var letters = new Random(11);
    var yaml = new StringBuilder("models:\n");
    for (int i = 0; i < models; i++) {
      yaml.append(
          "  model-%d: {use: vllm/model-%d, url: \"http://127.0.0.1:1/v1\", price: {input: %d, output: %d}}%n"
              .formatted(i, i, models - i, 5 * (models - i)));
    }
    yaml.append("jobs:\n");
    for (int i = 0; i < jobs; i++) {
      yaml.append(
          """
            job-%d:
              data: public
              prompt: "Label this: {{text}}"
              cases: cases-%d.jsonl
              graders: [{equals: "{{expected}}"}]
              needs: %s
          """
              .formatted(i, i, needs));
      try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("cases-" + i + ".jsonl"))) {
        for (int j = 0; j < cases; j++) {
          out.write(
              "{\"id\":\"case-%d\",\"text\":\"ticket %d: %s\",\"expected\":\"yes\"}%n"
                  .formatted(j, j, words(letters)));
        }
      }
    }
    Files.writeString(folder.resolve("metier.yaml"), yaml);
  }

  /// A text like no other: nearly equal cases would count as one.
  private static String words(Random letters) {
    var text = new StringBuilder();
    for (int i = 0; i < 48; i++) {
      text.append(i % 6 == 5 ? ' ' : (char) ('a' + letters.nextInt(26)));
    }
    return text.toString().strip();
  }

  private void fill(Project project, Ledger ledger) {
    for (Job job : project.jobs()) {
      String grading = Hashes.grading(job, Graders.hash(job));
      var order = CommittedOrder.of(job);
      var questions = new ArrayList<Questions>();
      for (Model model : project.models()) {
        var fingerprint = new Fingerprint(Map.of("build", model.name().text()), Set.of());
        ledger.remember(model.name(), fingerprint);
        questions.add(new Questions(job, model, fingerprint));
      }
      for (Unit unit : order.units()) {
        for (int i = 0; i < questions.size(); i++) {
          entries.add(entry(questions.get(i).trial(unit, 0, 0), i, grading));
        }
        if (entries.size() >= BATCH) {
          flush(ledger);
        }
      }
    }
    flush(ledger);
  }

  private void flush(Ledger ledger) {
    ledger.append(entries);
    entries.clear();
  }

  /// The later models are the worse ones.
  private Entry entry(Trial trial, int model, String grading) {
    boolean right = random.nextDouble() < 0.99 - 0.03 * model;
    Grade grade =
        right
            ? Grade.pass("\"yes\" is the expected answer")
            : Grade.fail("expected \"yes\" and found something else");
    int from = random.nextInt(20);
    var reply =
        new ChatReply(
            List.of(new Part.Text(WORDS.substring(from, from + 200))),
            FinishReason.STOP,
            new Usage(321, 64, 48, false));
    var timing =
        new Timing(
            Optional.of(Duration.ofNanos(50_000_000 + random.nextInt(500_000_000))),
            Duration.ofNanos(900_000_000 + random.nextInt(2_000_000_000)),
            OptionalDouble.of(40 + 30 * random.nextDouble()),
            false);
    var observation =
        new Observation(
            trial,
            new Answer.Reply(reply, timing),
            Optional.empty(),
            1,
            Instant.parse("2026-11-22T10:00:00Z").plusSeconds(trial.index()));
    return new Entry(
        Source.QUALIFICATION,
        observation,
        new Grade(grade.score(), grade.reason(), List.of(grade), false),
        grading);
  }
}
