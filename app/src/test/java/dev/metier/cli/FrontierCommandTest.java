package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.hybrid.view.RouteView;
import dev.metier.job.JobName;
import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.WhyViews;
import dev.metier.terminal.Console;
import dev.metier.testing.GoldenFile;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `metier frontier`: single models and chains on the same cases.
class FrontierCommandTest {
  private static final Path GOLDEN = Path.of("app/src/test/golden/frontier");
  private static final int CASES = 300;
  private static final String[] LABELS = {"bill", "ship", "tech"};

  @TempDir private Path folder;

  /// A small model that is right where the case is easy, and says different things where it is not;
  /// and a large one that is dear.
  @BeforeEach
  void answers() {
    var random = new Random(5);
    var cases = new StringBuilder();
    var rows = new StringBuilder();
    var grades = new StringBuilder("case_id,model,sample,passed\n");
    for (int i = 0; i < CASES; i++) {
      String label = LABELS[random.nextInt(LABELS.length)];
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"ticket %d\", \"label\": \"%s\"}\n".formatted(i, i, label));
      boolean hard = random.nextDouble() < 0.3;
      for (int sample = 0; sample < 3; sample++) {
        String small = hard && random.nextDouble() < 0.6 ? "other " + random.nextInt(20) : label;
        String large = random.nextDouble() < 0.92 ? label : LABELS[0];
        String empty = i < 6 && sample == 0 ? "" : small;
        row(rows, i, "small", sample, empty, 0.1 + 0.05 * random.nextDouble());
        row(rows, i, "large", sample, large, 1 + random.nextDouble());
        grades.append("c%d,graded,%d,%d\n".formatted(i, sample, i % 2));
        row(rows, i, "weak", sample, LABELS[random.nextInt(LABELS.length)], 0.1);
      }
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(folder, "answers.jsonl", rows.toString());
    Shell.write(folder, "grades.csv", grades.toString());
  }

  private static void row(
      StringBuilder rows, int i, String model, int sample, String text, double seconds) {
    rows.append(
        String.format(
            Locale.ROOT,
            "{\"case\": \"c%d\", \"model\": \"%s\", \"sample\": %d, \"text\": \"%s\","
                + " \"latency_s\": %.3f, \"input_tokens\": 40, \"output_tokens\": 4}\n",
            i,
            model,
            sample,
            text,
            seconds));
  }

  private void project(String hybrid, String price, String models) {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: "recorded/answers.jsonl#small", host: desk, max_tokens: 16%s}
          weak: {use: "recorded/answers.jsonl#weak", host: desk, max_tokens: 16,
            price: {input: 0.5, output: 0.5}}
          graded: {use: "recorded/grades.csv#graded", host: desk}
          large: {use: "recorded/answers.jsonl#large", host: vendor, max_tokens: 16,
            price: {input: 3, output: 15}}
        hosts: {desk: {clearance: restricted}, vendor: {clearance: internal}}
        jobs:
          triage:
            data: internal
            prompt: "Label: {{text}}"
            cases: cases.jsonl
            repeats: 3
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.85}}
            hybrid: %s
            models: [%s]
        """
            .formatted(price, hybrid, models));
  }

  private static final String ALL = "small, weak, large";
  private static final String PRICED = ", price: {input: 0.02, output: 0.05}";

  private void qualify(String... more) {
    var args = new String[3 + more.length];
    System.arraycopy(new String[] {"qualify", "-f", folder.toString()}, 0, args, 0, 3);
    System.arraycopy(more, 0, args, 3, more.length);
    Shell.run(args);
  }

  private Shell frontier(String... more) {
    var args = new String[3 + more.length];
    System.arraycopy(new String[] {"frontier", "-f", folder.toString()}, 0, args, 0, 3);
    System.arraycopy(more, 0, args, 3, more.length);
    return Shell.run(args);
  }

  private JsonNode json() {
    return JsonMapper.shared().readTree(frontier("--json").out()).get("jobs").get(0);
  }

  @Test
  void aChainThatIsProvedIsShownWithItsFourRowsAndItsGuarantee() {
    project("{first: [small, weak]}", PRICED, ALL);
    qualify("--full");
    Shell shown = frontier();
    GoldenFile.check(GOLDEN.resolve("proved.txt"), shown.out());
    assertThat(shown.exit()).isZero();
    GoldenFile.check(GOLDEN.resolve("proved.json"), frontier("--json").out());
    assertThat(shown.out())
        .contains("May run: small, complete + agree 2 of 3, then large.")
        .contains("always small")
        .contains("always large")
        .contains("chance, ")
        .contains("choice per slice")
        .contains("With 90 % confidence at most");
  }

  private UiSnapshots screens() {
    var silent = new PrintStream(PrintStream.nullOutputStream());
    var workplace =
        new Workplace(
            new Console(silent, silent, false, Map.of()),
            (model, _) -> RecordedProvider.open(model),
            Clock.systemUTC(),
            "test");
    return new UiSnapshots(workplace, folder, Optional.empty());
  }

  /// What is said of the cost of the barest chain that agrees, with another count of tokens.
  private JsonNode cheaper(String tokens, String counted) throws Exception {
    Path answers = folder.resolve("answers.jsonl");
    Shell.write(folder, "answers.jsonl", Files.readString(answers).replace(tokens, counted));
    project("{first: [small]}", PRICED, "small, large");
    qualify("--full");
    JsonNode claims = json().at("/searched/0/ladder/1/claims");
    return claims
        .valueStream()
        .filter(claim -> claim.get("claim").stringValue().equals("cheaper"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatATemplateAddsToAPromptLeavesTheSavingProvable() throws Exception {
    JsonNode claim = cheaper("\"input_tokens\": 40", "\"input_tokens\": 200");
    assertThat(claim.get("status").stringValue()).as(claim.toString()).isEqualTo("MET");
  }

  @Test
  void answersThatAreLongerThanTheyMayBeProveNoSavingAndAreNamed() throws Exception {
    JsonNode claim = cheaper("\"output_tokens\": 4}", "\"output_tokens\": 400}");
    assertThat(claim.get("status").stringValue()).isEqualTo("UNDECIDED");
    assertThat(claim.get("reason").stringValue())
        .contains("A first answer took more than its prompt and `max_tokens` allow");
  }

  @Test
  void theScreensTellTheSameRouteAndTheSameRows() {
    project("{first: [small, weak]}", PRICED, ALL);
    qualify("--full");
    var now = screens().read();
    RouteView route = now.routes().of(new JobName("triage")).orElseThrow();

    assertThat(route.kind()).isEqualTo(RouteView.Kind.CASCADE);
    assertThat(route.route()).startsWith("small on desk, complete + agree 2 of 3, then large");
    assertThat(route.reason()).startsWith("With 90 % confidence at most");
    JsonNode points = json().path("points");
    assertThat(route.rows()).hasSize(points.size());
    for (int i = 0; i < points.size(); i++) {
      JsonNode point = points.get(i);
      RouteView.Row row = route.rows().get(i);
      assertThat(row.name()).isEqualTo(point.path("name").asString());
      assertThat(Double.parseDouble(row.quality()))
          .isEqualTo(point.path("quality").asDouble(), within(0.00051));
      assertThat(row.lacks()).isEqualTo(point.path("to_win").asString(""));
      assertThat(row.dominated()).isEqualTo(point.path("dominated").asBoolean());
    }
    assertThat(route.rows())
        .filteredOn(row -> row.word().isEmpty())
        .extracting(RouteView.Row::name)
        .contains("always small", "always large", "choice per slice");

    // known from now on, so that the matrix shows it without waiting
    var known = now.routes().known();
    String matrix = Screens.matrix(MatrixViews.of(now.matrix(), MatrixQuery.ALL, known));
    assertThat(matrix).contains("<b>small</b><small>then large where a check fails</small>");
    String why =
        Screens.why(
            WhyViews.of(now.matrix(), now.results(), now.results().getFirst()),
            Optional.of(route),
            List.of());
    assertThat(why).contains("A cascade:", "With 90 % confidence at most", "choice per slice");
  }

  /// One file, whichever command writes it; only the moment of writing may differ.
  @Test
  void theHtmlOfVerdictsIsThatOfTheReportWithTheRoutes() throws Exception {
    project("{first: [small, weak]}", PRICED, ALL);
    qualify("--full");
    Path verdict = folder.resolve("verdict.html");
    Path report = folder.resolve("report.html");
    Shell.run("verdict", "-f", folder.toString(), "--html", verdict.toString());
    Shell.run("report", "-f", folder.toString(), "-o", report.toString());

    String moment = "\\d\\d:\\d\\d(:\\d\\d)? UTC";
    assertThat(Files.readString(verdict).replaceAll(moment, ""))
        .contains("small on desk, complete + agree 2 of 3, then large", "choice per slice")
        .isEqualTo(Files.readString(report).replaceAll(moment, ""));
  }

  @Test
  void withoutAHybridTheScreensSayWhichModelDoesTheJob() {
    project("off", PRICED, ALL);
    qualify("--full");
    RouteView route = screens().read().routes().of(new JobName("triage")).orElseThrow();

    assertThat(route.kind()).isEqualTo(RouteView.Kind.MODEL);
    assertThat(route.rows()).isEmpty();
  }

  @Test
  void aRouteIsSearchedForAgainOnlyWhenItsEvidenceIsAnother() {
    project("{first: [small, weak]}", PRICED, ALL);
    qualify("--full");
    UiSnapshots screens = screens();
    RouteView first = screens.read().routes().of(new JobName("triage")).orElseThrow();
    assertThat(screens.read().routes().of(new JobName("triage"))).containsSame(first);
    project("off", PRICED, ALL);
    assertThat(screens.read().routes().of(new JobName("triage")).orElseThrow().kind())
        .isEqualTo(RouteView.Kind.MODEL);
  }

  @Test
  void thePageDrawsEveryPricedRouteAndLoadsNothing() throws Exception {
    project("{first: [small, weak]}", PRICED, ALL);
    qualify("--full");
    Path page = folder.resolve("frontier.html");
    frontier("--html", page.toString());
    String html = Files.readString(page).replace(folder.getFileName().toString(), "folder");
    GoldenFile.check(GOLDEN.resolve("proved.html"), html);
    assertThat(html)
        .contains("<svg", "default-src 'none'", "class=\"need\"", "class=\"grey\"")
        .doesNotContain("<script", "http://", "https://", "url(", "src=", "href=");
  }

  @Test
  void whatTheProjectSaysIsTextOnThePage() throws Exception {
    project("off", PRICED, ALL);
    Path file = folder.resolve("metier.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("data: internal", "data: internal\n    purpose: '</p><script>x</script>&'"));
    qualify("--full");
    Path page = folder.resolve("frontier.html");
    frontier("--html", page.toString());
    assertThat(Files.readString(page))
        .contains("&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;&amp;")
        .doesNotContain("<script");
  }

  @Test
  void everyRouteIsToldWhatItLacksToWin() {
    project("{first: [small, weak]}", PRICED, ALL);
    qualify("--full");
    assertThat(frontier().out())
        .contains("Wins as it is.", "Would have to take less than $")
        .contains("Disproved to be:");
  }

  @Test
  void noSearchTriesAModelThatMayNotReadTheData() throws Exception {
    project("{}", PRICED, "weak, large");
    Path file = folder.resolve("metier.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("data: internal", "data: confidential")
            .replace("#weak\", host: desk", "#weak\", host: vendor")
            .replace("#large\", host: vendor", "#large\", host: desk"));
    qualify("--full");
    assertThat(frontier().out())
        .contains("weak, FORBIDDEN", "No cheaper model that may read the data")
        .doesNotContain("weak first");
  }

  @Test
  void everyOtherSearchOnTheSameCasesCounts() {
    project("{first: [small]}", PRICED, ALL);
    qualify("--full");
    assertThat(frontier().out()).doesNotContain("searches were made");
    assertThat(frontier().out()).as("the same once more").doesNotContain("searches were made");
    project("{first: [small], not_worse: {margin: 0.05, confidence: 0.95}}", PRICED, ALL);
    assertThat(frontier().out()).contains("2 searches were made on these cases", "up to 10 %");
    project("{first: [weak]}", PRICED, ALL);
    assertThat(json().get("notes").get(0).stringValue()).contains("3 searches", "up to 14 %");
  }

  @Test
  void aWeakFirstModelIsDisproved() {
    project("{first: weak}", PRICED, ALL);
    qualify("--full");
    Shell shown = frontier();
    assertThat(shown.exit()).isEqualTo(1);
    assertThat(shown.out()).contains("UNFIT").doesNotContain("May run");
  }

  @Test
  void withoutAPriceNothingIsCheaper() {
    project("{first: small}", "", ALL);
    qualify("--full");
    JsonNode ladder = json().get("searched").get(0).get("ladder");
    assertThat(ladder.get(0).get("verdict").stringValue()).isEqualTo("UNDECIDED");
    assertThat(ladder.get(0).get("reason").stringValue()).contains("write `price`");
  }

  /// As dear as the large one, so that only the grades of a chain speak for it.
  private static final String DEAR = ", price: {input: 6, output: 30}";

  @Test
  void aChainThatIsBetterAndDearerStandsBesideTheModelThatIsPreferred() {
    project("{first: small}", DEAR, ALL);
    qualify("--full");
    Shell shown = frontier();
    assertThat(shown.exit()).as("it may run").isZero();
    assertThat(shown.out())
        .contains("May run: small, complete + agree 2 of 3, then large.", "Better than every model")
        .contains("large alone stays, which meets the needs too and which `prefer: cost` chooses");
    JsonNode searched = json().get("searched").get(0);
    assertThat(searched.get("claimed").stringValue()).isEqualTo("better");
    assertThat(searched.get("served").booleanValue()).isFalse();
  }

  @Test
  void aChainThatIsBetterDoesTheJobThatNoModelDoesAlone() throws Exception {
    project("{first: small, then: large, checks: [agree]}", DEAR, "small, large");
    Path file = folder.resolve("metier.yaml");
    Files.writeString(file, Files.readString(file).replace("0.85", "0.96"));
    qualify("--full");
    Shell shown = frontier();
    assertThat(shown.out()).contains("no model meets the needs alone");
    JsonNode searched = json().get("searched").get(0);
    assertThat(searched.get("served").booleanValue()).as(shown.out()).isTrue();
    assertThat(searched.get("claimed").stringValue()).isEqualTo("better");
    assertThat(searched.get("guarantee").stringValue())
        .contains("Better than every model alone: +0.");
    assertThat(shown.exit()).isZero();
  }

  @Test
  void aScoreIsShownWithWhatItWeighs() {
    project("{first: small, checks: [complete, {score: {of: [length, agree]}}]}", PRICED, ALL);
    qualify("--full");
    Shell shown = frontier();
    assertThat(shown.out())
        .containsPattern("May run: small, complete \\+ score from 0\\.\\d+ \\(length, agree\\)")
        .containsPattern("(?m)^  score from 0\\.\\d+ .*: passes \\d+ of \\d+ wrong answers")
        .contains("adds to the log odds of being right: length ", "agree +");
    JsonNode checks = json().get("searched").get(0).get("checks");
    assertThat(checks.get(1).get("weights").get("agree").doubleValue()).isPositive();
  }

  /// Nor is there anything that a router could choose by.
  @Test
  void aScoreWithoutWrongAnswersIsNotWeighed() {
    project("{first: large, then: small, checks: [{score: {of: [length, tokens]}}]}", PRICED, ALL);
    Shell.write(folder, "answers.jsonl", answersAllRight());
    qualify("--full");
    assertThat(frontier().err() + frontier().out())
        .contains("UNDECIDED: `score` is weighed on 50 cases at least");
  }

  private String answersAllRight() {
    var rows = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      for (int sample = 0; sample < 3; sample++) {
        for (String model : new String[] {"small", "large", "weak"}) {
          row(rows, i, model, sample, label(i), 1);
        }
      }
    }
    return rows.toString();
  }

  private String label(int i) {
    try {
      return JsonMapper.shared()
          .readTree(Files.readAllLines(folder.resolve("cases.jsonl")).get(i))
          .get("label")
          .stringValue();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aRecordingCannotBeToldWhichCheckFailed() {
    project("{first: small, hand_over: reason}", PRICED, ALL);
    qualify("--full");
    assertThat(frontier().exit()).isEqualTo(1);
    JsonNode ladder = json().get("searched").get(0).get("ladder");
    assertThat(ladder.get(0).get("verdict").stringValue()).isEqualTo("UNDECIDED");
    assertThat(ladder.get(0).get("reason").stringValue())
        .contains("a recording cannot be asked; say `hand_over: fresh`");
  }

  @Test
  void gradesAloneShowNothingOfChecks() {
    project("{first: graded, then: large}", PRICED, "graded, large");
    qualify("--full");
    assertThat(frontier().out()).contains("only grades are kept");
  }

  @Test
  void offIsTold() {
    project("off", PRICED, ALL);
    qualify("--full");
    assertThat(frontier().out()).contains("`hybrid: off`");
    assertThat(frontier().exit()).isEqualTo(1);
  }

  @Test
  void askingUntilAVerdictProvesByBetsAlone() {
    project("{first: small, then: large, kept_wrong: {at_most: 0.08}}", PRICED, ALL);
    qualify();
    JsonNode searched = json().get("searched").get(0);
    assertThat(searched.get("whole").booleanValue()).isFalse();
    assertThat(searched.get("proved").isNull()).isTrue();
    assertThat(searched.get("guarantee").stringValue()).contains("--full");
  }
}
