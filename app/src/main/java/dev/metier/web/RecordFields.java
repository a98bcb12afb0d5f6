package dev.metier.web;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.DecisionRecord.Head;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.decision.DecisionRecord.Words;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The fields of a record's form.
///
/// @param was the record that its file has now
/// @param field what was typed into a field; empty for nothing
record RecordFields(DecisionRecord was, UnaryOperator<String> field) {

  /// The record as it was typed.
  ///
  /// @param problems gets what cannot be written so
  DecisionRecord record(Path file, Problems problems) {
    Head head = was.head();
    if (head.status() != Status.PROPOSED) {
      problems.add(
          Problem.at(
              Place.of(file),
              head.id() + " is not proposed any more, so it is not edited.",
              "Draft another record in its place."));
    }
    var typed =
        new Head(
            head.id(),
            head.status(),
            head.job(),
            head.model(),
            head.supersedes(),
            head.supersededBy(),
            line("owner"),
            day("date", file, problems),
            day("review-by", file, problems));
    var words =
        new Words(line("sentence"), lines("not-for"), lines("ends"), field.apply("dissent"));
    String text = field.apply("text");
    return was.with(typed).with(words, moved(), needs(), text.isEmpty() ? "" : text + "\n");
  }

  private String line(String name) {
    return field.apply(name).replaceAll("\\s+", " ");
  }

  private List<String> lines(String name) {
    return field.apply(name).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  private Optional<LocalDate> day(String name, Path file, Problems problems) {
    String text = field.apply(name);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      problems.add(
          Problem.at(Place.of(file), "\"" + text + "\" is no day.", "Write it as 2026-11-22."));
      return Optional.empty();
    }
  }

  private List<Need> needs() {
    var needs = new ArrayList<Need>();
    for (Need need : was.needs()) {
      String because = line("because-" + needs.size());
      needs.add(need.isMet() ? need : need.with(because));
    }
    return needs;
  }

  private List<Moved> moved() {
    var moves = new ArrayList<Moved>();
    for (Moved move : was.moved()) {
      int i = moves.size();
      moves.add(
          new Moved(move.at(), move.before(), move.after(), line("by-" + i), line("why-" + i)));
    }
    return moves;
  }
}
