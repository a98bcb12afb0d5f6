package dev.metier.report.view.cases;

import dev.metier.ledger.Outcome;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.WhyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the case lab of a job shows: two models on the same cases, beside what is expected.
///
/// @param at when one of them was last asked
/// @param models the candidates, to choose from
/// @param a the first model
/// @param b the one beside it; empty when there is only one candidate
/// @param counts how many cases there are of each kind
/// @param only the kind that is shown
/// @param items the cases of this page
/// @param from how many cases of that kind stand before them
/// @param earlier the first case of the page before, `later` that of the page behind
/// @param total how many there are of that kind
/// @param chosen the case that is shown whole; empty when there is none of that kind
/// @param find the text that all of them have
/// @param whole whether long texts are shown to their end
/// @param causal why they failed
/// @param reviewed what people's word on cases changed, in a sentence; empty where nothing did
/// @param labelled whether the reader can say which answers and which cases are right
/// @param ignored what was asked for and is no choice
public record CasesView(
    String project,
    Optional<String> at,
    String job,
    String purpose,
    String data,
    List<WhyView.Candidate> models,
    String a,
    Optional<String> b,
    Map<CasesQuery.Kind, Integer> counts,
    CasesQuery.Kind only,
    List<Item> items,
    int from,
    Optional<String> earlier,
    Optional<String> later,
    int total,
    Optional<Chosen> chosen,
    String find,
    boolean whole,
    Causal causal,
    Optional<String> reviewed,
    boolean labelled,
    List<String> ignored) {

  /// How many cases there are of a kind.
  public int count(CasesQuery.Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /// Why cases failed.
  ///
  /// @param model whose graders say so; empty where causes are not told
  /// @param failed how many of the shown cases failed for a reason that is kept
  /// @param causes the commonest first
  public record Causal(String model, int failed, List<Cause> causes) {
    static final Causal NONE = new Causal("", 0, List.of());

    /// The cause that all shown cases failed for.
    public Optional<String> chosen() {
      return causes.stream()
          .flatMap(cause -> Stream.concat(Stream.of(cause), cause.within().stream()))
          .filter(Cause::chosen)
          .map(Cause::text)
          .findFirst();
    }
  }

  /// Why some cases failed.
  ///
  /// @param within those of them that have values in common too
  public record Cause(String text, int count, boolean chosen, List<Cause> within) {}

  /// How a model did on a case: all repeats passed, some failed, none was served, or not asked.
  public enum Standing {
    PASS,
    FAIL,
    UNSERVED,
    NOT_ASKED;

    /// Of a single answer.
    static Standing of(Outcome outcome) {
      return !outcome.served() ? UNSERVED : outcome.score() >= 1 ? PASS : FAIL;
    }

    /// Of two repeats that were both asked.
    Standing with(Standing other) {
      boolean failed = this == FAIL || other == FAIL;
      return this == other ? this : failed ? FAIL : UNSERVED;
    }
  }

  /// A case in the list.
  ///
  /// @param id as it is written, for addresses
  /// @param index its place among those of its kind
  /// @param aside whether it counts no more
  public record Item(String id, Standing a, Standing b, int index, boolean aside) {}

  /// A case as a whole.
  ///
  /// @param key as it is written, for addresses
  /// @param content the hash of what is asked and expected, which forms send along: what is said of
  ///   it is said of this content
  /// @param inputs its variables, by name
  /// @param named what graders compare fields of the answer with, where the case expects no answer
  /// @param sides what each model answered
  /// @param fields expected and answers field by field, where all are JSON objects
  /// @param calls the same of tool calls, where a grader looks at them
  /// @param review what somebody said of the case itself
  /// @param before the case before it in the list, `after` the next
  public record Chosen(
      String id,
      String key,
      String content,
      List<String> slices,
      boolean critical,
      int index,
      List<Field> inputs,
      Optional<Excerpt> expected,
      Optional<Excerpt> named,
      List<Side> sides,
      List<FieldRow> fields,
      List<FieldRow> calls,
      Optional<Reviewed> review,
      Optional<String> before,
      Optional<String> after) {}

  /// What somebody said of a case itself.
  ///
  /// @param value `right`, `wrong` or `cannot_tell`
  /// @param before what was expected of it, where something else is now
  public record Reviewed(
      String value, String by, String at, String note, Optional<Excerpt> before) {}

  /// A named text.
  public record Field(String name, Excerpt text) {}

  /// A long text: what is shown at once, what is shown on demand, and how many characters are left
  /// out.
  public record Excerpt(String start, String rest, int missing) {}

  /// What a model answered to a case.
  ///
  /// @param mark passed, failed, not served, or not asked
  /// @param answers those that differ, each with how many were like it
  public record Side(String model, Mark mark, List<Shown> answers) {}

  /// Answers that are alike.
  ///
  /// @param alike how many of them
  /// @param of of how many repeats
  /// @param pieces the text, with the words marked that are not expected; empty when no text was
  ///   kept
  /// @param rest what is shown on demand
  /// @param reasons the grader's, its parts one by one
  /// @param took how long the first of them took
  /// @param cost of the first of them
  /// @param answer what identifies it as an answer that can be labelled; empty for one that cannot
  /// @param label what the reader said of it: `pass`, `fail` or `cannot_tell`
  /// @param note the reader's remark
  public record Shown(
      int alike,
      int of,
      List<Piece> pieces,
      String rest,
      int missing,
      List<Reason> reasons,
      Optional<String> took,
      Optional<String> cost,
      Optional<String> answer,
      Optional<String> label,
      String note) {}

  /// A piece of a text.
  public record Piece(String text, boolean marked) {}

  /// What a grader found.
  public record Reason(boolean passed, String text) {}

  /// One field of JSON, one argument of a tool call, or the call itself.
  ///
  /// @param name empty for a call itself
  /// @param same whether all values are as expected
  /// @param free whether nothing is expected, so that whatever is there is right
  public record FieldRow(
      String name, String expected, List<FieldValue> values, boolean same, boolean free) {}

  /// A model's value of a field.
  ///
  /// @param text empty when the field is missing
  public record FieldValue(String text, boolean asExpected, boolean asked) {}
}
