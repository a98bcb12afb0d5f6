package dev.metier.report;

import java.util.List;
import java.util.Optional;

/// What the HTML report shows, as its templates need it: every text ready for people and not yet
/// escaped. Public only for the templates.
///
/// @param policy value of the Content-Security-Policy
/// @param style all CSS
/// @param script all JavaScript
public record Page(
    String project,
    String date,
    String policy,
    String style,
    String script,
    List<String> notes,
    String calls,
    List<Head> models,
    List<JobPart> jobs,
    String version) {

  /// A model at the head of a column.
  public record Head(String name, String origin) {}

  /// A shape with its word: `fit`, `unfit`, `undecided`, `forbidden` or `expired`.
  public record Mark(String kind, String word) {}

  /// A job's row of the matrix and its section.
  ///
  /// @param need the one that stands for all in the matrix
  public record JobPart(
      String name,
      String purpose,
      String data,
      String need,
      List<String> needs,
      List<Glance> row,
      List<Sentence> sentences,
      List<NeedPart> findings,
      List<FactRow> facts,
      CasesPart cases) {}

  /// A cell of the matrix.
  ///
  /// @param mark empty when the model is no candidate of the job
  /// @param plot empty when nothing was measured
  public record Glance(
      String model, Optional<Mark> mark, Optional<Bar> plot, String figure, String calls) {}

  /// Why one model has its verdict.
  ///
  /// @param notes what is to be read before the reason
  public record Sentence(
      String model, Mark mark, List<String> notes, String reason, List<String> more) {}

  /// An interval on an axis; places in percent of the width, widths too.
  ///
  /// @param limit where the bar is
  /// @param point the estimate, when there is one
  /// @param text the same in words
  public record Bar(
      String kind, String low, String width, String limit, Optional<String> point, String text) {}

  /// All models against one need.
  public record NeedPart(
      String need, String confidence, Axis axis, boolean atLeast, List<FindingRow> rows) {}

  /// An axis with its ticks and the labelled bar.
  public record Axis(String limit, String limitText, String anchor, List<Tick> ticks) {}

  /// A round number on an axis.
  public record Tick(String place, String text) {}

  /// One model against one need.
  public record FindingRow(
      String model,
      Mark mark,
      Bar plot,
      String interval,
      String estimate,
      String seen,
      String outlook,
      String reason) {}

  /// What was measured of one model; a dash where nothing was.
  public record FactRow(
      String model,
      String firstToken,
      String median,
      String tail,
      String speed,
      String cost,
      String calls,
      String notServed,
      String last,
      String build) {}

  /// The failing cases of a job.
  public record CasesPart(List<CasePart> cases, long differing, long allFailed) {}

  /// One case.
  ///
  /// @param kind `differ` when some models passed and some failed, else `failed`
  public record CasePart(
      String id,
      String slices,
      String kind,
      String expected,
      List<Field> input,
      List<AnswerPart> answers) {}

  /// A named text.
  public record Field(String name, Excerpt text) {}

  /// What a model answered.
  public record AnswerPart(
      String model, Mark mark, String score, Excerpt text, boolean empty, String reason) {}

  /// A long text: what is shown at once, what is shown on demand, and how many characters are left
  /// out.
  public record Excerpt(String start, String rest, String missing) {}
}
