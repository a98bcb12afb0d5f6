package dev.metier.report.view;

import dev.metier.ledger.Outcome;
import dev.metier.report.view.MatrixView.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
/// @param total how many there are of that kind
/// @param chosen the case that is shown whole; empty when there is none of that kind
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
    int total,
    Optional<Chosen> chosen,
    List<String> ignored) {

  /// How many cases there are of a kind.
  public int count(CasesQuery.Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

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
  public record Item(String id, Standing a, Standing b, int index) {}

  /// A case as a whole.
  ///
  /// @param inputs its variables, by name
  /// @param sides what each model answered
  /// @param fields expected and answers field by field, where all are JSON objects
  /// @param before the case before it in the list, `after` the next
  public record Chosen(
      String id,
      List<String> slices,
      boolean critical,
      int index,
      List<Field> inputs,
      Optional<Excerpt> expected,
      List<Side> sides,
      List<FieldRow> fields,
      Optional<String> before,
      Optional<String> after) {}

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
  public record Shown(
      int alike,
      int of,
      List<Piece> pieces,
      String rest,
      int missing,
      List<Reason> reasons,
      Optional<String> took,
      Optional<String> cost) {}

  /// A piece of a text.
  public record Piece(String text, boolean marked) {}

  /// What a grader found.
  public record Reason(boolean passed, String text) {}

  /// One field of JSON.
  ///
  /// @param same whether all values are as expected
  public record FieldRow(String name, String expected, List<FieldValue> values, boolean same) {}

  /// A model's value of a field.
  ///
  /// @param text empty when the field is missing
  public record FieldValue(String text, boolean asExpected, boolean asked) {}
}
