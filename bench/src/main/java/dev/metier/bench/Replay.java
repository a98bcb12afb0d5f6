package dev.metier.bench;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.qualify.CellResult;
import dev.metier.stats.Planning;
import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.csv.CSVFormat;

/// Replays real outcomes through the qualifier and compares calls and verdicts with the full run:
/// an exact binomial test of all cases at .05 for each side (traffic), or the plain score (suite).
///
/// Arguments: the folder of the data sets; bars for all sets instead of the usual ones.
final class Replay {
  private static final double ALPHA = 0.05;

  /// The outcomes stand for a kind that is called, since where nothing is called no call is saved;
  /// for one that no policy picks, since going on until one can be picked is not what is measured.
  private static final ProviderKind CALLED = ProviderKind.HTTP;

  private static final int IN_FLIGHT = 16;

  /// An answer takes this long, so that as many calls are out as in life when a verdict is reached.
  private static final long ANSWER_NANOS = 1_000_000;

  /// Cells are also told apart by how far the model's score lies from the bar.
  private static final double[] DISTANCES = {0, .03, .1, 1};

  @SuppressWarnings("ArrayRecordComponent") // only read
  private record Source(String name, String file, double... bars) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("gsm", "zeroeval/outcomes_gsm.csv", .6, .7, .8, .9),
          new Source("crux", "zeroeval/outcomes_crux.csv", .5, .7, .8, .9),
          new Source("math-l5", "zeroeval/outcomes_math-l5.csv", .2, .3, .5, .7),
          new Source("bfcl", "bfcl-2024-08/outcomes.csv", .5, .7, .8, .9));

  /// Passes of each case by model, of the models that answered all cases.
  private record Outcomes(Set<String> cases, Map<String, Integer> passes, int left) {
    static Outcomes read(Path file) throws IOException {
      var cases = new TreeSet<String>();
      var passes = new LinkedHashMap<String, Integer>();
      var rows = new LinkedHashMap<String, Integer>();
      try (var parser =
          CSVFormat.RFC4180
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .get()
              .parse(Files.newBufferedReader(file))) {
        for (var row : parser) {
          cases.add(row.get("case_id"));
          rows.merge(row.get("model"), 1, Integer::sum);
          passes.merge(row.get("model"), row.get("correct").equals("1") ? 1 : 0, Integer::sum);
        }
      }
      int all = passes.size();
      passes.keySet().removeIf(model -> rows.get(model) < cases.size());
      return new Outcomes(cases, passes, all - passes.size());
    }
  }

  /// One model and bar: calls made, all cases, and both verdicts (1 FIT, -1 UNFIT, 0 neither).
  private record Cell(double distance, long calls, int cases, int ours, int full) {
    double ratio() {
      return cases / (double) calls;
    }
  }

  private Replay() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    double[] bars = Arrays.stream(args).skip(1).mapToDouble(Double::parseDouble).toArray();
    for (Job.Scope scope : Job.Scope.values()) {
      System.out.printf("%nscope %s%n", scope.name().toLowerCase(Locale.ROOT));
      System.out.println(
          "set       models cases cells     calls  full run  pooled  median | both decide: cells "
              + " median  pooled  agree | decided ours/full");
      var all = new ArrayList<Cell>();
      for (Source source : SOURCES) {
        var cells = new ArrayList<Cell>();
        var outcomes = Outcomes.read(folder.resolve(source.file()));
        for (double bar : bars.length > 0 ? bars : source.bars()) {
          cells.addAll(replay(folder.resolve(source.file()), outcomes, bar, scope));
        }
        row(source.name(), outcomes.passes().size(), outcomes.cases().size(), cells);
        all.addAll(cells);
        if (outcomes.left() > 0 && scope == Job.Scope.TRAFFIC) {
          System.out.printf(
              "         (%d models without an outcome for every case are left out)%n",
              outcomes.left());
        }
      }
      row("all", 0, 0, all);
      for (int i = 0; i + 1 < DISTANCES.length; i++) {
        double from = DISTANCES[i];
        double to = DISTANCES[i + 1];
        var some = all.stream().filter(c -> c.distance() >= from && c.distance() < to).toList();
        row("%.2f-%.2f".formatted(from, to), 0, 0, some);
      }
    }
  }

  private static List<Cell> replay(Path file, Outcomes outcomes, double bar, Job.Scope scope) {
    var cases =
        outcomes.cases().stream()
            .map(id -> new Case(id, Map.of(), Optional.empty(), Set.of(), Optional.empty()))
            .toList();
    var grading = new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty());
    var job = Bench.job("replay", cases, grading, scope, Bench.quality(bar));
    var models = new ArrayList<Model>();
    List<String> names = List.copyOf(outcomes.passes().keySet());
    for (int i = 0; i < names.size(); i++) {
      String id = file + "#" + names.get(i);
      models.add(
          Bench.model("m" + i, CALLED, id, Optional.of("http://127.0.0.1:1/" + i), IN_FLIGHT));
    }
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          Bench.run(
              models, job, false, (model, _) -> new Paced(RecordedProvider.open(model)), ledger);
      var cells = new ArrayList<Cell>();
      for (CellResult cell : result.cells()) {
        String name = names.get(Integer.parseInt(cell.model().name().text().substring(1)));
        int passes = outcomes.passes().get(name);
        int full = fullRun(passes, cases.size(), bar, scope);
        double distance = Math.abs(passes / (double) cases.size() - bar);
        cells.add(new Cell(distance, cell.kept(), cases.size(), sign(cell.verdict()), full));
      }
      return cells;
    }
  }

  private static int sign(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Fit _ -> 1;
      case Verdict.Unfit _ -> -1;
      case Verdict.Undecided _ -> 0;
      case Verdict.Forbidden f -> throw new IllegalStateException(f.reason());
      case Verdict.Expired e -> throw new IllegalStateException(e.reason());
    };
  }

  private static int fullRun(int passes, int cases, double bar, Job.Scope scope) {
    return switch (scope) {
      case TRAFFIC ->
          passes >= Planning.fullRunFitAtLeast(cases, bar, ALPHA)
              ? 1
              : passes <= Planning.fullRunUnfitAtMost(cases, bar, ALPHA) ? -1 : 0;
      case SUITE -> passes >= bar * cases - 1e-9 ? 1 : -1;
    };
  }

  private static void row(String name, int models, int cases, List<Cell> cells) {
    var both = cells.stream().filter(c -> c.ours() != 0 && c.full() != 0).toList();
    var alike = both.stream().filter(c -> c.ours() == c.full()).toList();
    System.out.printf(
        "%-9s %6s %5s %5d %9d %9d %6.1fx %6.1fx | %18d %6.1fx %6.1fx %5.1f%% | %d/%d%n",
        name,
        models == 0 ? "" : models,
        cases == 0 ? "" : cases,
        cells.size(),
        cells.stream().mapToLong(Cell::calls).sum(),
        cells.stream().mapToLong(Cell::cases).sum(),
        pooled(cells),
        median(cells),
        both.size(),
        median(alike),
        pooled(alike),
        100.0 * alike.size() / both.size(),
        cells.stream().filter(c -> c.ours() != 0).count(),
        cells.stream().filter(c -> c.full() != 0).count());
  }

  private static double pooled(List<Cell> cells) {
    return cells.stream().mapToDouble(Cell::cases).sum()
        / cells.stream().mapToDouble(Cell::calls).sum();
  }

  private static double median(List<Cell> cells) {
    double[] ratios = cells.stream().mapToDouble(Cell::ratio).sorted().toArray();
    int half = ratios.length / 2;
    return ratios.length == 0
        ? Double.NaN
        : ratios.length % 2 == 1 ? ratios[half] : (ratios[half - 1] + ratios[half]) / 2;
  }

  private record Paced(Provider recorded) implements Provider {
    @Override
    public Answer ask(Question question) {
      LockSupport.parkNanos(ANSWER_NANOS);
      return recorded.ask(question);
    }

    @Override
    public Identity identify() {
      return recorded.identify();
    }

    @Override
    public void close() {
      recorded.close();
    }
  }
}
