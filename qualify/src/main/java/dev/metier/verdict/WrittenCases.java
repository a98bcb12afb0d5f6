package dev.metier.verdict;

import dev.metier.catalog.Model;
import dev.metier.job.Case;
import dev.metier.job.Job;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What cases that a model wrote may decide: alone they make nothing FIT, and nothing at all of the
/// model that wrote them.
public final class WrittenCases {
  private WrittenCases() {}

  /// Whether a model wrote every case of the job.
  public static boolean all(Job job) {
    return !job.cases().isEmpty()
        && job.cases().stream().allMatch(c -> c.writer().filter(Case.Writer::whole).isPresent());
  }

  /// The verdict, or that it stays open where no case is a person's own.
  public static Verdict heeded(Job job, Verdict verdict) {
    if (!(verdict instanceof Verdict.Fit(var findings, var reason)) || !all(job)) {
      return verdict;
    }
    return new Verdict.Undecided(
        findings,
        Verdict.Doubt.CASES_EXHAUSTED,
        "A model wrote every case, and such cases alone make nothing FIT: add some of your own. "
            + reason,
        Optional.empty());
  }

  /// That a model is not judged by cases it wrote, or by answers it wrote for them; empty when
  /// there are none.
  public static Optional<Verdict> own(Job job, Model model) {
    long own =
        job.cases().stream()
            .flatMap(c -> c.writer().stream())
            .filter(writer -> is(writer.model(), model))
            .count();
    if (own == 0) {
      return Optional.empty();
    }
    String reason =
        "%s wrote %d of %d cases, or what is expected of them, and is not judged by its own. Nothing was sent."
            .formatted(model.name(), own, job.cases().size());
    return Optional.of(
        new Verdict.Undecided(
            List.of(), Verdict.Doubt.UNREACHABLE, reason, Optional.of("wrote the cases")));
  }

  /// By its name in the project or by its maker's.
  private static boolean is(String writer, Model model) {
    String name = writer.toLowerCase(Locale.ROOT);
    String id = model.id().toLowerCase(Locale.ROOT);
    return name.equals(model.name().text().toLowerCase(Locale.ROOT))
        || name.equals(id)
        || id.endsWith("/" + name);
  }
}
