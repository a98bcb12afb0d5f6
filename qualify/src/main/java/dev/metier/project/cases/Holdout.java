package dev.metier.project.cases;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.text.Digest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The cases that are held out: prompts and settings are tuned without them, so that a verdict on
/// them is no luck of many tries.
public final class Holdout {
  private static final double MOST = 0.8;

  public static final Slot<Double> KEY =
      key(
              "holdout",
              Shape.<Double>either(
                  ScalarReader.number(
                      "a share above 0, up to 0.8",
                      v -> v > 0 && v <= MOST,
                      ",\"exclusiveMinimum\":0,\"maximum\":0.8"),
                  ScalarReader.parsed(
                      "a share up to 80 %, such as 30 %",
                      "\\d{1,2}(\\.\\d{1,6})? ?%", Holdout::percent)),
              "The share of the cases that `qualify` never asks: they are kept for"
                  + " `qualify --confirm`.",
              "0.3")
          .otherwise("none");

  private static final String SUFFIX = ".held-out";
  private static final int DIGITS = 8;
  private static final double ALL = 0x1p32;

  /// Cases in two parts, each in the order of the file.
  public record Split(List<Case> tuning, List<Case> heldOut) {}

  private Holdout() {}

  /// The job without the cases that are held out.
  ///
  /// @param heldOut gets the job that confirms it on these
  public static Job take(
      Job job,
      Table table,
      Reading reading,
      Collection<String> jobNames,
      Map<JobName, Job> heldOut) {
    if (table.find(KEY).isEmpty()) {
      return job;
    }
    String name = job.name() + SUFFIX;
    var split = split(job.cases(), table.find(KEY).get());
    if (split.heldOut().isEmpty() || split.tuning().isEmpty()) {
      reading.problem(
          table.place(KEY),
          String.format(
              Locale.ROOT,
              "Job %s holds out %s of its %,d cases.",
              job.name(),
              split.heldOut().isEmpty() ? "none" : "all",
              job.cases().size()),
          "Name another share, or add cases.");
      return job;
    }
    if (!JobName.allowed(name) || jobNames.contains(name)) {
      reading.problem(
          table.place(KEY),
          "The job that confirms " + job.name() + " would be called `" + name + "`.",
          "Give it a shorter name, or the job that is called so another one.");
      return job;
    }
    reading.note(
        String.format(
            Locale.ROOT,
            "Job %s: %,d of its %,d cases are held out; `metier qualify --confirm` asks them.",
            job.name(),
            split.heldOut().size(),
            job.cases().size()));
    heldOut.put(job.name(), job.withCases(split.heldOut()).called(new JobName(name)));
    return job.withCases(split.tuning());
  }

  private static Optional<Double> percent(String text) {
    if (!text.endsWith("%")) {
      return Optional.empty();
    }
    double share = Double.parseDouble(text.substring(0, text.length() - 1).strip()) / 100;
    return share > 0 && share <= MOST ? Optional.of(share) : Optional.empty();
  }

  /// Holds out about this share. Which cases follows from what each of them says alone, so that
  /// none changes sides when others come; a cluster stays whole.
  public static Split split(List<Case> cases, double share) {
    Map<String, String> clusters = new HashMap<>();
    for (Case given : cases) {
      given
          .cluster()
          .ifPresent(name ->
              clusters.merge(
                  name,
                  given.repeatsText()
                      ? content(given)
                      : new Digest().add("cluster").add(name).hex(),
                  (one, other) -> one.compareTo(other) <= 0 ? one : other));
    }
    var tuning = new ArrayList<Case>();
    var heldOut = new ArrayList<Case>();
    for (Case given : cases) {
      String hash = given.cluster().map(clusters::get).orElseGet(() -> content(given));
      boolean held = Long.parseLong(hash.substring(0, DIGITS), 16) / ALL < share;
      (held ? heldOut : tuning).add(given);
    }
    return new Split(tuning, heldOut);
  }

  /// Of what a case says, but neither of what is expected nor of what it is called: both are mended
  /// later.
  private static String content(Case given) {
    var digest = new Digest().add("holdout/1");
    new TreeMap<>(given.vars()).forEach((name, value) -> digest.add(name).add(value));
    given.pictures().forEach(picture -> digest.add(picture.hash()));
    return digest.hex();
  }
}
