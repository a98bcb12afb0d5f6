package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.qualify.CellResult;
import dev.metier.report.Golden;
import dev.metier.report.SampleEvidence;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.view.cases.CasesQuery;
import dev.metier.report.view.cases.CasesViews;
import dev.metier.report.view.cases.OwnLabels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class CasesScreenTest {
  private static final List<CellResult> ALL = SampleResults.all();

  private static List<KeptAnswer> said(Filter filter, String text) {
    var reply = new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, Usage.NONE);
    return List.of(
        new KeptAnswer(
            1,
            new TrialKey(filter.setting().orElseThrow(), filter.content().orElseThrow(), 0),
            SampleResults.JOB.name(),
            SampleMatrix.model("qwen").name(),
            "q",
            Source.QUALIFICATION,
            new Answer.Reply(reply, Timing.of(Duration.ofMillis(900))),
            Optional.empty(),
            1,
            SampleMatrix.AT,
            false,
            List.of(
                new KeptAnswer.Graded(
                    filter.grading().orElseThrow(), Grade.fail("found " + text)))));
  }

  private static String html(String answer) {
    return html(answer, Map.of("a", "qwen", "b", "opus"));
  }

  private static String html(String answer, Map<String, String> parameters) {
    var query = CasesQuery.of(parameters);
    return Screens.cases(
        CasesViews.of(
            SampleResults.matrix(ALL),
            ALL,
            query,
            new SampleEvidence(filter -> said(filter, answer)),
            new OwnLabels(Labels.NONE, Optional.of(Labeller.person("anna")))),
        "form-token-of-the-test");
  }

  @Test
  void thePageIsTheSameForTheSameEvidence() {
    Golden.check("screen/cases.html", html("uncle"));
  }

  @Test
  void whatModelsSayIsTextHoweverItLooks() {
    String page =
        html("<img src=x onerror=alert(1)></script><b>\u202e gpj.exe \0 \ud800 [a](javascript:b)");
    Document parsed = Jsoup.parse(page);

    assertThat(parsed.select("main img, main script, main b:contains(gpj)")).isEmpty();
    assertThat(parsed.select("a[href^=javascript]")).isEmpty();
    assertThat(parsed.select(".sides .text").text())
        .contains("<img src=x onerror=alert(1)></script><b>[U+202E] gpj.exe ␀ \ufffd");
  }

  @Test
  void aLongAnswerIsShownInPartAndTheRestIsCounted() {
    String page = html("word ".repeat(400_000));

    assertThat(page.length()).isLessThan(500_000);
    assertThat(page).contains("1,899,999 more characters are in the ledger.");
  }

  @Test
  void longTextsAreShortAtFirstAndTheAddressOpensThem() {
    String answer = "{\n" + "  \"line\": 1,\n".repeat(60) + "}";
    var models = Map.of("a", "qwen", "b", "opus");
    Document first = Jsoup.parse(html(answer, models));
    String way = first.select("a[data-key=long]").attr("href");
    var whole = new TreeMap<>(models);
    whole.put("whole", "yes");
    Document opened = Jsoup.parse(html(answer, whole));

    assertThat(first.select(".sides .text").get(1).wholeText().lines()).hasSize(14);
    assertThat(
            first.select(".sides .text").get(1).wholeText()
                + first.select(".more-text .text").getFirst().wholeText())
        .isEqualTo(answer);
    assertThat(first.select(".more-text[open]")).isEmpty();
    assertThat(first.select(".more-text .more").eachText().getFirst())
        .isEqualTo("612 more characters");
    assertThat(way).contains("whole=yes").contains("case=");
    assertThat(opened.select(".more-text")).isNotEmpty().allMatch(each -> each.hasAttr("open"));
    assertThat(opened.select("a[data-key=next]").attr("href")).contains("whole=yes");
    assertThat(opened.select("a[data-key=long]").attr("href")).doesNotContain("whole");
    assertThat(Jsoup.parse(html("uncle")).select("a[data-key=long]")).isEmpty();
  }

  @Test
  void screenReadersHearHowBothDidOnEachCase() {
    assertThat(Jsoup.parse(html("uncle")).select(".items a").eachAttr("aria-label").getFirst())
        .endsWith(": qwen failed, opus passed");
  }

  @Test
  void theNextCaseIsOneKeyAwayAndEveryKindKeepsTheModels() {
    Document page = Jsoup.parse(html("uncle"));

    assertThat(page.select("a[data-key=next]").attr("href"))
        .startsWith("/job/family/cases?a=qwen&b=opus&only=first-fails&case=");
    assertThat(page.select(".kinds a").eachAttr("href"))
        .allSatisfy(href -> assertThat(href).contains("a=qwen&b=opus"));
  }

  /// A lock stands for data that may not be read.
  @Test
  void whatWasNotAskedHasNoLock() {
    var one = SampleResults.result(SampleResults.JOB, "qwen", 0, _ -> true);
    var page =
        Jsoup.parse(
            Screens.cases(
                CasesViews.of(
                    SampleResults.matrix(List.of(one)),
                    List.of(one),
                    CasesQuery.of(Map.of("only", "all")),
                    new SampleEvidence(_ -> List.of()),
                    OwnLabels.NONE),
                ""));

    assertThat(page.select(".sides .mark").text()).isEqualTo("NOT ASKED");
    assertThat(page.select(".sides .mark svg")).isEmpty();
  }
}
