package dev.metier.qualify;

import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.stats.Power;
import java.util.List;
import java.util.Optional;

/// How often the cases there are prove of a model which is somewhat better than a bar that it is.
///
/// @param quality how often the model is right: nearer to 1 than the bar by 70 % of the distance
/// @param power the chance, in [0, 1], that it is found FIT
/// @param enough a number of cases that finds it in most runs; empty when those there are do, or
///   when it is too large to be computed
/// @param powerEnough the chance with so many
public record Prospect(
    Requirement.Quality need,
    int cases,
    double quality,
    double power,
    Optional<Integer> enough,
    double powerEnough) {
  private static final double NEARER = 0.7;
  private static final double MOST_RUNS = 0.85;

  /// The prospects of a job's needs for quality; none where a test has no exact power: scores,
  /// repeats, clusters and suites.
  public static List<Prospect> of(Job job) {
    boolean exact =
        job.scope() == Job.Scope.TRAFFIC
            && job.repeats() == 1
            && !job.graded()
            && job.cases().stream().allMatch(c -> c.cluster().isEmpty());
    return !exact
        ? List.of()
        : job.needs().stream()
            .filter(Requirement.Quality.class::isInstance)
            .map(Requirement.Quality.class::cast)
            .flatMap(need -> of(job, need).stream())
            .toList();
  }

  private static Optional<Prospect> of(Job job, Requirement.Quality need) {
    int cases =
        (int)
            job.cases().stream()
                .filter(c -> need.slice().isEmpty() || c.slices().contains(need.slice().get()))
                .count();
    if (cases == 0 || cases > Power.LONGEST) {
      return Optional.empty();
    }
    double alpha = Math.round((1 - need.confidence()) * 1e12) / 1e12;
    double quality = Math.round((need.atLeast() + NEARER * (1 - need.atLeast())) * 1000) / 1000.0;
    double power = Power.of(cases, need.atLeast(), alpha, quality).fit();
    int enough =
        power >= MOST_RUNS ? 0 : Power.resultsFor(MOST_RUNS, cases, need.atLeast(), alpha, quality);
    return Optional.of(
        new Prospect(
            need,
            cases,
            quality,
            power,
            enough == 0 ? Optional.empty() : Optional.of(enough),
            enough == 0 ? power : Power.of(enough, need.atLeast(), alpha, quality).fit()));
  }
}
