package dev.metier.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextMatrixTest {
  private static String text(FitMatrix matrix, int width, boolean colours, boolean unicode) {
    return Medium.TEXT.render(
        matrix, new RenderOptions(width, colours, unicode, "0.1.0", Optional.of("report.html")));
  }

  @Test
  void fits80Columns() {
    Golden.check("text-80.txt", text(SampleMatrix.support(), 80, false, true));
  }

  @Test
  void fits140Columns() {
    Golden.check("text-140.txt", text(SampleMatrix.support(), 140, false, true));
  }

  @Test
  void plainTerminalsGetPlainCharacters() {
    String text = text(SampleMatrix.support(), 80, false, false);
    Golden.check("text-ascii.txt", text);
    assertThat(text).matches("\\p{ASCII}*");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 120, 200})
  void noLineIsLongerThanTheTerminal(int width) {
    for (var matrix : List.of(SampleMatrix.support(), SampleMatrix.large())) {
      assertThat(text(matrix, width, false, true).lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void coloursChangeNothingButColours() {
    String coloured = text(SampleMatrix.support(), 100, true, true);
    assertThat(coloured).contains("\u001b[32m✔ FIT");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "").lines().map(String::stripTrailing))
        .containsExactlyElementsOf(text(SampleMatrix.support(), 100, false, true).lines().toList());
  }

  @Test
  void answersCannotSteerTheTerminal() {
    var row = SampleMatrix.support().jobs().getFirst();
    var cell =
        new FitMatrix.Cell(
            SampleMatrix.model("qwen"),
            new Verdict.Unfit(List.of(), "found \u001b[2J\u0007 and\nmore"),
            FitMatrix.Facts.none(3),
            List.of());
    var matrix =
        new FitMatrix(
            "p",
            SampleMatrix.AT,
            List.of(new FitMatrix.JobRow(row.job(), List.of(cell))),
            new FitMatrix.Calls(0, 3),
            Optional.empty(),
            List.of());
    assertThat(text(matrix, 80, false, true))
        .doesNotContain("\u001b")
        .contains("found [2J and more");
  }

  @Test
  void nothingRanksModelsOverall() {
    for (Medium medium : Medium.values()) {
      assertThat(medium.render(SampleMatrix.support(), RenderOptions.plain("0.1.0")))
          .doesNotContainPattern(
              "(?i)\\b(best|winner|better|score ?board|leader ?board|overall score)\\b");
    }
  }
}
