package dev.metier.report.lesson;

import dev.metier.core.text.Sha256;
import dev.metier.core.text.ShortText;
import dev.metier.report.lesson.GuessView.Hidden;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.view.CellViews;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses verdicts to be guessed, always the same ones of the same project, and holds them against
/// what was guessed.
public final class GuessViews {
  private static final int HIDDEN = 6;
  private static final int FEWEST = 2;
  private static final int LONGEST = 300;
  private static final int KEY = 8;

  private GuessViews() {}

  /// What the address says of the guesses, beside the verdicts.
  ///
  /// @param parameters `g.KEY` is `fit`, `unfit` or empty; `w.KEY` says why
  public static GuessView of(FitMatrix matrix, Map<String, String> parameters) {
    var ignored = new ArrayList<String>();
    List<Hidden> cells =
        matrix.jobs().stream()
            .flatMap(row ->
                row.cells().stream()
                    .filter(GuessViews::isDecided)
                    .map(cell -> hidden(row, cell, parameters, ignored)))
            .sorted(Comparator.comparing(Hidden::key))
            .limit(HIDDEN)
            .toList();
    boolean shown =
        parameters.keySet().stream().anyMatch(name -> name.startsWith("g."))
            && cells.size() >= FEWEST;
    return new GuessView(
        VisibleText.of(matrix.project()),
        matrix.jobs().stream()
            .flatMap(row -> row.cells().stream())
            .flatMap(cell -> cell.facts().last().stream())
            .max(Comparator.naturalOrder())
            .map(Figures::moment),
        cells.size() < FEWEST ? List.of() : cells,
        shown,
        ignored);
  }

  private static boolean isDecided(FitMatrix.Cell cell) {
    return cell.verdict() instanceof Verdict.Fit || cell.verdict() instanceof Verdict.Unfit;
  }

  private static Hidden hidden(
      JobRow row, FitMatrix.Cell cell, Map<String, String> parameters, List<String> ignored) {
    String job = row.job().name().text();
    String model = cell.model().name().text();
    String key = Sha256.hex(job + "\n" + model).substring(0, KEY);
    String guess = parameters.getOrDefault("g." + key, "");
    boolean known = guess.equals("fit") || guess.equals("unfit");
    if (!known && !guess.isEmpty() && !guess.equals(GuessView.PASS)) {
      ignored.add(VisibleText.of("g." + key + "=" + cut(guess)));
    }
    return new Hidden(
        key,
        job,
        VisibleText.of(row.job().purpose()),
        row.job().needs().stream().map(MatrixViews::brief).toList(),
        row.job().cases().size(),
        model,
        CellViews.mark(cell.verdict()),
        known ? Optional.of(guess) : Optional.empty(),
        VisibleText.of(cut(parameters.getOrDefault("w." + key, "").strip())));
  }

  private static String cut(String text) {
    return ShortText.of(text, LONGEST, "…");
  }
}
