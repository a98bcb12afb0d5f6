package dev.metier.report.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleProject;
import dev.metier.report.learn.LearnScreens;
import dev.metier.report.lesson.GuessView.Hidden;
import dev.metier.report.matrix.FitMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class GuessViewsTest {
  private static GuessView view(Map<String, String> parameters) {
    return GuessViews.of(SampleProject.matrix(), parameters);
  }

  private static String key(String job, String model) {
    return view(Map.of()).cells().stream()
        .filter(cell -> cell.job().equals(job) && cell.model().equals(model))
        .map(Hidden::key)
        .findFirst()
        .orElseThrow();
  }

  private static Document page(Map<String, String> parameters) {
    return Jsoup.parse(LearnScreens.guess(view(parameters), List.of()));
  }

  @Test
  void theSameVerdictsAreHiddenEachTime() {
    assertThat(view(Map.of()).cells()).isEqualTo(view(Map.of()).cells()).hasSizeBetween(2, 6);
    assertThat(GuessViews.of(SampleMatrix.large(), Map.of()).cells())
        .hasSize(6)
        .extracting(Hidden::key)
        .isSorted();
  }

  @Test
  void noVerdictIsSeenBeforeTheGuess() {
    Document page = page(Map.of());

    assertThat(page.select(".mark")).isEmpty();
    assertThat(page.select("form[method=get] fieldset")).hasSameSizeAs(view(Map.of()).cells());
    assertThat(page.select("fieldset a")).isEmpty();
    Golden.check("learn/guess.html", LearnScreens.guess(view(Map.of()), List.of()));
  }

  @Test
  void whatSurprisedIsSummedUpAndOfferedForTheRecord() {
    var guesses =
        Map.of(
            "g." + key("secrets", "qwen"),
            "fit",
            "w." + key("secrets", "qwen"),
            "it is <b>large</b>",
            "g." + key("secrets", "gemma"),
            "fit");
    Document page = page(guesses);

    assertThat(page.select(".surprise")).hasSize(1);
    assertThat(page.select(".learn li").eachText())
        .containsExactly(
            "qwen is UNFIT for secrets, and not FIT as expected (it is <b>large</b>).");
    assertThat(page.select("textarea").text())
        .contains("What we believed before")
        .contains(
            "- qwen for secrets: we expected FIT, since it is <b>large</b>; the evidence says"
                + " UNFIT.")
        .contains("- gemma for secrets: we expected FIT; the evidence says FIT.");
    Golden.check("learn/guessed.html", LearnScreens.guess(view(guesses), List.of("MDR-0007")));
  }

  @Test
  void whatIsNoGuessIsLeftOutAndNamed() {
    String key = key("secrets", "qwen");
    GuessView view = view(Map.of("g." + key, "perhaps", "w." + key, "x".repeat(10_000)));

    assertThat(view.ignored()).containsExactly("g." + key + "=perhaps");
    assertThat(view.cells()).allMatch(cell -> cell.guess().isEmpty());
    assertThat(view.cells()).allMatch(cell -> cell.reason().length() <= 301);
  }

  @Test
  void aProjectWithoutDecidedVerdictsSaysWhatBringsThem() {
    var empty =
        new FitMatrix(
            "new",
            SampleMatrix.AT,
            List.of(),
            new FitMatrix.Calls(0, 0),
            Optional.empty(),
            List.of());

    assertThat(Jsoup.parse(LearnScreens.guess(GuessViews.of(empty, Map.of()), List.of())).text())
        .contains("metier qualify decides some.");
  }
}
