package dev.metier.qualify;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.Unserved;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.RangeHistory;
import dev.metier.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is known of one job and model.
///
/// @param setting hash under which the ledger keeps the answers
/// @param grading hash under which it keeps their grades
/// @param kept trials kept
/// @param possible trials there could be
/// @param outcomes what the kept trials came to, in the committed order
/// @param fingerprint the build that was asked, when it is known
/// @param notes what a reader must know before the verdict's reason; see [Notes]
/// @param fitAlone that it is FIT by itself and cannot be picked yet, when that is so
/// @param cutShort whether cases that were to be asked, though the verdict stands, were not
/// @param boundaries the counts of passes at which needs over plain passes and failures are decided
/// @param counted how many cases the verdict counts: the first of the outcomes' cases
/// @param histories how ranges of needs of quality narrowed that no counts of passes decide
/// @param unserved the kept trials that brought no usable answer, and why
public record CellResult(
    Job job,
    Model model,
    Verdict verdict,
    String setting,
    String grading,
    long kept,
    long possible,
    List<Outcome> outcomes,
    Optional<Fingerprint> fingerprint,
    List<String> notes,
    Optional<FitAlone> fitAlone,
    boolean cutShort,
    Map<Requirement, ExactBoundary> boundaries,
    int counted,
    Map<Requirement, RangeHistory> histories,
    List<Unserved> unserved) {
  /// How the sentence begins that a FIT says nothing of what is right.
  public static final String FORM_ONLY = "Only the form of answers is graded";

  public CellResult {
    notes = List.copyOf(notes);
    boundaries = Map.copyOf(boundaries);
    histories = Map.copyOf(histories);
    unserved = List.copyOf(unserved);
  }

  /// Where all was served.
  public CellResult(
      Job job,
      Model model,
      Verdict verdict,
      String setting,
      String grading,
      long kept,
      long possible,
      List<Outcome> outcomes,
      Optional<Fingerprint> fingerprint,
      List<String> notes,
      Optional<FitAlone> fitAlone,
      boolean cutShort,
      Map<Requirement, ExactBoundary> boundaries,
      int counted,
      Map<Requirement, RangeHistory> histories) {
    this(
        job,
        model,
        verdict,
        setting,
        grading,
        kept,
        possible,
        outcomes,
        fingerprint,
        notes,
        fitAlone,
        cutShort,
        boundaries,
        counted,
        histories,
        List.of());
  }

  /// Without how ranges narrowed.
  public CellResult(
      Job job,
      Model model,
      Verdict verdict,
      String setting,
      String grading,
      long kept,
      long possible,
      List<Outcome> outcomes,
      Optional<Fingerprint> fingerprint,
      List<String> notes,
      Optional<FitAlone> fitAlone,
      boolean cutShort,
      Map<Requirement, ExactBoundary> boundaries,
      int counted) {
    this(
        job,
        model,
        verdict,
        setting,
        grading,
        kept,
        possible,
        outcomes,
        fingerprint,
        notes,
        fitAlone,
        cutShort,
        boundaries,
        counted,
        Map.of());
  }

  /// Where the verdict counts all that is kept, without the counts at which needs are decided.
  public CellResult(
      Job job,
      Model model,
      Verdict verdict,
      String setting,
      String grading,
      long kept,
      long possible,
      List<Outcome> outcomes,
      Optional<Fingerprint> fingerprint,
      List<String> notes,
      Optional<FitAlone> fitAlone,
      boolean cutShort) {
    this(
        job,
        model,
        verdict,
        setting,
        grading,
        kept,
        possible,
        outcomes,
        fingerprint,
        notes,
        fitAlone,
        cutShort,
        Map.of(),
        Integer.MAX_VALUE);
  }

  /// FIT by itself, but not yet at the level that holds for the one picked among several.
  ///
  /// @param among how many candidates there are
  /// @param more how many further cases that will probably take, where it can be told
  public record FitAlone(int among, Optional<MoreResults> more) {
    /// Both in one sentence.
    public String sentence() {
      return "FIT by itself; as the one that `metier compile` picks among "
          + among
          + " it needs "
          + more.map(range -> range.words() + " ").orElse("")
          + "more cases.";
    }

    /// What it lacks: `25 to 60 cases short`.
    public String lacks() {
      return more.map(range -> range.words() + " cases short").orElse("short of cases");
    }
  }

  /// How many answers of other models are left out as evidence, and which, in a sentence; empty
  /// where none is.
  public Optional<String> leftOut() {
    return notes.stream().filter(note -> note.startsWith(Notes.LEFT_OUT)).findFirst();
  }

  /// All that a reader must know before the verdict's reason: how its count differs from that of
  /// all answers, and the notes.
  public List<String> told() {
    return Stream.concat(behind().stream(), notes.stream()).toList();
  }

  /// What stands between the verdict's own count of failed cases and that of all that were
  /// answered, in a sentence; empty where both are the same. Wherever failed cases are listed it is
  /// all of them.
  private Optional<String> behind() {
    Map<String, Boolean> failed = new LinkedHashMap<>();
    outcomes.forEach(one -> failed.merge(one.content(), one.score() < 1, Boolean::logicalOr));
    long then = failed.values().stream().limit(counted).filter(fails -> fails).count();
    long all = failed.values().stream().filter(fails -> fails).count();
    return then == all || counted == 0
        ? Optional.empty()
        : reached()
            .map(reached ->
                String.format(
                    Locale.ROOT,
                    "%s case %,d, with %,d failed by then; of all %,d cases answered %,d failed.",
                    reached,
                    counted,
                    then,
                    failed.size(),
                    all));
  }

  private Optional<String> reached() {
    return switch (verdict) {
      case Verdict.Fit _ -> Optional.of("Decided at");
      // a critical case decides before its turn
      case Verdict.Unfit _ ->
          Optional.of("Decided at").filter(_ -> job.cases().stream().noneMatch(Case::critical));
      case Verdict.Undecided _ -> Optional.of("Counted up to");
      case Verdict.Forbidden _, Verdict.Expired _ -> Optional.empty();
    };
  }

  /// That it is FIT by the form of its answers alone, in a sentence; empty where it is not.
  public Optional<String> formOnly() {
    return formOnly(notes);
  }

  /// The sentence among others that says so.
  public static Optional<String> formOnly(List<String> notes) {
    return notes.stream().filter(note -> note.startsWith(FORM_ONLY)).findFirst();
  }
}
