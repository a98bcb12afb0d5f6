package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.qualify.CellResult;
import dev.metier.qualify.Change;
import dev.metier.report.Golden;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.Changes;
import dev.metier.report.view.ChangesView;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class ChangesScreenTest {
  private static final List<CellResult> ALL = SampleResults.all();

  private static Change change(
      CellResult then, CellResult now, List<String> passNoMore, List<String> passNow) {
    return new Change(
        now.job(),
        now.model(),
        then.verdict(),
        now.verdict(),
        List.of("another prompt or setting"),
        List.of("quality 0.75, now 0.80"),
        40,
        passNoMore,
        passNow);
  }

  private static ChangesPage page(Change... changes) {
    return new ChangesPage(
        "kin",
        Optional.of("22 Nov 2026, 14:20 UTC"),
        Optional.of(
            ChangesView.of(new Changes("run 3 (21 Nov 2026, 09:00 UTC)", List.of(changes)))),
        List.of(
            new ChangesPage.Moment("3", "run 3 (21 Nov 2026, 09:00 UTC)", true),
            new ChangesPage.Moment("e3b0c442", "build e3b0c442", false)),
        List.of());
  }

  private static Document parsed(ChangesPage page) {
    return Jsoup.parse(Screens.changes(page));
  }

  @Test
  void thePageIsTheSameForTheSameChanges() {
    Golden.check(
        "screen/changes.html",
        Screens.changes(
            page(
                change(ALL.get(1), ALL.get(0), List.of("q7", "<b>\u202e"), List.of()),
                change(ALL.get(2), ALL.get(2), List.of(), List.of("q9")),
                change(ALL.get(1), ALL.get(1), List.of(), List.of()))));
  }

  @Test
  void everyCaseThatTurnedLeadsToItself() {
    Document page = parsed(page(change(ALL.get(1), ALL.get(0), List.of("q7"), List.of("q9"))));

    assertThat(page.select(".flips a").eachAttr("href"))
        .containsExactly(
            "/job/family/cases?a=qwen&only=all&case=q7",
            "/job/family/cases?a=qwen&only=all&case=q9");
    assertThat(page.select("h1").text()).isEqualTo("1 verdict turned.");
  }

  @Test
  void theHeadlineTellsWhetherAnythingTurned() {
    assertThat(
            parsed(page(change(ALL.get(2), ALL.get(2), List.of(), List.of("q9"))))
                .select("h1")
                .text())
        .isEqualTo(ChangesTexts.ENGLISH.headlineMoved());
    assertThat(
            parsed(page(change(ALL.get(2), ALL.get(2), List.of(), List.of()))).select("h1").text())
        .isEqualTo(ChangesTexts.ENGLISH.headlineSame());
  }

  @Test
  void withoutAnEarlierRunThePageSaysWhatBringsOne() {
    Document page =
        parsed(
            new ChangesPage(
                "kin", Optional.empty(), Optional.empty(), List.of(), List.of("since=x")));

    assertThat(page.select("main").text())
        .contains(ChangesTexts.ENGLISH.headlineNothing(), "metier qualify", "since=x");
    assertThat(page.select("main form")).isEmpty();
  }

  @Test
  void ofManyCasesTheFirstAreNamedAndTheOthersCounted() {
    var many = IntStream.range(0, 130).mapToObj(i -> "q" + i).toList();
    Document page = parsed(page(change(ALL.get(1), ALL.get(0), many, List.of())));

    assertThat(page.select(".flips a")).hasSize(100);
    assertThat(page.select(".flips li").getLast().text()).isEqualTo("and 30 more");
  }
}
