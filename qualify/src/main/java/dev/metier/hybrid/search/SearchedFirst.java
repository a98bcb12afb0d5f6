package dev.metier.hybrid.search;

import dev.metier.hybrid.Climb;
import dev.metier.hybrid.Tried;
import dev.metier.job.ModelName;
import dev.metier.plan.Trial;
import java.util.List;
import java.util.Optional;

/// A model that might answer first, and what came of trying it.
///
/// @param ladder the chains that were tried, the safest first; empty when none could be
/// @param cases how many cases both models answered
/// @param whole whether those are all cases of the job
/// @param down first answers that its server failed to give, which says nothing of the model
/// @param checks what each check of the chain in question is worth
/// @param notes what could not be valued, and why; a sentence each
/// @param preferred whether the chain in question, if it may run, does the job: one that is only
///   better does not where one model meets the needs too and is closer to what the job prefers
/// @param guarantee what is proved of the answers that the chain in question keeps, in a sentence
/// @param missing what was not asked yet: the later model, when it is told of failed checks, or a
///   judge
/// @param breakEven what it must keep to pay for itself, in a sentence; empty when a price is
///   missing
public record SearchedFirst(
    ModelName first,
    List<Tried> ladder,
    int cases,
    boolean whole,
    int down,
    List<CheckValue> checks,
    List<String> notes,
    List<Trial> missing,
    String breakEven,
    String guarantee,
    boolean preferred) {
  public SearchedFirst {
    ladder = List.copyOf(ladder);
    checks = List.copyOf(checks);
    notes = List.copyOf(notes);
    missing = List.copyOf(missing);
  }

  static SearchedFirst none(ModelName first, String why) {
    return none(first, why, List.of());
  }

  /// One that cannot be tried before something is asked.
  static SearchedFirst none(ModelName first, String why, List<Trial> missing) {
    return new SearchedFirst(
        first, List.of(), 0, false, 0, List.of(), List.of(why), missing, "", "", true);
  }

  /// The chain that may run.
  public Optional<Tried> proved() {
    return Climb.proved(ladder);
  }

  /// The chain that does the job, if it is proved and no one model is preferred to it.
  public Optional<Tried> served() {
    return proved().filter(_ -> preferred);
  }

  /// The chain to show: that which may run, else the one nearest to it.
  public Optional<Tried> shown() {
    return proved()
        .or(() -> ladder.stream().filter(tried -> !tried.word().equals("UNFIT")).findFirst())
        .or(() -> ladder.stream().findFirst());
  }
}
