package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.qualify.Change;
import dev.metier.report.Golden;
import dev.metier.report.Medium;
import dev.metier.report.SampleMatrix;
import dev.metier.report.matrix.Changes;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.CaseAnswer;
import dev.metier.report.matrix.FitMatrix.CaseRow;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.RenderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlMatrixTest {
  private static String html(FitMatrix matrix) {
    return Medium.HTML.render(matrix, RenderOptions.plain("0.1.0"));
  }

  /// Without style, script and their hashes, which change for looks alone; one element a line.
  private static String normalised(String html) {
    return html.replaceAll("(?s)<style>.*?</style>", "<style></style>")
        .replaceAll("(?s)<script>.*?</script>", "<script></script>")
        .replaceAll("sha256-[^&]+", "sha256-")
        .replaceAll("(?m)^\\s+", "");
  }

  @Test
  void saysWhatItAlwaysSaid() throws IOException {
    String html = html(SampleMatrix.support());
    Files.writeString(Path.of("target/sample-report.html"), html);
    Golden.check("report.html", normalised(html));
  }

  @Test
  void loadsNothingFromAnywhere() {
    String html = html(SampleMatrix.support());
    assertThat(html)
        .contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;")
        .doesNotContainPattern("(?i)(src|action|data|poster)\\s*=\\s*[\"']")
        .doesNotContainPattern("(?i)@import|url\\(|<link|<iframe|<object|<base");
    var links = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
    assertThat(links.results().map(r -> r.group(1)))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(link).startsWith("#"));
  }

  @Test
  void everyLinkLeadsSomewhere() {
    String html = html(SampleMatrix.support());
    var links = Pattern.compile("href=\"#([^\"]*)\"").matcher(html);
    assertThat(links.results().map(r -> "id=\"" + r.group(1) + "\"").distinct())
        .allSatisfy(id -> assertThat(html).contains(id));
  }

  @Test
  void answersCannotBecomeMarkup() {
    String attack = "</div><script>alert(1)</script><img src=x onerror=\"alert(2)\">' \" &lt;";
    var row = SampleMatrix.support().jobs().getFirst();
    var given = row.failing().getFirst().given();
    var name = row.cells().getFirst().model().name();
    var hostile =
        new CaseRow(
            new dev.metier.job.Case(
                attack,
                Map.of(attack, attack),
                java.util.Optional.of(attack),
                given.slices(),
                given.cluster()),
            Map.of(name, new CaseAnswer(attack, 0, attack, true)));
    var matrix =
        new FitMatrix(
            attack,
            SampleMatrix.AT,
            List.of(new JobRow(row.job(), row.cells(), List.of(hostile))),
            new FitMatrix.Calls(1, 2),
            java.util.Optional.empty(),
            List.of(attack));
    String html = html(matrix);
    assertThat(html.split("<script", -1)).hasSize(2);
    assertThat(html).doesNotContain("<img").doesNotContain("</div><script>alert");
    assertThat(html).contains("&lt;script&gt;alert(1)");
  }

  @Test
  void whatIsToBeTypedIsCodeAndStillNoMarkup() {
    var sample = SampleMatrix.support();
    String note = "Run `metier qualify <b>` and `not closed.";
    var matrix =
        new FitMatrix(
            "p", sample.at(), sample.jobs(), sample.calls(), sample.spent(), List.of(note));
    assertThat(html(matrix))
        .contains(
            "<p class=\"note\">Run <code>metier qualify &lt;b&gt;</code> and `not closed.</p>");
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
    var changes = new Changes("run 3", List.of(change));
    assertThat(html(SampleMatrix.support())).doesNotContain("What changed");
    assertThat(html(SampleMatrix.support().with(changes)))
        .contains(
            "What changed since run 3",
            "The bar of ticket-triage was another: quality 0.95, now 0.90.",
            "another build",
            "1 of 30 cases answered both times no longer passes: &lt;i&gt;",
            "0 verdicts are as they were.");
  }

  @Test
  void manyLongAnswersStayUnderThreeMegabytes() throws IOException {
    String html = html(SampleMatrix.large());
    Files.writeString(Path.of("target/large-report.html"), html);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(3_000_000);
    assertThat(html).contains("more characters are in the ledger");
  }

  @Test
  void longAnswersAreShownInPartWithTheRestOnDemand() {
    var row = SampleMatrix.support().jobs().getFirst();
    var name = row.cells().getFirst().model().name();
    var given = row.failing().getFirst().given();
    String text = "a".repeat(599) + "\uD83D\uDE00" + "b".repeat(4000);
    var cases = new CaseRow(given, Map.of(name, new CaseAnswer(text, 0.5, "half", true)));
    var matrix =
        new FitMatrix(
            "p",
            SampleMatrix.AT,
            List.of(new JobRow(row.job(), row.cells(), List.of(cases))),
            new FitMatrix.Calls(1, 2),
            java.util.Optional.empty(),
            List.of());
    assertThat(html(matrix))
        .contains("a".repeat(599) + "…")
        .contains("<summary>The rest</summary><div class=\"text\">…\uD83D\uDE00b")
        .contains("601 more characters are in the ledger.")
        .contains("score 0.50");
  }
}
