package dev.metier.report.view;

import dev.metier.qualify.Change;
import dev.metier.report.matrix.Changes;
import dev.metier.report.view.MatrixView.Mark;
import java.util.List;

/// What is different since an earlier moment: verdicts that turned, and the cases that end
/// otherwise.
///
/// @param since the moment or the build, in words
/// @param bars which bars were others, a sentence each
/// @param turned verdicts that are others now
/// @param moved verdicts that are the same though cases end otherwise
/// @param same how many are as they were in all
public record ChangesView(
    String since, List<String> bars, List<Row> turned, List<Row> moved, String same) {

  /// One job and model.
  ///
  /// @param causes what else is different; empty when nothing is
  /// @param both cases that were answered then and now
  /// @param passNoMore the names of those that passed then and fail now, as they are written
  /// @param passNow likewise the other way round
  public record Row(
      String job,
      String model,
      Mark then,
      Mark now,
      List<String> causes,
      int both,
      List<String> passNoMore,
      List<String> passNow) {}

  public static ChangesView of(Changes changes) {
    List<Change> different = changes.different();
    return new ChangesView(
        changes.since(),
        changes.otherBars().stream().map(VisibleText::of).toList(),
        different.stream().filter(ChangesView::turned).map(ChangesView::row).toList(),
        different.stream().filter(change -> !turned(change)).map(ChangesView::row).toList(),
        changes.same());
  }

  private static boolean turned(Change change) {
    return !change.then().word().equals(change.now().word());
  }

  private static Row row(Change change) {
    return new Row(
        change.job().name().text(),
        change.model().name().text(),
        CellViews.mark(change.then()),
        CellViews.mark(change.now()),
        change.causes(),
        change.both(),
        change.passNoMore(),
        change.passNow());
  }
}
