package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.RunInfo;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleRuns;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.RunStatus;
import dev.metier.report.view.RunView;
import dev.metier.report.view.RunView.Form;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class RunScreenTest {
  private static final Instant AT = Instant.parse("2026-11-28T14:00:00Z");

  private static Document page(RunView view) {
    return Jsoup.parse(Screens.run(view, "form-secret"));
  }

  @Test
  void thePageIsTheSameForTheSameRun() {
    Golden.check(
        "screen/run.html", Screens.run(SampleRuns.view(SampleRuns.running(false)), "form-secret"));
  }

  @Test
  void aRunThatGoesOnCanBeStoppedAndNoneStarted() {
    Document page = page(SampleRuns.view(SampleRuns.running(false)));

    assertThat(page.select("form").eachAttr("action")).contains("/run/stop");
    assertThat(page.select("#start")).isEmpty();
    assertThat(page.select("noscript")).isNotEmpty();
    assertThat(page(SampleRuns.view(SampleRuns.running(true))).select("form[action=/run/stop]"))
        .isEmpty();
  }

  @Test
  void aRunOfAnotherProcessIsNamedAndCanBeNeitherStoppedNorFollowedByASecondOne() {
    Document page =
        page(SampleRuns.view(new RunStatus.Elsewhere(4711, Optional.of(AT), Optional.empty())));

    assertThat(page.select(".lead").text()).contains("Process 4711");
    assertThat(page.select("form[method=post]")).isEmpty();
  }

  @Test
  void aStoppedRunSaysByWhomAndThatNothingIsLost() {
    var here = new RunStatus.Ended(AT, RunInfo.End.STOPPED, Optional.of(SampleRuns.running(true)));

    assertThat(page(SampleRuns.view(here)).select(".lead").text())
        .contains("You stopped the run on this page")
        .contains("Nothing is lost");
    assertThat(page(SampleRuns.view(SampleRuns.idle(RunInfo.End.STOPPED))).select(".lead").text())
        .contains("stopped by hand")
        .contains("Nothing is lost");
  }

  @Test
  void everyFormHoldsItsTokenAndEveryFieldItsName() {
    for (RunStatus status :
        List.of(SampleRuns.running(false), new RunStatus.Idle(Optional.empty()))) {
      Document page = page(SampleRuns.view(status));
      assertThat(page.select("form[method=post]"))
          .isNotEmpty()
          .allSatisfy(form ->
              assertThat(form.select("input[name=form-token]").attr("value"))
                  .isEqualTo("form-secret"));
      assertThat(page.select("input:not([type=hidden])"))
          .allSatisfy(field ->
              assertThat(
                      field.closest("label") != null
                          || !page.select("label[for=" + field.id() + "]").isEmpty())
                  .as(field.outerHtml())
                  .isTrue());
    }
  }

  @Test
  void aMistakeStandsAtItsField() {
    var form = new Form("<b>1,50", Optional.of("<b>1,50 is no amount of money."));
    Document page =
        page(SampleRuns.view(new RunStatus.Idle(Optional.empty()), form, Set.of("family")));

    assertThat(page.select("#wrong").text()).contains("<b>1,50 is no amount of money.");
    assertThat(page.select("#budget").attr("aria-describedby")).startsWith("wrong");
    assertThat(page.select("#budget").attr("value")).isEqualTo("<b>1,50");
    assertThat(page.select("[data-live]")).as("the mistake stays").isEmpty();
  }

  @Test
  void whereEverythingIsDecidedNothingCanBeStarted() {
    Document page = page(SampleRuns.nothingOpen());

    assertThat(page.select("h1").text()).isEqualTo(RunTexts.ENGLISH.nothingOpen());
    assertThat(page.select("#open h2").text()).isEqualTo("Nothing left to ask");
    assertThat(page.select("form[method=post]")).isEmpty();
  }

  /// A model that is FIT goes on until one can be picked: that is no open verdict.
  @Test
  void modelsThatAreOnlyAskedOnAreNotCalledOpen() {
    RunView some = SampleRuns.view(SampleRuns.idle(RunInfo.End.FINISHED));
    var picks =
        some.open().stream()
            .map(open ->
                new RunView.Open(
                    open.job(),
                    open.model(),
                    new MatrixView.Mark("fit", "FIT"),
                    open.picture(),
                    open.line(),
                    open.asked(),
                    open.calls(),
                    open.money(),
                    open.billed(),
                    open.next(),
                    open.first(),
                    open.unserved()))
            .toList();
    long all = some.decided().all();
    RunView picking = with(some, new RunView.Share(all, all), picks);

    assertThat(page(picking).select("h1").text())
        .isEqualTo("All %s verdicts are reached.".formatted(all));
    assertThat(page(picking).select("#open h2").text()).isEqualTo(RunTexts.ENGLISH.pickTitle());
    assertThat(page(picking).text()).doesNotContain("Nothing is open", "Still open");
    assertThat(page(some).select("#open h2").text()).isEqualTo("Still open");
  }

  private static RunView with(RunView some, RunView.Share decided, List<RunView.Open> open) {
    return new RunView(
        some.project(),
        some.at(),
        some.stage(),
        some.moment(),
        some.process(),
        some.going(),
        decided,
        open,
        some.reached(),
        some.rest(),
        some.jobs(),
        some.unserved(),
        some.form(),
        some.raise(),
        some.messages());
  }

  /// The headline counts more open verdicts than a run would ask for.
  @Test
  void whatNoCallDecidesIsCountedApart() {
    RunView some = SampleRuns.view(SampleRuns.idle(RunInfo.End.FINISHED));
    RunView more =
        with(
            some, new RunView.Share(some.decided().part(), some.decided().all() + 16), some.open());

    assertThat(page(some).select("#open").text()).doesNotContain("not asked for");
    assertThat(page(more).select("#open").text()).contains("16 other open verdicts are not asked");
  }

  private static String part(Document page, String id) {
    return page.select("[id='" + id + "']").outerHtml();
  }

  @Test
  void partsOfAMatrixAreThoseOfTheWholePage() {
    var view = MatrixViews.of(SampleMatrix.support(), MatrixQuery.ALL);
    Document whole = Jsoup.parse(Screens.matrix(view));
    List<String> parts =
        List.of("cell/ticket-triage/opus", "job/ticket-triage", "summary", "places");
    Document some = Jsoup.parse(Screens.matrixParts(view, parts));

    assertThat(whole.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    for (String part : parts) {
      assertThat(part(some, part)).isEqualTo(part(whole, part)).isNotEmpty();
    }
    assertThat(some.select("td")).hasSize(2);
  }

  @Test
  void aPageKnowsTheNewestChangeThatItShows() {
    String page = Screens.matrix(MatrixViews.of(SampleMatrix.support(), MatrixQuery.ALL));

    assertThat(Jsoup.parse(Screens.since(page, "a-17")).body().attr("data-since"))
        .isEqualTo("a-17");
    assertThat(Jsoup.parse(Screens.noAccess()).body().attr("data-since")).isEmpty();
  }

  @Test
  void onlyDecisionsAreSpoken() {
    Document page =
        Jsoup.parse(Screens.matrix(MatrixViews.of(SampleMatrix.support(), MatrixQuery.ALL)));

    assertThat(page.select("[data-decided]").eachAttr("data-decided")).containsOnly("FIT", "UNFIT");
    assertThat(page.select("[aria-live]")).hasSize(1);
  }

  @Test
  void scriptsTakeTextOfTheServerNeverAsCode() {
    assertThat(Screens.script() + Screens.liveScript())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
        .doesNotContain("eval(", "new Function", "setAttribute(\"style", "localStorage")
        .doesNotContain("sessionStorage");
  }
}
