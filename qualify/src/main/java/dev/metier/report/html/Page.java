package dev.metier.report.html;

import java.util.ArrayList;
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
    Summary summary,
    Optional<ChangesPart> changes,
    List<Head> models,
    List<JobPart> jobs,
    List<WorkflowPart> workflows,
    List<ModelPart> setups,
    String version) {

  /// The page for those who read only one.
  ///
  /// @param hosts for each host the jobs that it can do, a sentence each
  /// @param priced whether a cost is known of any route
  /// @param timed whether a time is
  /// @param costs empty when no cost was measured
  /// @param basis what the costs are for
  public record Summary(
      String headline,
      List<String> hosts,
      List<RouteRow> routes,
      boolean priced,
      boolean timed,
      List<CostRow> costs,
      String basis) {}

  /// Which model would do a job, and what stands behind it; a dash where there is none.
  ///
  /// @param model without one, how the candidates stand
  public record RouteRow(
      String job,
      String data,
      String model,
      String host,
      String others,
      String cost,
      String tail) {}

  /// What it would cost to do the jobs in one way.
  ///
  /// @param fit for how many of the jobs that way is FIT
  public record CostRow(String way, String cost, String fit) {}

  /// What is different since an earlier moment.
  ///
  /// @param bars which bars were others, a sentence each
  /// @param same how many verdicts are as they were
  public record ChangesPart(String since, List<String> bars, List<ChangeRow> rows, String same) {}

  /// A verdict that turned, or cases that came out otherwise.
  ///
  /// @param causes what else is different; empty when nothing is
  /// @param cases which cases, a sentence each
  public record ChangeRow(
      String job, String model, Mark then, Mark now, String causes, List<String> cases) {}

  /// A piece of a sentence: words, or what is to be typed.
  public record Span(String text, boolean code) {
    /// A sentence in which what is to be typed stands between backticks.
    public static List<Span> of(String sentence) {
      var spans = new ArrayList<Span>();
      int from = 0;
      for (int open = sentence.indexOf('`'); open >= 0; open = sentence.indexOf('`', from)) {
        int close = sentence.indexOf('`', open + 1);
        if (close < 0) {
          break;
        }
        spans.add(new Span(sentence.substring(from, open), false));
        spans.add(new Span(sentence.substring(open + 1, close), true));
        from = close + 1;
      }
      spans.add(new Span(sentence.substring(from), false));
      return spans;
    }
  }

  /// A workflow and the choices of models that were run from end to end.
  ///
  /// @param needs and cases, a sentence
  /// @param stages their names
  /// @param ending which choice is served, or why none is
  public record WorkflowPart(
      String name, String needs, List<String> stages, List<AssignmentRow> rows, String ending) {}

  /// A choice of models for the stages.
  ///
  /// @param models in the order of the stages
  /// @param runs how many, what they cost and took
  public record AssignmentRow(List<String> models, Mark mark, String runs, String reason) {}

  /// A model as it was asked.
  public record ModelPart(String name, String use, String host, String clearance, String price) {}

  /// A model at the head of a column.
  public record Head(String name, String origin) {}

  /// A shape with its word: `fit`, `unfit`, `undecided`, `forbidden` or `expired`.
  public record Mark(String kind, String word) {}

  /// A job's row of the matrix and its section.
  ///
  /// @param badge what its cases are, where they are not the team's own
  /// @param need all of them, shortly, for the matrix
  public record JobPart(
      String name,
      String purpose,
      String badge,
      String data,
      String need,
      List<String> needs,
      List<Glance> row,
      List<Sentence> sentences,
      List<NeedPart> findings,
      List<FactRow> facts,
      List<Field> prompt,
      String settings,
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
