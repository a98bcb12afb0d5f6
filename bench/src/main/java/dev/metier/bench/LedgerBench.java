package dev.metier.bench;

import dev.metier.chat.Part;
import dev.metier.grade.Grade;
import dev.metier.ledger.Entries;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Filter;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.provider.Timing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// Measures a ledger in processor time: a program, not a test. Arguments: entries (1,000,000),
/// settings (100), batch (500).
final class LedgerBench {
  private static final String WORDS =
      "the claim for water damage in the kitchen was settled in part since the policy covers the"
          + " pipe but not the floor and the customer was told so by letter on the third of May in"
          + " full and friendly words so that nobody needs to call again ";

  /// So many candidates of a job are at work at the same time; job follows job.
  private static final int MODELS = 10;

  private final Random random = new Random(7);
  private final int cases;
  private final int batch;
  private final List<Entries> settings = new ArrayList<>();

  private LedgerBench(int entries, int count, int batch) {
    this.cases = entries / count;
    this.batch = batch;
    for (int i = 0; i < count; i++) {
      settings.add(Entries.of("job-" + i / MODELS, "model-" + i % MODELS, i));
    }
  }

  public static void main(String[] args) throws IOException {
    int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    int batch = args.length > 2 ? Integer.parseInt(args[2]) : 500;
    Path folder = Files.createTempDirectory("ledger-bench");
    Path file = folder.resolve("ledger.db");
    try {
      long start = System.nanoTime();
      new LedgerBench(entries, count, batch).run(file);
      say("all of it by the clock: %.1f s".formatted((System.nanoTime() - start) / 1e9));
    } finally {
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
    }
  }

  private void run(Path file) throws IOException {
    long start = now();
    try (Ledger ledger = SqliteLedger.open(file)) {
      say(
          String.format(
              Locale.ROOT, "open, new file, first in this process: %.1f ms", millis(start)));
      fill(ledger);
    }
    say(
        String.format(
            Locale.ROOT,
            "file: %.1f bytes an entry",
            Files.size(file) / (double) (cases * settings.size())));
    for (int i = 0; i < 3; i++) {
      start = now();
      SqliteLedger.open(file).close();
      say(String.format(Locale.ROOT, "open and close again: %.1f ms", millis(start)));
    }
    try (Ledger ledger = SqliteLedger.open(file)) {
      read(ledger);
      singles(ledger);
    }
  }

  private void fill(Ledger ledger) {
    long start = now();
    long inside = 0;
    var entries = new ArrayList<Entry>();
    for (int job = 0; job < settings.size(); job += MODELS) {
      for (int number = 0; number < cases; number++) {
        for (Entries setting : settings.subList(job, Math.min(job + MODELS, settings.size()))) {
          entries.add(entry(setting, number, 0));
          if (entries.size() == batch) {
            inside += append(ledger, entries);
          }
        }
      }
    }
    inside += append(ledger, entries);
    double thousands = cases * settings.size() / 1000.0;
    say(
        String.format(
            Locale.ROOT,
            "fill %,.0f in batches of %d: %.1f s, %.2f ms per 1,000 (making the entries included),"
                + " appending alone %.0f entries/s",
            thousands * 1000,
            batch,
            millis(start) / 1e3,
            millis(start) / thousands,
            thousands * 1e12 / inside));
  }

  private static long append(Ledger ledger, List<Entry> entries) {
    long start = now();
    ledger.append(entries);
    entries.clear();
    return now() - start;
  }

  private Entry entry(Entries setting, int number, int repeat) {
    var timing =
        new Timing(
            Optional.of(Duration.ofNanos(50_000_000 + random.nextInt(500_000_000))),
            Duration.ofNanos(900_000_000 + random.nextInt(2_000_000_000)),
            OptionalDouble.of(40 + 30 * random.nextDouble()),
            false);
    int from = random.nextInt(20);
    var text = new Part.Text(WORDS.substring(from, from + 200));
    var grade =
        random.nextInt(5) == 0
            ? Grade.fail("expected \"billing\" and found \"" + number + "\"")
            : Entries.PASS;
    var group = new Grade(grade.score(), grade.reason(), List.of(grade), false);
    return setting.entry(number, repeat, Entries.reply(timing, text), group);
  }

  private void read(Ledger ledger) {
    for (int round = 0; round < 2; round++) {
      long start = now();
      long rows = 0;
      for (Entries setting : settings) {
        rows += ledger.outcomes(setting.setting(), Entries.GRADING).size();
      }
      say(
          String.format(
              Locale.ROOT, "outcomes of all settings: %,d rows in %.0f ms", rows, millis(start)));
    }
    long start = now();
    int keys = ledger.keys(settings.getFirst().setting()).size();
    say(String.format(Locale.ROOT, "keys of one setting: %,d in %.0f ms", keys, millis(start)));
    start = now();
    int[] seen = {0};
    ledger.answers(Filter.setting(settings.getFirst().setting()), _ -> seen[0]++);
    say(
        String.format(
            Locale.ROOT, "whole answers of one setting: %,d in %.0f ms", seen[0], millis(start)));
    start = now();
    say(
        String.format(
            Locale.ROOT,
            "settings and size: %d, %,d in %.1f ms",
            ledger.settings().size(),
            ledger.size(),
            millis(start)));
    held(ledger);
  }

  private void held(Ledger ledger) {
    System.gc();
    long before = used();
    var all = new ArrayList<Object>();
    for (Entries setting : settings) {
      all.add(ledger.outcomes(setting.setting(), Entries.GRADING));
    }
    System.gc();
    long bytes = used() - before;
    say(
        String.format(
            Locale.ROOT,
            "heap when all outcomes are held: %.1f MB, %.0f bytes each (%d lists)",
            bytes / 1e6,
            bytes / (double) (cases * settings.size()),
            all.size()));
  }

  private void singles(Ledger ledger) {
    int count = 5_000;
    long start = now();
    for (int i = 0; i < count; i++) {
      ledger.append(List.of(entry(settings.getFirst(), i, 1)));
    }
    say(String.format(Locale.ROOT, "one at a time: %.0f commits/s", count / (millis(start) / 1e3)));
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// Time of this thread on a processor, which other programs on the machine disturb less.
  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double millis(long start) {
    return (now() - start) / 1e6;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
