package dev.metier.bench;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Template;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/// Measures the qualifier's own processor time for each trial: a provider in this process answers
/// at once, 32 calls at a time.
///
/// Arguments: a folder for ledgers; rounds; cases of the one job, asked of ten models.
final class Overhead {
  private static final int MODELS = 10;
  private static final int IN_FLIGHT = 32;

  private Overhead() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    int cases = Integer.parseInt(args[2]);
    for (int i = 0; i < 3; i++) {
      round("warm-up, in memory", cases / 5, SqliteLedger.inMemory());
      round("warm-up, file", cases / 5, SqliteLedger.open(folder.resolve("warm-" + i + ".db")));
    }
    for (int i = 0; i < rounds; i++) {
      round("ledger in memory", cases, SqliteLedger.inMemory());
      Path file = folder.resolve("ledger-" + i + ".db");
      round("ledger in a file", cases, SqliteLedger.open(file));
      System.out.printf(
          "  file: %.0f bytes a trial%n", Files.size(file) / (double) (cases * MODELS));
    }
  }

  private static void round(String name, int cases, Ledger ledger) {
    var models = new ArrayList<Model>();
    for (int i = 0; i < MODELS; i++) {
      models.add(
          Bench.model(
              "m" + i,
              ProviderKind.VLLM,
              "m" + i,
              Optional.of("http://127.0.0.1:1/v1"),
              IN_FLIGHT));
    }
    Job job = Bench.job("instant", cases(cases), grading(), Job.Scope.TRAFFIC, Bench.quality(0.9));
    try (ledger) {
      long cpu = Bench.cpu();
      long start = System.nanoTime();
      var result = Bench.run(models, job, true, (_, _) -> new Instant(), ledger);
      double trials = result.newCalls();
      System.out.printf(
          "%-20s %,9.0f trials: %6.1f us CPU each, %6.1f us by the clock%n",
          name,
          trials,
          (Bench.cpu() - cpu) / 1e3 / trials,
          (System.nanoTime() - start) / 1e3 / trials);
    }
  }

  private static List<Case> cases(int count) {
    Function<Integer, Case> one =
        i -> new Case("c" + i, Map.of(), Optional.of("yes"), Set.of(), Optional.empty());
    var cases = new ArrayList<Case>();
    for (int i = 0; i < count; i++) {
      cases.add(one.apply(i));
    }
    return cases;
  }

  private static GraderSpec.Group grading() {
    var equals = new GraderSpec.Equals(new Template("{{expected}}"), false);
    var part = new GraderSpec.Weighted(equals, 1, Optional.empty());
    return new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(part), OptionalDouble.empty());
  }

  private static final class Instant implements Provider {
    private static final Answer YES =
        new Answer.Reply(
            new ChatReply(
                List.of(new Part.Text("yes")), FinishReason.STOP, new Usage(20, 0, 1, false)),
            new Timing(
                Optional.of(Duration.ofMillis(1)),
                Duration.ofMillis(2),
                OptionalDouble.empty(),
                false));

    @Override
    public Answer ask(Question question) {
      return YES;
    }

    @Override
    public Identity identify() {
      return new Identity(
          new Fingerprint(Map.of("build", "1"), Set.of()),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public void close() {}
  }
}
