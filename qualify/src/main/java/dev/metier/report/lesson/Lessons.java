package dev.metier.report.lesson;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What each lesson shows of a project; empty where the project has nothing to show for it.
public record Lessons(
    Optional<Kinds> kinds,
    Optional<NotYet> notYet,
    Optional<NoRanking> noRanking,
    Optional<LocalCost> localCost,
    Optional<Destinations> destinations,
    Optional<Speed> speed,
    Optional<Pair> pair,
    Optional<Cases> cases) {

  /// Whether there is something to show for a lesson.
  public boolean has(Lesson lesson) {
    return switch (lesson) {
      case KINDS -> kinds.isPresent();
      case NOT_YET -> notYet.isPresent();
      case NO_RANKING -> noRanking.isPresent();
      case LOCAL_COST -> localCost.isPresent();
      case DESTINATIONS -> destinations.isPresent();
      case SPEED -> speed.isPresent();
      case PAIRS -> pair.isPresent();
      case CASES -> cases.isPresent();
    };
  }

  /// Sorts of models.
  public enum Sort {
    /// No language model: counts of words, or rules.
    WORD_COUNTS,
    /// Up to nine billion parameters.
    SMALL,
    CODE,
    REASONING,
    /// Open weights, ten billion parameters and more.
    LARGE,
    /// A vendor's, asked over the network.
    HOSTED,
    /// Neither its name nor its provider tells.
    OTHER
  }

  /// The kinds of models that a project has.
  ///
  /// @param jobs all, in the order of the project
  public record Kinds(List<String> jobs, List<Kind> kinds) {}

  /// The models of a sort, and for which jobs at least one of them is FIT.
  public record Kind(Sort sort, List<String> models, List<String> fit) {}

  /// A model with enough passes and no proof.
  ///
  /// @param rate of what was seen
  /// @param mistakes how often FIT may be wrong at most, in percent
  /// @param chance that a model right at the bar passes as many or more, in percent
  /// @param dots passes of equally likely teams, whose model is right at the bar; in rising order
  /// @param teams how many of them see as many passes or more
  /// @param needed how many passes would have been FIT, where any would
  public record NotYet(
      String job,
      String model,
      int passed,
      int seen,
      String rate,
      String bar,
      String mistakes,
      String chance,
      List<Integer> dots,
      int teams,
      OptionalInt needed) {}

  /// Two models of which none is above the other.
  ///
  /// @param models each with its verdicts by job, as tones; empty for no candidate
  public record NoRanking(List<String> jobs, List<Verdicts> models, Crossing crossing) {}

  /// How a model stands for each job.
  public record Verdicts(String model, List<String> tones) {}

  /// `one` is FIT for `job` and UNFIT for `otherJob`; `other` the other way round.
  public record Crossing(String one, String other, String job, String otherJob) {}

  /// What a thousand answers of a machine cost, by how busy it is.
  ///
  /// @param model whose time it is; empty where that is assumed
  /// @param declared whether the machine is one of the project's
  /// @param shares of the time that it is busy, with what answers then cost, in rising order
  /// @param hosted what a hosted model costs beside it
  /// @param even share of the time from which on the machine costs less; above 1 for never
  public record LocalCost(
      Optional<String> model,
      String time,
      boolean declared,
      List<Share> shares,
      Optional<Hosted> hosted,
      OptionalDouble even) {}

  /// What answers cost at a use of the machine.
  ///
  /// @param busy share of the time
  /// @param dollars of a thousand answers
  public record Share(double busy, double dollars, String cost) {}

  /// What a thousand answers of a hosted model cost.
  public record Hosted(String model, String job, double dollars, String cost) {}

  /// Which host may read which class of data.
  ///
  /// @param stay jobs that no hosted model may be sent
  public record Destinations(
      List<String> classes, List<Reader> hosts, List<Stay> stay, int jobs, List<Integer> counts) {}

  /// A host and what it may read.
  ///
  /// @param may for each class whether the host may read it
  public record Reader(String host, boolean own, String clearance, List<Boolean> may) {}

  /// A job whose data stays.
  ///
  /// @param allowed the most that any hosted model's host may read; empty when there is none
  public record Stay(String job, String data, Optional<String> allowed) {}

  /// How long requests are, and how long answers take.
  public record Speed(List<Length> jobs, List<Times> times) {}

  /// How long a job's requests are.
  ///
  /// @param characters of the median request
  public record Length(String job, int characters) {}

  /// What was measured of a model on a job.
  public record Times(
      String job, String model, Optional<String> first, Optional<String> speed, String whole) {}

  /// Two models on the same cases of a job.
  public record Pair(
      String job,
      String one,
      String other,
      int both,
      int onlyOne,
      int onlyOther,
      int neither,
      Optional<String> oneCost,
      Optional<String> otherCost) {
    public int all() {
      return both + onlyOne + onlyOther + neither;
    }
  }

  /// The cases of a job that at least two models were asked.
  ///
  /// @param tones of each case: `fit` when all passed, `unfit` when all failed, else `undecided`
  /// @param straight how many passes in a row make a model FIT, where any number does
  public record Cases(
      String job, List<String> tones, String bar, OptionalInt straight, int available) {
    public int count(String tone) {
      return (int) tones.stream().filter(tone::equals).count();
    }
  }
}
