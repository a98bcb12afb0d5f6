package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.core.text.Sha256;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Source;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.qualify.CellResult;
import dev.metier.qualify.Change;
import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.Changes;
import dev.metier.report.matrix.FitMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class FrozenReportTest {
  static String html(FitMatrix matrix, List<CellResult> results, CaseDisclosure disclosure) {
    return html(matrix, results, disclosure, "grandniece");
  }

  private static String html(
      FitMatrix matrix, List<CellResult> results, CaseDisclosure disclosure, String answer) {
    var evidence = new ReportEvidence(matrix, results, filter -> said(filter, answer));
    return FrozenReport.of(evidence, disclosure, "0.1.0");
  }

  private static String family(CaseDisclosure disclosure) {
    var all = SampleResults.all();
    return html(SampleResults.matrix(all), all, disclosure);
  }

  static Element place(Document page, String id) {
    return Objects.requireNonNull(page.getElementById(id), id);
  }

  /// Every kind of verdict, without answers.
  private static String support(FitMatrix matrix) {
    return html(matrix, SampleResults.of(matrix), CaseDisclosure.USUAL);
  }

  static List<KeptAnswer> said(Filter filter, String text) {
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

  /// Without the style and its hash, which change for looks alone.
  private static String normalised(String html) {
    return html.replaceAll("(?s)<style>.*?</style>", "<style></style>")
        .replaceAll("sha256-[^&]+", "sha256-")
        .replaceAll("(?m)^\\s+", "");
  }

  @Test
  void theFileIsTheSameForTheSameEvidence() throws IOException {
    String html = family(CaseDisclosure.USUAL);
    Files.writeString(Path.of("target/sample-report.html"), html);
    Golden.check("report.html", normalised(html));
  }

  /// A word opens its meaning without a script, and on paper the meaning stands at the end.
  @Test
  void wordsAreExplainedWhereTheyStandAndOnceMoreAtTheEnd() {
    Document page = Jsoup.parse(family(CaseDisclosure.USUAL));

    assertThat(page.select("button.word-of")).isNotEmpty();
    for (Element word : page.select("button.word-of")) {
      Element meaning = place(page, word.attr("popovertarget"));
      assertThat(meaning.hasAttr("popover")).isTrue();
      assertThat(meaning.text()).startsWith(meaning.select("b").text() + ": ");
      place(page, meaning.select("a").attr("href").substring(1));
    }
    assertThat(place(page, "words").select("dt")).hasSize(20);
  }

  @Test
  void everyKindOfVerdictHasItsReason() throws IOException {
    String html = support(SampleMatrix.support());
    Files.writeString(Path.of("target/support-report.html"), html);
    Document page = Jsoup.parse(html);

    assertThat(page.select("details.why > summary .word").eachText())
        .containsExactlyElementsOf(page.select(".cell .word").eachText())
        .contains("FIT", "UNFIT", "UNDECIDED", "FORBIDDEN", "EXPIRED");
  }

  @Test
  void itLoadsNothingAndRunsNothing() {
    for (String html : List.of(family(CaseDisclosure.ALL), support(SampleMatrix.support()))) {
      Document page = Jsoup.parse(html);
      String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
      String style = page.select("style").getFirst().data();
      assertThat(policy)
          .isEqualTo(
              "default-src 'none'; style-src 'sha256-"
                  + Base64.getEncoder().encodeToString(Sha256.of(style))
                  + "'; base-uri 'none'; form-action 'none'");
      assertThat(page.select("script, link, img, iframe, object, base, form, [style], [src]"))
          .isEmpty();
      assertThat(page.getAllElements().stream().flatMap(e -> e.attributes().asList().stream()))
          .noneMatch(attribute -> attribute.getKey().startsWith("on"));
      assertThat(style).doesNotContainPattern("(?i)@import|url\\(");
    }
  }

  @Test
  void everyLinkLeadsToAPlaceInTheFile() {
    for (String html :
        List.of(
            family(CaseDisclosure.ALL),
            family(CaseDisclosure.NONE),
            support(SampleMatrix.support()))) {
      Document page = Jsoup.parse(html);
      assertThat(page.select("a").eachAttr("href"))
          .isNotEmpty()
          .allSatisfy(link -> {
            assertThat(link).startsWith("#");
            assertThat(page.getElementById(link.substring(1))).as(link).isNotNull();
          });
      assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }
  }

  @Test
  void aRingOfThePathLeadsToItsCase() {
    Document page = Jsoup.parse(family(CaseDisclosure.ALL));
    var ring = place(page, "why/family/qwen").select("svg.path a").getFirst();

    assertThat(place(page, ring.attr("href").substring(1)).select("h4").getFirst().text())
        .startsWith(ring.attr("aria-label"));
  }

  @Test
  void whatModelsSayIsTextHoweverItLooks() {
    String attack =
        "</style></div><script>alert(1)</script><img src=x onerror=\"alert(2)\">' \" \u202e \0";
    var given =
        new Case(attack, Map.of("text", attack), Optional.of(attack), Set.of(), Optional.empty());
    Job job = SampleResults.JOB.withCases(List.of(given));
    var results = List.of(SampleResults.result(job, "qwen", 1, _ -> false));
    Document page =
        Jsoup.parse(html(SampleResults.matrix(results), results, CaseDisclosure.USUAL, attack));

    assertThat(page.select("script, img")).isEmpty();
    assertThat(page.select(".case .text").eachText())
        .hasSize(3)
        .allMatch(text -> text.contains("<script>alert(1)</script>") && text.contains("[U+202E]"));
  }

  @Test
  void whatIsToBeTypedIsCodeAndStillNoMarkup() {
    var sample = SampleMatrix.support();
    String note = "Run `metier qualify <b>` and `not closed.";
    var matrix =
        new FitMatrix(
            "p", sample.at(), sample.jobs(), sample.calls(), sample.spent(), List.of(note));
    assertThat(support(matrix))
        .contains(
            "<p class=\"note\">Run <code>metier qualify &lt;b&gt;</code> and `not closed.</p>");
  }

  /// The family job with data of a class.
  private static String report(DataClass data, CaseDisclosure disclosure) {
    var quality = SampleResults.JOB.needs();
    Job job =
        SampleMatrix.job("family", "name relations", data, quality)
            .withCases(SampleResults.JOB.cases());
    var results = List.of(SampleResults.result(job, "qwen", 50, n -> n % 6 != 5));
    return html(SampleResults.matrix(results), results, disclosure);
  }

  @Test
  void textsOfJobsAboveInternalAreLeftOutUnlessTheyAreAskedFor() {
    for (DataClass data : DataClass.values()) {
      boolean above = data.compareTo(DataClass.INTERNAL) > 0;
      Document all = Jsoup.parse(report(data, CaseDisclosure.ALL));
      Document none = Jsoup.parse(report(data, CaseDisclosure.NONE));
      Document usual = Jsoup.parse(report(data, CaseDisclosure.USUAL));
      hasTexts(all, true, true);
      hasTexts(usual, !above, !above);
      hasTexts(none, false, !above);
      assertThat(all.select(".holds.note").getFirst().text())
          .isEqualTo(
              "Highest data class of the cases, answers and prompts in it: "
                  + data.name().toLowerCase(java.util.Locale.ROOT)
                  + ".");
      assertThat(usual.select(".holds.note").getFirst().text())
          .contains(above ? "Left out, since the data is above internal: the cases" : "in it: ");
      assertThat(none.select(".holds.note").getFirst().text())
          .contains("Texts of cases and answers are left out.");
    }
  }

  private static void hasTexts(Document page, boolean cases, boolean prompt) {
    for (String text : List.of("What is Ann to Bob", "grandniece", "aunt")) {
      assertThat(page.html().contains(text)).as(text).isEqualTo(cases);
    }
    assertThat(page.html().contains("{{text}}")).isEqualTo(prompt);
    assertThat(page.select(".case")).hasSize(8);
  }

  @Test
  void textsThatMayNotBeShownAreNotEvenRead() {
    var results = List.of(SampleResults.result(SampleResults.JOB, "qwen", 50, n -> n > 3));
    var evidence =
        new ReportEvidence(
            SampleResults.matrix(results),
            results,
            _ -> {
              throw new AssertionError("answers were read");
            });

    assertThat(FrozenReport.of(evidence, CaseDisclosure.NONE, "1")).contains("UNDECIDED");
  }

  @Test
  void whatChangedSinceARunStandsInTheReport() {
    var row = SampleMatrix.support().jobs().getFirst();
    var fit = row.cells().get(0);
    var open = row.cells().get(1);
    var change =
        new Change(
            row.job(),
            open.model(),
            fit.verdict(),
            open.verdict(),
            List.of("another build"),
            List.of("quality 0.95, now 0.90"),
            30,
            List.of("<i>"),
            List.of());
    assertThat(support(SampleMatrix.support())).doesNotContain("What changed");
    Document page =
        Jsoup.parse(support(SampleMatrix.support().with(new Changes("run 3", List.of(change)))));
    assertThat(page.select("#changes").text())
        .contains(
            "What changed since run 3",
            "The bar of ticket-triage was another: quality 0.95, now 0.90.",
            "FIT then→ UNDECIDED another build",
            "1 of 30 cases answered both times passes no more: <i>",
            "0 verdicts are as they were.");
  }

  /// Forty jobs against fifteen models that all failed some of fifty cases.
  @Test
  void fortyJobsWithFifteenModelsStayBelowTheLimitAndSayWhatIsLeftOut() throws IOException {
    var results = new ArrayList<CellResult>();
    var rows = new ArrayList<FitMatrix.JobRow>();
    var some =
        IntStream.range(0, 15)
            .mapToObj(m ->
                SampleResults.result(
                    SampleResults.JOB, "model-" + m, 50, n -> n % (3 + m % 4) != 0))
            .toList();
    for (int j = 0; j < 40; j++) {
      Job job = SampleResults.JOB.called(new JobName("job-" + j));
      var own = some.stream().map(result -> ofJob(job, result)).toList();
      results.addAll(own);
      rows.addAll(SampleResults.matrix(own).jobs());
    }
    var matrix =
        new FitMatrix(
            "huge", SampleMatrix.AT, rows, new FitMatrix.Calls(1, 2), Optional.empty(), List.of());
    String html = html(matrix, results, CaseDisclosure.USUAL, "word ".repeat(120));
    Files.writeString(Path.of("target/huge-report.html"), html);
    Document page = Jsoup.parse(html);

    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(8_000_000);
    assertThat(page.select("details.why")).hasSize(600);
    assertThat(page.select(".holds.note").getFirst().text()).contains("more has no room");
  }

  private static CellResult ofJob(Job job, CellResult result) {
    return new CellResult(
        job,
        result.model(),
        result.verdict(),
        result.setting(),
        result.grading(),
        result.kept(),
        result.possible(),
        result.outcomes(),
        result.fingerprint(),
        result.notes(),
        result.fitAlone(),
        result.cutShort(),
        result.boundaries(),
        result.counted());
  }
}
