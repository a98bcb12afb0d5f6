package dev.metier.hybrid.search;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.hybrid.Limits;
import dev.metier.job.CaseFree;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.plan.Questions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The checks of a first model's answers that the evidence can value, and what they can take.
final class ValuedChecks {
  private static final double USUAL_TEMPERATURE = 0.7;
  private static final int MOST_SAMPLES = 3;

  private final SearchScope scope;
  private final PairedReplay.Models models;
  private final Questions questions;
  private final Job job;
  private final Evidence evidence;
  private final List<String> notes = new ArrayList<>();

  /// @param questions that the first model was asked
  ValuedChecks(SearchScope scope, PairedReplay.Models models, Questions questions) {
    this.scope = scope;
    this.models = models;
    this.questions = questions;
    this.job = scope.job();
    this.evidence = scope.evidence();
  }

  /// In the order in which they are run.
  ///
  /// @param model the first one
  List<Check> of(Model model) {
    var temperature = questions.settings().temperature();
    boolean recorded = model.kind() == ProviderKind.RECORDED;
    var wanted = new ArrayList<>(scope.spec().checks());
    if (wanted.isEmpty()) {
      wanted.add(new Check.Complete());
      CaseFree.of(job.grading()).ifPresent(_ -> wanted.add(new Check.Graders()));
      int samples = Math.min(MOST_SAMPLES, job.repeats());
      double at = temperature.orElse(recorded ? USUAL_TEMPERATURE : 0);
      if (samples >= 2 && at > 0) {
        wanted.add(new Check.Agree(samples, 2, at));
      }
    }
    wanted.removeIf(check -> {
      Optional<String> why = unvalued(check, recorded, temperature);
      why.ifPresent(notes::add);
      return why.isPresent();
    });
    return wanted;
  }

  /// Why others are not among them, a sentence each.
  List<String> notes() {
    return notes;
  }

  private Optional<String> unvalued(Check check, boolean recorded, OptionalDouble temperature) {
    return switch (check) {
      case Check.Agree(int samples, _, _) when job.repeats() < samples ->
          Optional.of(
              "`agree` is not valued: each case was asked "
                  + job.repeats()
                  + " times, and it needs `repeats: "
                  + samples
                  + "`.");
      case Check.Agree(_, _, double at)
          when !recorded && Math.abs(temperature.orElse(-1) - at) > 1e-9 ->
          Optional.of(otherwiseAsked(at, temperature));
      case Check.LogProbability _ when evidence.likelihoods(models.first()).isEmpty() ->
          Optional.of(
              "`logprob` is not valued: the server of "
                  + models.first()
                  + " told no log-probabilities, though it was asked.");
      case Check.Graders _ when CaseFree.of(job.grading()).isEmpty() ->
          Optional.of("`graders` is not valued: all of them need the case.");
      case Check.Baseline(var model) when !evidence.saysWhat(model) ->
          Optional.of("`baseline` is not valued: " + model + " answered nothing so far.");
      case Check.Score score ->
          score.parts().stream()
              .flatMap(part -> unvalued(part, recorded, temperature).stream())
              .findFirst()
              .map(why -> "`score` is left out, since a signal of it is not known: " + why);
      case Check.Agree _,
          Check.Complete _,
          Check.Loops _,
          Check.Tokens _,
          Check.Graders _,
          Check.LogProbability _,
          Check.Baseline _,
          Check.Judge _,
          Check.Program _ ->
          Optional.empty();
    };
  }

  private static String otherwiseAsked(double at, OptionalDouble temperature) {
    return "`agree` at temperature "
        + at
        + " is not valued: the kept answers were asked "
        + (temperature.isPresent() ? "at " + temperature.getAsDouble() : "without one")
        + ".";
  }

  /// The most that a chain with these checks can take.
  Limits limits(List<Check> checks) {
    int answers = checks.stream().mapToInt(Check::answers).max().orElse(1);
    double deadline = scope.spec().rules().deadline().toNanos();
    double alone = evidence.most(scope.order(), models.alone(), questions);
    double then =
        models.then().filter(name -> !name.equals(models.alone())).isPresent()
            ? evidence.most(scope.order(), models.then().orElseThrow(), questions)
            : 0;
    double asked = scope.sources().judges().most(job, checks, questions);
    for (Check check : checks.stream().flatMap(each -> each.parts().stream()).toList()) {
      asked +=
          check instanceof Check.Baseline(var other)
              ? evidence.most(scope.order(), other, questions)
              : 0;
    }
    return new Limits(
        answers * evidence.most(scope.order(), models.first(), questions) + asked + then,
        alone,
        deadline,
        deadline);
  }
}
