package dev.metier.qualify;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    Map<Requirement, ExactBoundary> boundaries) {
  public CellResult {
    notes = List.copyOf(notes);
    boundaries = Map.copyOf(boundaries);
  }

  /// Without the counts at which needs are decided.
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
        Map.of());
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

  /// That it is FIT by the form of its answers alone, in a sentence; empty where it is not.
  public Optional<String> formOnly() {
    return notes.stream().filter(note -> note.startsWith(Notes.FORM_ONLY)).findFirst();
  }
}
