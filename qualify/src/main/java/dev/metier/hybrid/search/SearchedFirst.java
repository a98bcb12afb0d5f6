package dev.metier.hybrid.search;

import dev.metier.hybrid.Climb;
import dev.metier.hybrid.Tried;
import dev.metier.job.ModelName;
import dev.metier.plan.Trial;
import java.util.List;
import java.util.Optional;

/// A model that might answer first, and what came of trying it.
///
/// @param middle a model between the first and the last one, where chains of three were tried
/// @param ladder the chains that were tried, the safest first; empty when none could be
/// @param cases how many cases all of them answered, on which chains are tested
/// @param ordered how many further ones fixed the order in which chains are tried; 0 where the
///   checks alone do
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
    Optional<ModelName> middle,
    List<Tried> ladder,
    int cases,
    int ordered,
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

  /// One that cannot be tried.
  static SearchedFirst none(ModelName first, StageLadder.Lack lack) {
    return none(first, Optional.empty(), lack);
  }

  /// The same with a model in the middle.
  static SearchedFirst none(ModelName first, Optional<ModelName> middle, StageLadder.Lack lack) {
    return new SearchedFirst(
        first,
        middle,
        List.of(),
        0,
        0,
        false,
        0,
        List.of(),
        List.of(lack.why()),
        lack.missing(),
        "",
        "",
        true);
  }

  /// The same where other cases fixed the order.
  SearchedFirst ordered(int others) {
    return new SearchedFirst(
        first,
        middle,
        ladder,
        cases,
        others,
        whole,
        down,
        checks,
        notes,
        missing,
        breakEven,
        guarantee
            + " That rests on "
            + cases
            + " cases; the other "
            + others
            + " fixed in which order checks are tried.",
        preferred);
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
