package dev.metier.report.lesson;

import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.cases.CasesView.Excerpt;
import dev.metier.report.view.cases.CasesView.Side;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What is known of a model: what it is good for, not for, and was never tried for.
///
/// @param sort what its name and provider tell
/// @param own whether it runs on the team's own machines
/// @param standings one for each job that it is a candidate of
/// @param failures a few answers that failed, word for word
public record ModelCard(
    String project,
    Optional<String> at,
    String model,
    Lessons.Sort sort,
    String use,
    String host,
    boolean own,
    String clearance,
    List<Standing> standings,
    Never never,
    List<Failure> failures,
    List<Fact> facts) {

  /// How it stands for a job.
  ///
  /// @param line the one line that helps
  public record Standing(String job, String purpose, Mark mark, String line) {}

  /// What no evidence speaks of.
  ///
  /// @param classes of data
  /// @param longest characters of the longest request that was answered; empty when none was
  /// @param tags of cases that were not asked
  /// @param scripts in which cases were asked
  /// @param jobs of the project that it is no candidate of
  public record Never(
      List<String> classes,
      OptionalInt longest,
      List<String> tags,
      List<String> scripts,
      boolean tools,
      boolean pictures,
      List<String> jobs) {}

  /// An answer that failed.
  public record Failure(
      String job, String id, Excerpt asked, Optional<Excerpt> expected, Side answer) {}

  /// Where a fact comes from.
  public enum Source {
    MEASURED,
    /// In answers that somebody recorded earlier.
    RECORDED,
    STATED,
    /// What the team says in metier.yaml of something that others decide.
    SAID,
    /// Common knowledge, with its date.
    GENERAL,
    ASSUMED
  }

  /// Kinds of facts.
  public enum About {
    BUILD,
    LICENCE,
    CALLS,
    NOT_SERVED,
    FIRST_TOKEN,
    WHOLE_ANSWER,
    SPEED,
    COST,
    WINDOW,
    LONGEST_ANSWER,
    PRICE
  }

  /// What is known, and from where.
  ///
  /// @param note what else is to be said of its source; empty for nothing
  public record Fact(About about, String value, Source source, String note) {}
}
