package dev.metier.report.view;

import dev.metier.report.view.MatrixView.Mark;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the page of one job and model shows: why it has its verdict, and what would settle it.
///
/// @param at when the model was last asked for the job
/// @param count what was seen of passes and failures, when the job's main need is about those
/// @param reason the verdict's own sentence
/// @param notes what is to be read before it
/// @param path how the evidence came in, for such a need
/// @param narrowing how the range of a need over scores narrowed
/// @param luck what chance does at the bar, when enough passed and it is still not proved
/// @param failures the first cases that failed; `failed` says how many there are
/// @param models the job's candidates, in the order of the project
public record WhyView(
    String project,
    Optional<String> at,
    String job,
    String purpose,
    String data,
    int cases,
    String model,
    Mark mark,
    Optional<Count> count,
    String reason,
    List<String> notes,
    List<Need> needs,
    Optional<PathPicture> path,
    Optional<NarrowingPicture> narrowing,
    Optional<Luck> luck,
    Ways ways,
    List<Slice> slices,
    Tested tested,
    int failed,
    List<Failure> failures,
    List<Candidate> models) {

  /// Passes of cases against a bar.
  public record Count(int passed, int seen, int available, String bar, String confidence) {}

  /// One need.
  ///
  /// @param state `MET`, `UNMET` or `UNDECIDED`
  /// @param picture empty when nothing was measured
  /// @param axis the same for all models of the job
  /// @param interval where the true value lies
  /// @param seen the plain mean of what was seen; empty when nothing was
  public record Need(
      String need,
      String confidence,
      Mark state,
      Optional<RangePicture> picture,
      Optional<RangePicture.Axis> axis,
      String interval,
      String seen,
      String reason) {}

  /// Of twenty teams whose model is right at the bar, how many would see as many passes or more.
  public record Luck(int teams, int of, int passed, int seen, String bar) {}

  /// What would settle it, or change it.
  ///
  /// @param verdict the kind of verdict, in lower case
  /// @param doubt why it is open, when it is
  /// @param fit the models that are FIT for the job, with what they showed
  /// @param more how many more cases, in words; empty when that cannot be told
  /// @param hardly whether more cases will hardly help
  /// @param money what they cost, when that is known
  /// @param chance the chance that the cases left decide, in percent; empty when none are left
  /// @param left cases that were not asked yet
  /// @param clearance what the model's host may read
  public record Ways(
      String verdict,
      Optional<Verdict.Doubt> doubt,
      List<Other> fit,
      Optional<String> more,
      boolean hardly,
      Optional<String> money,
      Optional<String> chance,
      int left,
      String host,
      String clearance) {}

  /// Another model of the job.
  public record Other(String model, String shown) {}

  /// The cases of one tag.
  public record Slice(String name, int passed, int seen, int cases) {}

  /// What was tested; empty where it is not known.
  ///
  /// @param unserved the calls that were not served by cause, the commonest first
  public record Tested(
      Optional<String> build,
      String use,
      String host,
      String prompt,
      int calls,
      int possible,
      int notServed,
      List<Unserved> unserved,
      Optional<String> cost,
      Optional<String> firstToken,
      Optional<String> total,
      Optional<String> speed) {}

  /// Calls that brought no usable answer for one cause.
  ///
  /// @param cause in two or three words
  /// @param why the commonest words of the server
  public record Unserved(String cause, int calls, String why) {}

  /// A case that failed.
  ///
  /// @param others how the other candidates did on it: `pass`, `fail` or empty for not asked
  public record Failure(
      String id,
      String asked,
      Optional<String> expected,
      List<String> others,
      OptionalDouble score) {}

  /// A candidate of the job.
  public record Candidate(String model, Mark mark, boolean here) {}
}
