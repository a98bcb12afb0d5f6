package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.report.view.ChangesView;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `metier verdict --since`: what became of jobs and models.
class SinceTest {
  private static final int CASES = 30;

  @TempDir private Path folder;

  @BeforeEach
  void project() {
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append("{\"id\": \"c%d\", \"q\": \"question %d\"}\n".formatted(i, i));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          m: {use: "recorded/m.csv#m"}
          n: {use: "recorded/n.csv#n"}
        jobs:
          answer:
            data: internal
            prompt: "{{q}}"
            cases: cases.jsonl
            needs: {quality: {at_least: 0.60}}
        """);
    record("m", 0);
    record("n", 3);
  }

  /// A model that fails the first so many cases.
  private void record(String model, int failed) {
    var rows = new StringBuilder("case_id,model,passed\n");
    for (int i = 0; i < CASES; i++) {
      rows.append("c%d,%s,%d\n".formatted(i, model, i < failed ? 0 : 1));
    }
    Shell.write(folder, model + ".csv", rows.toString());
  }

  private void qualify() {
    assertThat(Shell.run("qualify", "-f", folder.toString(), "--full").exit()).isZero();
  }

  private Shell since(String what) {
    return Shell.run("verdict", "-f", folder.toString(), "--since", what);
  }

  private JsonNode json(String... more) {
    var args = new String[4 + more.length];
    System.arraycopy(new String[] {"verdict", "-f", folder.toString(), "--json"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return JsonMapper.shared().readTree(Shell.run(args).out());
  }

  @Test
  void whatGotWorseIsToldWithItsCases() {
    qualify();
    String build = json().at("/jobs/0/models/0/facts/fingerprint").asString().substring(0, 8);
    record("m", 20);
    qualify();
    for (String since : new String[] {"previous", "1", build}) {
      assertThat(since(since).out())
          .as(since)
          .contains(
              "answer x m: FIT -> UNFIT (another build)",
              "20 of 30 cases answered both times no longer pass: ",
              "c19");
    }
    assertThat(since("previous").out()).contains("1 verdict is as it was.");
    var change = json("--since", "1").at("/changes/0");
    assertThat(change.path("then").asString()).isEqualTo("FIT");
    assertThat(change.path("now").asString()).isEqualTo("UNFIT");
    assertThat(change.path("pass_no_more")).hasSize(20);
    assertThat(since("2").out()).contains("2 verdicts are as they were.");
  }

  @Test
  void moreEvidenceIsNoOtherBuild() {
    Shell.run("qualify", "-f", folder.toString());
    qualify();
    assertThat(since("previous").out())
        .contains("2 verdicts are as they were.")
        .doesNotContain("->", "another");
  }

  @Test
  void casesThatPassNowAreToldThoughTheVerdictIsTheSame() {
    qualify();
    record("n", 1);
    qualify();
    assertThat(since("1").out())
        .contains("answer x n: FIT as before (another build)", "2 of 30", "pass now: ", "c1", "c2");
  }

  private void edit(String what, String with) throws IOException {
    Path yaml = folder.resolve("metier.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace(what, with));
  }

  @Test
  void thePageNamesTheCasesThatAnEditedPromptTurned() throws IOException {
    qualify();
    edit("{{q}}", "Please: {{q}}");
    record("m", 2);
    qualify();

    var silent = new PrintStream(PrintStream.nullOutputStream());
    var workplace =
        new Workplace(
            new Console(silent, silent, false, Map.of()),
            (model, _) -> RecordedProvider.open(model),
            Clock.systemUTC(),
            "test");
    try (var pages = new UiSnapshots(workplace, folder, Optional.empty())) {
      var view = ChangesView.of(pages.changes(Optional.empty()).changes().orElseThrow());
      assertThat(view.turned()).isEmpty();
      assertThat(view.moved())
          .filteredOn(row -> row.model().equals("m"))
          .singleElement()
          .satisfies(row -> {
            assertThat(row.passNoMore()).containsExactly("c0", "c1");
            assertThat(row.passNow()).isEmpty();
            assertThat(row.causes()).contains("another prompt or setting");
          });
    }
  }

  @Test
  void aRunWithoutCallsIsComparedByWhatItAsked() throws IOException {
    qualify();
    edit("{{q}}", "Please: {{q}}");
    record("m", 20);
    qualify();
    edit("Please: ", "");
    record("m", 0);
    // Everything is kept from the first run, so this one makes no call.
    qualify();
    record("m", 20);
    qualify();
    assertThat(since("3").out()).contains("answer x m: FIT -> UNFIT (another build)");
    assertThat(since("2").out()).contains("2 verdicts are as they were.");
  }

  @Test
  void aBarThatWasAnotherLeavesItsTrace() throws IOException {
    qualify();
    assertThat(json().at("/jobs/0/models/0/notes")).isEmpty();
    edit("0.60", "0.55");
    String note = "Run 1 asked for another bar: quality 0.60, now 0.55.";
    assertThat(Shell.run("verdict", "-f", folder.toString()).out()).contains(note);
    assertThat(since("1").out())
        .contains("The bar of answer was another: quality 0.60, now 0.55.")
        .contains("2 verdicts are as they were.");
    assertThat(json("--since", "1").at("/changes/0/bars/0").asString())
        .isEqualTo("quality 0.60, now 0.55");
    // A run by the new bar does not wipe it out.
    qualify();
    assertThat(json().at("/jobs/0/models/0/notes/0").asString()).isEqualTo(note);
    edit("needs: {quality: {at_least: 0.55}}", "needs: {latency: {p95: 9s}}");
    assertThat(Shell.run("verdict", "-f", folder.toString()).out())
        .contains("Run 2 asked for another bar: quality 0.55, now none.");
  }

  @Test
  void theReportTellsItToo() throws IOException {
    qualify();
    record("m", 20);
    qualify();
    Path file = folder.resolve("out.html");
    String[] report = {
      "report", "-f", folder.toString(), "-o", file.toString(), "--since", "previous", "--title", ""
    };
    assertThat(Shell.run(report).exit()).isZero();
    assertThat(file)
        .content()
        .contains("What changed since run 1", "pass no more:")
        .contains("<h1 id=\"report-title\"><bdi>" + folder.getFileName() + "</bdi></h1>");
    Shell.run("verdict", "-f", folder.toString(), "--since", "1", "--html", file.toString());
    assertThat(file).content().contains("What changed since run 1");
  }

  @Test
  void anUnknownRunIsAMistakeThatNamesThoseThatThereAre() {
    qualify();
    assertThat(since("previous").exit()).isEqualTo(2);
    qualify();
    var shell = since("77");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("--since 77", "The latest runs are 1 (", "fingerprint");
  }
}
