package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  private String project() {
    return Shell.recorded(folder).toString();
  }

  private static JsonNode model(JsonNode result, String name) {
    for (JsonNode model : result.path("jobs").path(0).path("models")) {
      if (model.path("model").asString().equals(name)) {
        return model;
      }
    }
    throw new AssertionError("no model " + name + " in " + result);
  }

  @Test
  void threeMistakesAreToldAtOnceAndWithoutAStackTrace() {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          qwen: {use: olama/qwen3}
        jobs:
          triage:
            data: secret
            prompt: "{{text}}"
            cases: nowhere.jsonl
            graders: [{equals: "x"}]
            needs:
              quality: {at_least: 0.9}
        """);
    var shell = Shell.run("check", "-f", folder.toString());
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).contains("ollama", "secret", "nowhere.jsonl", "^", "hint:");
    assertThat(shell.err()).contains("3 mistakes.").doesNotContain("\tat ", "Exception");
  }

  @Test
  void aCommandThatIsNoneIsToldWithThoseThatAre() {
    assertThat(Shell.run("frobnicate").err())
        .contains("There is no command `frobnicate`.", "Commands: init, import, check, qualify")
        .doesNotContain("Did you mean", "rehearse");
    assertThat(Shell.run("qualfy").err()).contains("Did you mean `qualify`?");
    assertThat(Shell.run("qualify", "--goal", "best").err())
        .contains("expected one of [matrix, choose]");
  }

  @Test
  void checkTellsWhichPromptsDoNotFit() {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: "ollama/x", window: 2048}
          large: {use: "ollama/x", window: 32768}
        jobs:
          long:
            data: public
            prompt: "%s {{text}}"
            scope: suite
            settings: {max_tokens: 512}
            cases:
              - {id: a, text: "%s"}
              - {id: b, text: short}
            graders: [{equals: "x"}]
            needs: {quality: {at_least: 0.9}}
        """
            .formatted("word ".repeat(1000), "word ".repeat(800)));
    var check = Shell.run("check", "-f", folder.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains(
            "Job long: 1 of 2 prompts do not fit into the window of small (2,048 tokens, 512 of"
                + " them for the answer): a takes about 1,8")
        .doesNotContain("window of large");
  }

  @Test
  void checkTellsWhereItCannotKnowWhetherLongPromptsFit() {
    String yaml =
        """
        models:
          plain: {use: ollama/x}
          other: {use: vllm/x}
          told: {use: ollama/x, window: 32768}
          hosted: {use: openai/x}
        jobs:
          long:
            data: public
            prompt: "{{text}}"
            scope: suite
            settings: {max_tokens: 500}
            cases:
              - {id: a, text: "%s"}
              - {id: b, text: short}
            graders: [{equals: "x"}]
            needs: {quality: {at_least: 0.9}}
        """;
    Shell.write(folder, "metier.yaml", yaml.formatted("word ".repeat(4000)));
    assertThat(Shell.run("check", "-f", folder.toString()).out())
        .containsPattern(
            "Job long: its longest prompt and answer take about 4,5\\d\\d tokens, and no window is"
                + " declared for\\s+plain,\\s+other; `?metier check --ping");
    Shell.write(folder, "metier.yaml", yaml.formatted("word ".repeat(3000)));
    assertThat(Shell.run("check", "-f", folder.toString()).out()).doesNotContain("--ping");
  }

  @Test
  void aPingAsksEachModelOnceAndTellsWhoFails() {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      vendor.serves("/v1/models", "{\"data\": [{\"id\": \"some\", \"max_model_len\": 16384}]}");
      Shell.write(
          folder,
          "metier.yaml",
          """
          models:
            up: {use: vllm/some, url: "%s"}
            down: {use: vllm/some, url: "http://127.0.0.1:1/v1"}
          jobs:
            triage:
              data: public
              prompt: "secret {{text}}"
              scope: suite
              cases: [{text: a}]
              graders: [{equals: "x"}]
              needs: {quality: {at_least: 0.9}}
          """
              .formatted(vendor.address()));
      var both = Shell.run("check", "--ping", "-f", folder.toString());
      assertThat(both.exit()).isEqualTo(1);
      assertThat(both.out())
          .containsPattern("up +\\d+\\.\\d\\d s .* 16,384 +none +http://127.0.0.1")
          .containsPattern("down +FAILED")
          .contains("down failed: ");
      var one = Shell.run("check", "--ping", "--json", "-m", "up", "-f", folder.toString());
      assertThat(one.exit()).isZero();
      JsonNode ping = JSON.readTree(one.out()).path("ping").path(0);
      assertThat(ping.path("answers").booleanValue()).isTrue();
      assertThat(ping.path("window").intValue()).isEqualTo(16384);
      assertThat(vendor.received())
          .filteredOn(r -> r.method().equals("POST"))
          .hasSize(2)
          .noneMatch(r -> r.body().contains("secret"));
    }
  }

  @Test
  void initTakesTheServerThatIsNamed() {
    System.setProperty("metier.home", Path.of("").toAbsolutePath().toString());
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      vendor.serves("/v1/models", "{\"data\": [{\"id\": \"Qwen/Q3\", \"owned_by\": \"vllm\"}]}");
      Path fresh = folder.resolve("fresh");
      var init = Shell.run("init", fresh.toString(), "--url", vendor.address());
      assertThat(init.exit()).as(init.err()).isZero();
      assertThat(init.out()).contains("Found vllm at " + vendor.address() + ": Qwen/Q3.");
      assertThat(fresh.resolve("metier.yaml"))
          .content()
          .contains(
              "use: \"vllm/Qwen/Q3\"", "url: \"" + vendor.address() + "\"", "host: this-machine");
      var check = Shell.run("check", "-f", fresh.toString());
      assertThat(check.exit()).as(check.err()).isZero();
    }
    var nobody =
        Shell.run("init", folder.resolve("other").toString(), "--url", "http://127.0.0.1:1");
    assertThat(nobody.exit()).isEqualTo(2);
    assertThat(nobody.err()).contains("No server of models answers at http://127.0.0.1:1");
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(Shell.run("init", "x", "--url", "localhost").err()).contains("is no address");
  }

  @Test
  void keysThatAreNotSetAreToldAtOnceOneLineEach() {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          one: {use: openai/a, key: env:NO_SUCH_KEY, url: "http://127.0.0.1:1/v1", price: unknown}
          two: {use: openai/b, key: env:NO_SUCH_KEY, url: "http://127.0.0.1:1/v1", price: unknown}
          three: {use: openai/c, key: env:HERE, url: "http://127.0.0.1:1/v1", price: unknown}
        hosts: {}
        jobs:
          triage:
            data: public
            prompt: "{{text}}"
            scope: suite
            cases: [{text: a}]
            graders: [{equals: "x"}]
            needs: {quality: {at_least: 0.9}}
        """);
    Map<String, String> env = Map.of("HERE", "sk-0123456789");
    var check = Shell.run(env, "check", "-f", folder.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains("Note: one, two cannot be asked: no key: set NO_SUCH_KEY.")
        .doesNotContain("three cannot be asked");
    var qualify = Shell.run(env, "qualify", "-f", folder.toString());
    assertThat(qualify.err()).startsWith("one, two cannot be asked: no key: set NO_SUCH_KEY.\n");
  }

  @Test
  void qualifyDecidesAndExitsWithZeroWhenEveryJobHasAFitModel() {
    var shell = Shell.run("qualify", "-f", project());
    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).contains("FIT", "UNFIT", "FORBIDDEN", "times fewer", "report.html");
    assertThat(folder.resolve(".metier/report.html")).isNotEmptyFile();
  }

  @Test
  void anUnmetNeedExitsWithOne() {
    var shell = Shell.run("qualify", "-f", project(), "-m", "bad");
    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.out()).contains("UNFIT").doesNotContain("good");
  }

  @Test
  void aSecondRunMakesNoCallAndSaysTheSame() {
    Shell.run("qualify", "-f", project());
    var first = Shell.run("verdict", "-f", folder.toString(), "--json");
    var again = Shell.run("qualify", "-f", folder.toString());
    var second = Shell.run("verdict", "-f", folder.toString(), "--json");
    assertThat(again.exit()).isZero();
    assertThat(JSON.readTree(second.out()).path("jobs"))
        .isEqualTo(JSON.readTree(first.out()).path("jobs"));
    assertThat(JSON.readTree(second.out()).path("calls"))
        .isEqualTo(JSON.readTree(first.out()).path("calls"));
  }

  @Test
  void theJsonHasTheDocumentedShape() {
    Shell.run("qualify", "-f", project());
    var result = JSON.readTree(Shell.run("verdict", "-f", folder.toString(), "--json").out());
    var good = model(result, "good");
    assertThat(good.path("verdict").asString()).isEqualTo("FIT");
    assertThat(good.path("trials").asInt()).isBetween(44, 60);
    assertThat(good.path("available").asInt()).isEqualTo(200);
    assertThat(good.path("interval").path(0).asDouble()).isGreaterThanOrEqualTo(0.9);
    assertThat(good.path("reason").asString()).contains("49 of 49");
    assertThat(model(result, "outside").path("verdict").asString()).isEqualTo("FORBIDDEN");
    assertThat(result.path("calls").path("grid").asInt()).isEqualTo(400);
    assertThat(result.has("report")).isTrue();
  }

  @Test
  void everyEventIsOneLineOfJson() {
    var lines = Shell.run("qualify", "-f", project(), "--json").out().lines().toList();
    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(lines).allSatisfy(line -> assertThat(JSON.readTree(line).isObject()).isTrue());
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"decided\""));
    assertThat(JSON.readTree(lines.getLast()).has("jobs")).isTrue();
  }

  @Test
  void checkSaysWhereDataGoesAndHowManyCallsThereWillBe() {
    var shell = Shell.run("check", "-f", project());
    assertThat(shell.exit()).isZero();
    assertThat(shell.out())
        .contains("this-machine", "FORBIDDEN", "4 to 200 calls", "Nothing was sent");
    var json = JSON.readTree(Shell.run("check", "-f", folder.toString(), "--json").out());
    assertThat(json.path("calls").path("most").asInt()).isEqualTo(400);
  }

  @Test
  void anUnknownJobOrModelIsNamedWithThoseThatThereAre() {
    var shell = Shell.run("verdict", "-f", project(), "triagge");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("triagge", "The jobs are: triage");
    assertThat(Shell.run("verdict", "-f", folder.toString(), "-m", "gud").err())
        .contains("gud", "good, bad, outside");
  }

  @Test
  void nothingTriedIsNoEvidence() {
    var result = JSON.readTree(Shell.run("verdict", "-f", project(), "--json").out());
    assertThat(model(result, "good").path("verdict").asString()).isEqualTo("UNDECIDED");
    assertThat(model(result, "good").path("reason").asString()).contains("Never tried");
    assertThat(folder.resolve(".metier/ledger.db")).doesNotExist();
  }

  @Test
  void aBadBudgetIsExplained() {
    var shell = Shell.run("qualify", "-f", project(), "--budget", "lots");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("lots", "--budget 2.00");
  }

  @Test
  void aModelWithoutPriceDoesNotStartInABudgetedRun() {
    Shell.recorded(folder);
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          mystery: {use: openai/some-unheard-of-model, url: "http://127.0.0.1:9/v1", host: here}
        hosts:
          here: {clearance: internal}
        jobs:
          triage:
            data: internal
            prompt: "{{prompt}}"
            cases: cases.jsonl
            graders: [{equals: "x"}]
            needs:
              quality: {at_least: 0.90}
        """);
    var shell = Shell.run("qualify", "-f", folder.toString(), "--budget", "1");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("mystery", "price");
  }

  @Test
  void exportsAreCompleteAndOpenInOtherPrograms() throws IOException {
    Shell.run("qualify", "-f", project());
    var lines = Shell.run("export", "-f", folder.toString()).out().lines().toList();
    var kept =
        JSON.readTree(Shell.run("verdict", "-f", folder.toString(), "--json").out())
            .path("calls")
            .path("made")
            .asInt();
    assertThat(lines).hasSize(kept);
    Path csv = folder.resolve("out.csv");
    Shell.run("export", "-f", folder.toString(), "--format", "csv", "-o", csv.toString());
    assertThat(Files.readAllLines(csv)).hasSize(kept + 1);
  }

  @Test
  void aCsvOfSeveralJobsNamesItsColumnsOnce() throws IOException {
    Shell.recorded(folder);
    Path yaml = folder.resolve("metier.yaml");
    String job = Files.readString(yaml);
    Files.writeString(
        yaml, job + job.substring(job.indexOf("  triage:")).replace("triage:", "triage-two:"));
    Shell.run("qualify", "-f", folder.toString());
    var lines =
        Shell.run("export", "-f", folder.toString(), "--format", "csv").out().lines().toList();
    assertThat(lines).filteredOn(line -> line.equals(lines.getFirst())).hasSize(1);
    assertThat(lines).anyMatch(line -> line.contains("triage-two"));
  }

  @Test
  void initWritesAProjectThatReads() {
    System.setProperty("metier.home", Path.of("").toAbsolutePath().toString());
    Path fresh = folder.resolve("fresh");
    var shell =
        Shell.run(Map.of("ANTHROPIC_API_KEY", "sk-not-to-be-shown"), "init", fresh.toString());
    assertThat(shell.exit()).isZero();
    assertThat(shell.out()).contains("ANTHROPIC_API_KEY").doesNotContain("sk-not-to-be-shown");
    var check = Shell.run("check", "-f", fresh.toString());
    assertThat(check.err()).isEmpty();
    assertThat(check.out()).contains("ticket-triage", "invoice-extraction", "FORBIDDEN");
    var twice = Shell.run("init", fresh.toString());
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("nothing was changed");
  }

  @Test
  void junitAndHtmlAreWrittenWhereAsked() {
    Shell.run("qualify", "-f", project());
    Path junit = folder.resolve("out/junit.xml");
    Path html = folder.resolve("out/report.html");
    Shell.run(
        "verdict", "-f", folder.toString(), "--junit", junit.toString(), "--html", html.toString());
    assertThat(junit).content().contains("<testsuite", "triage");
    assertThat(html).content().contains("<html", "triage").doesNotContain("src=\"http");
  }

  @Test
  void aReportForOthersHasATitleAndNoCases() throws IOException {
    Shell.run("qualify", "-f", project());
    Path file = folder.resolve("r.html");
    String[] report = {"report", "-f", folder.toString(), "-o", file.toString()};
    Shell.run(report);
    assertThat(file)
        .content()
        .contains("<bdi>" + folder.getFileName() + "</bdi></h1>", "Read them");
    var shell =
        Shell.run(
            "report",
            folder.toString(),
            "-o",
            folder.resolve("below/../r.html").toString(),
            "--title",
            "ACME & Co",
            "--no-cases");
    assertThat(shell.out()).doesNotContain("..");
    assertThat(file)
        .content()
        .contains("<bdi>ACME &amp; Co</bdi></h1>", "1 of 1 job has a FIT model.", "{{prompt}}")
        .contains("this-machine (cleared for restricted) can do 1 of 1: triage.")
        .contains("Texts of cases and answers are left out.")
        .doesNotContain("Read them");
    var both = Shell.run("report", folder.toString(), "--no-cases", "--with-cases");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("exclude each other");
  }

  @Test
  void theJunitFileFailsExactlyWhenTheExitCodeIsOne() throws IOException {
    String at = project();
    Path junit = folder.resolve("junit.xml");
    for (String models : new String[] {"-m=good", "-m=bad", "-m=outside"}) {
      Shell.run("qualify", "-f", at, models);
      int exit = Shell.run("verdict", "-f", at, models, "--junit", junit.toString()).exit();
      assertThat(Files.readString(junit)).contains("failures=\"" + exit + "\"");
    }
    assertThat(Shell.run("verdict", "-f", at, "--junit", junit.toString()).exit()).isZero();
    assertThat(junit)
        .content()
        .contains("failures=\"0\"", "name=\"bad\" value=\"UNFIT\"", "bad: UNFIT.");
  }

  @Test
  void whatCannotBeWrittenIsAMistakeAndNoBug() {
    Shell.run("qualify", "-f", project());
    Path blocked = Shell.write(folder, "file", "").resolve("below.html");
    for (String command : new String[] {"report", "export"}) {
      var shell = Shell.run(command, "-f", folder.toString(), "-o", blocked.toString());
      assertThat(shell.exit()).isEqualTo(2);
      assertThat(shell.err()).contains("below.html", "hint:");
    }
  }

  @Test
  void theEvidenceIsForItsOwnerOnly() throws IOException {
    Shell.run("qualify", "-f", project());
    Path kept = folder.resolve(".metier");
    if (Files.getFileStore(kept).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
          .isEqualTo("rwx------");
    } else {
      System.err.println("SKIPPED: this file system knows no owners");
    }
  }

  @Test
  void aWrongOptionPointsToTheHelp() {
    var shell = Shell.run("qualify", "--bugdet", "2");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("--bugdet", "--help").doesNotContain("\tat ");
  }

  @Test
  void helpListsEveryCommand() {
    assertThat(Shell.run("--help").out())
        .contains("init", "check", "qualify", "verdict", "report", "export", "demo");
  }
}
