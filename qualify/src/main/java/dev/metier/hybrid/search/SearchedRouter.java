package dev.metier.hybrid.search;

import dev.metier.hybrid.Proof;
import dev.metier.job.ModelName;
import dev.metier.learn.LearnedRouter;
import dev.metier.learn.router.Alteration;
import dev.metier.learn.router.RouterVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A router between two models, and what came of learning it.
///
/// @param first is asked for less
/// @param cases how many cases both models answered
/// @param whole whether those are all cases of the job
/// @param steps the thresholds that were tried, the safest first; empty when none was
/// @param shown the threshold in question: one that is proved, else the one nearest to a proof
/// @param verdict on the router with the threshold in question
/// @param guarantee what is proved of it, in a sentence or two; empty when nothing is
/// @param preferred whether the router, if it may run, does the job: one that is only better does
///   not where one model meets the needs too and is closer to what the job prefers
public record SearchedRouter(
    ModelName first,
    ModelName then,
    int cases,
    boolean whole,
    List<Step> steps,
    Optional<Step> shown,
    RouterVerdict verdict,
    String guarantee,
    boolean preferred) {
  /// A threshold, and what is proved of the router with it.
  ///
  /// @param threshold worth above which the later model answers
  /// @param share of the cases that it answers then
  public record Step(String label, double threshold, double share, Proof proof) {}

  public SearchedRouter {
    steps = List.copyOf(steps);
  }

  /// The router, when it may run.
  public Optional<LearnedRouter> proved() {
    return verdict instanceof RouterVerdict.Learned learned && holds()
        ? Optional.of(learned.router())
        : Optional.empty();
  }

  /// The router that does the job, if it may run and no one model is preferred to it.
  public Optional<LearnedRouter> served() {
    return proved().filter(_ -> preferred);
  }

  private boolean holds() {
    return shown.filter(step -> step.proof().proved()).isPresent();
  }

  /// FIT, UNFIT or UNDECIDED.
  public String word() {
    return switch (verdict) {
      case RouterVerdict.TooFew _ -> "UNDECIDED";
      case RouterVerdict.Static _, RouterVerdict.NoSkill _, RouterVerdict.Unsteady _ -> "UNFIT";
      case RouterVerdict.Learned _ -> shown.map(step -> step.proof().word()).orElse("UNDECIDED");
    };
  }

  /// Why, in a sentence or two.
  public String reason() {
    return verdict instanceof RouterVerdict.Learned
        ? shown.map(step -> step.proof().reason()).orElse("")
        : verdict.reason();
  }

  /// What it gains, where that was measured.
  public Optional<RouterVerdict.Skill> skill() {
    return switch (verdict) {
      case RouterVerdict.TooFew _, RouterVerdict.Static _ -> Optional.empty();
      case RouterVerdict.NoSkill(var skill) -> Optional.of(skill);
      case RouterVerdict.Unsteady(var skill, _) -> Optional.of(skill);
      case RouterVerdict.Learned learned -> Optional.of(learned.skill());
    };
  }

  /// The share of decisions that each alteration changes; empty where there is no router.
  public Map<Alteration, Double> flips() {
    return switch (verdict) {
      case RouterVerdict.TooFew _, RouterVerdict.Static _, RouterVerdict.NoSkill _ -> Map.of();
      case RouterVerdict.Unsteady(_, var flips) -> flips;
      case RouterVerdict.Learned learned -> learned.flips();
    };
  }
}
