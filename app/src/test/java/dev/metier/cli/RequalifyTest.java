package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a second `qualify` asks after something was changed: exactly what is not known yet.
class RequalifyTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CASES = 20;

  private static final String PROJECT =
      """
      models:
        m: {use: vllm/m, url: "%s", timeouts: {total: 20s}}
      jobs:
        answer:
          purpose: a test
          data: internal
          prompt: "Say yes. {{q}}"
          settings: {max_tokens: 12, temperature: 0}
          cases: cases.jsonl
          graders: [{equals: "{{label}}"}]
          needs:
            quality: {at_least: 0.50}
      """;

  private static final String RECORDED =
      """
      models:
        m: {use: "recorded/outcomes.csv#m"}
      jobs:
        answer:
          data: internal
          prompt: "{{q}}"
          cases: cases.jsonl
          needs:
            quality: {at_least: 0.50}
      """;

  @TempDir private Path folder;

  /// One thing that differs in a second run.
  ///
  /// @param calls calls that the second run makes
  /// @param reused answers of the first run that count in the second
  record Change(String what, Consumer<RequalifyTest> made, int calls, int reused, String verdict) {
    static Change of(String what, int calls, int reused, Consumer<RequalifyTest> made) {
      return new Change(what, made, calls, reused, "FIT");
    }

    /// Another text in metier.yaml.
    static Change yaml(String what, int calls, int reused, String from, String to) {
      return of(what, calls, reused, test -> test.edit("metier.yaml", from, to));
    }

    static Change anew(String what, String from, String to) {
      return yaml(what, CASES, 0, from, to);
    }

    static Change nothing(String what, String from, String to) {
      return yaml(what, 0, CASES, from, to);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private final VendorServer server = new VendorServer(Vendor.OPENAI);

  @org.junit.jupiter.api.AfterEach
  void close() {
    server.close();
  }

  static Stream<Change> changes() {
    return Stream.of(
        Change.nothing("nothing", "FIT", "FIT"),
        Change.anew("prompt", "Say yes.", "Say Yes."),
        Change.anew("white space of the prompt", "{{q}}\"", "{{q}} \""),
        Change.anew("system turn", "    settings:", "    system: Be brief.\n    settings:"),
        Change.anew("temperature", "temperature: 0", "temperature: 0.5"),
        Change.anew("temperature left out", ", temperature: 0", ""),
        Change.anew("max_tokens", "max_tokens: 12", "max_tokens: 13"),
        Change.anew("seed", "max_tokens: 12", "max_tokens: 12, seed: 7"),
        Change.anew("stop", "max_tokens: 12", "max_tokens: 12, stop: [\"a\", \"b\"]"),
        Change.anew("tool", "    settings:", "    tools: [{name: look}]\n    settings:"),
        Change.anew(
            "response_schema", "max_tokens: 12", "max_tokens: 12, response_schema: {type: object}"),
        Change.anew("tool_choice", "max_tokens: 12", "max_tokens: 12, tool_choice: none"),
        Change.anew("extra", "max_tokens: 12", "max_tokens: 12, extra: {top_k: 4}"),
        Change.anew("a model's own parameter", "vllm/m,", "vllm/m, extra: {top_k: 4},"),
        Change.anew("model id", "vllm/m,", "vllm/m2,"),
        Change.anew("provider", "vllm/m,", "lmstudio/m,"),
        Change.of(
            "build", CASES, 0, test -> test.server.serves("/version", "{\"version\": \"0.12.1\"}")),
        Change.anew("name of the job", "  answer:", "  reply:"),
        Change.nothing("name of the model", "  m: {", "  n: {"),
        Change.of(
            "text of a case",
            1,
            CASES - 1,
            test -> test.edit("cases.jsonl", "question 3\"", "question three\"")),
        Change.of(
            "a case more",
            1,
            CASES,
            test ->
                test.edit(
                    "cases.jsonl",
                    "{\"id\": \"c0\"",
                    "{\"id\": \"x\", \"q\": \"more\", \"label\": \"yes\"}\n{\"id\": \"c0\"")),
        Change.of("a case less", 0, CASES - 1, test -> test.edit("cases.jsonl", test.line(4), "")),
        Change.of("order of the file", 0, CASES, RequalifyTest::shuffle),
        Change.of(
            "a label", 0, CASES, test -> test.edit("cases.jsonl", test.line(2), test.relabelled())),
        Change.nothing("grader", "equals:", "contains:"),
        Change.nothing("bar", "at_least: 0.50", "at_least: 0.60"),
        Change.nothing("scope", "    cases:", "    scope: suite\n    cases:"),
        Change.nothing("price", "vllm/m,", "vllm/m, price: {input: 1, output: 2},"),
        Change.nothing("data class", "internal", "confidential"),
        Change.nothing("purpose", "a test", "another test"),
        Change.nothing("concurrency", "vllm/m,", "vllm/m, concurrency: 2,"),
        Change.nothing("timeouts", "total: 20s", "total: 25s"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeAsksWhatIsNotKnownAndTheWayBackAsksNothing(Change change) throws IOException {
    cases();
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    assertThat(qualify()).isEqualTo("FIT");
    assertThat(asked()).isEqualTo(CASES);
    String yaml = Files.readString(folder.resolve("metier.yaml"));
    String cases = Files.readString(folder.resolve("cases.jsonl"));

    change.made().accept(this);
    assertThat(qualify()).isEqualTo(change.verdict());
    assertThat(asked()).isEqualTo(CASES + change.calls());
    assertThat(kept()).isEqualTo(CASES + change.calls());
    assertThat(trials()).isEqualTo(change.reused() + change.calls());

    Files.writeString(folder.resolve("metier.yaml"), yaml);
    Files.writeString(folder.resolve("cases.jsonl"), cases);
    server.serves("/version", "{}");
    assertThat(qualify()).isEqualTo("FIT");
    assertThat(asked()).isEqualTo(CASES + change.calls());
    assertThat(trials()).isEqualTo(CASES);
  }

  @Test
  void costsAreByTodaysPriceWhateverAnswersWerePaidWith() {
    cases();
    Shell.write(
        folder,
        "metier.yaml",
        PROJECT
            .formatted(server.address())
            .replace("max_tokens: 12", "max_tokens: 1")
            .replace("vllm/m,", "vllm/m, price: {input: 0, output: 500},")
            .replace("quality: {at_least: 0.50}", "cost: {per_thousand: 1.00 USD}"));
    assertThat(qualify()).isEqualTo("FIT");
    String spent = last.path("spent").asString();
    assertThat(notes()).doesNotContain("today's price");

    edit("metier.yaml", "output: 500", "output: 1500");
    assertThat(qualify()).isEqualTo("UNFIT");
    assertThat(cell().path("reason").asString()).contains("mean $1.5 per 1,000");
    assertThat(notes()).contains("Costs are by today's price", "20 of 20 answers were paid");
    assertThat(last.path("spent").asString()).isEqualTo(spent);

    edit("metier.yaml", "output: 1500", "output: 500");
    assertThat(qualify()).isEqualTo("FIT");
    assertThat(asked()).isEqualTo(CASES);
  }

  @Test
  void aPriceThatIsAddedHoldsForAnswersThatAreKept() {
    cases();
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    qualify();
    edit("metier.yaml", "vllm/m,", "vllm/m, price: {input: 0, output: 500},");
    edit("metier.yaml", "at_least: 0.50}", "at_least: 0.50}\n      cost: {per_thousand: 10 USD}");
    assertThat(qualify()).isEqualTo("FIT");
    assertThat(asked()).isEqualTo(CASES);
  }

  private String notes() {
    return cell().path("notes").toString();
  }

  @Test
  void casesWithoutAnIdAreKnownByWhatAModelSeesOfThem() {
    cases();
    withoutIds();
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    qualify();
    assertThat(asked()).isEqualTo(CASES);
    String first = "{\"q\": \"question 0\"";
    edit("cases.jsonl", first, "{\"q\": \"more\", \"label\": \"yes\"}\n\n" + first);
    qualify();
    assertThat(asked()).isEqualTo(CASES + 1);
    shuffle();
    edit("cases.jsonl", line(2), relabelled());
    qualify();
    assertThat(asked()).isEqualTo(CASES + 1);
    assertThat(trials()).isEqualTo(CASES + 1);
  }

  @Test
  void whatWasKeptUnderALineIsFoundByContent() {
    cases();
    String given = read("cases.jsonl");
    for (int i = 0; i < CASES; i++) {
      given = given.replace("\"c" + i + "\"", "\"cases:" + (i + 1) + "\"");
    }
    Shell.write(folder, "cases.jsonl", given);
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    qualify();
    withoutIds();
    qualify();
    shuffle();
    qualify();
    assertThat(asked()).isEqualTo(CASES);
    assertThat(kept()).isEqualTo(CASES);
    assertThat(trials()).isEqualTo(CASES);
  }

  private void withoutIds() {
    Shell.write(folder, "cases.jsonl", read("cases.jsonl").replaceAll("\"id\": \"[^\"]*\", ", ""));
  }

  @Test
  void aChangedRecordIsReadAnew() {
    cases();
    Shell.write(folder, "metier.yaml", RECORDED);
    records(1);
    assertThat(qualify()).isEqualTo("FIT");
    records(0);
    assertThat(qualify()).isEqualTo("UNFIT");
    assertThat(kept()).isEqualTo(2 * CASES);
    records(1);
    assertThat(qualify()).isEqualTo("FIT");
    assertThat(kept()).isEqualTo(2 * CASES);
  }

  @Test
  void whyAModelCannotBeAskedIsToldAndNotThatItsEvidenceIsOld() {
    cases();
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    assertThat(qualify()).isEqualTo("FIT");
    edit("metier.yaml", "Say yes.", "Say Yes.");
    server.close();
    assertThat(qualify()).isEqualTo("UNDECIDED");
    assertThat(cell().path("reason").asString()).contains("nothing listens at");
    edit("metier.yaml", "Say Yes.", "Say yes.");
    assertThat(qualify()).isEqualTo("FIT");
  }

  @Test
  void aKeyThatIsNotSetIsToldAndWhatIsKnownCounts() {
    cases();
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    qualify();
    edit("metier.yaml", "vllm/m,", "vllm/m, key: \"env:A_KEY_THAT_IS_NOT_SET\",");
    assertThat(qualify()).isEqualTo("FIT");
    edit("metier.yaml", "Say yes.", "Say Yes.");
    assertThat(qualify()).isEqualTo("UNDECIDED");
    assertThat(cell().path("reason").asString()).contains("A_KEY_THAT_IS_NOT_SET");
    assertThat(asked()).isEqualTo(CASES);
  }

  @Test
  void aRecordWithoutTheModelIsToldAndNotThatItsEvidenceIsOld() {
    cases();
    Shell.write(folder, "metier.yaml", RECORDED);
    records(1);
    qualify();
    edit("outcomes.csv", "case_id,model,passed\nc0,m,1\n", "case_id,model,passed\nc0,other,1\n");
    edit("metier.yaml", "outcomes.csv#m", "outcomes.csv#n");
    assertThat(qualify()).isEqualTo("UNDECIDED");
    var looked = Shell.run("verdict", "-f", folder.toString()).out();
    assertThat(looked).contains("has no model n").doesNotContain("EXPIRED");
  }

  @Test
  void whoOnlyLooksIsToldThatTheEvidenceIsOfAnotherPrompt() {
    cases();
    Shell.write(folder, "metier.yaml", PROJECT.formatted(server.address()));
    qualify();
    edit("metier.yaml", "Say yes.", "Say Yes.");
    assertThat(Shell.run("verdict", "-f", folder.toString()).out()).contains("EXPIRED");
  }

  private JsonNode last = JSON.createObjectNode();

  /// Qualifies with every case; the verdict of the one model.
  private String qualify() {
    server.says(List.of("yes"));
    var shell = Shell.run("qualify", "-f", folder.toString(), "--full", "--json");
    assertThat(shell.exit()).as(shell.err() + shell.out()).isIn(0, 1);
    last = JSON.readTree(shell.out().lines().toList().getLast());
    return cell().path("verdict").asString();
  }

  private JsonNode cell() {
    return last.path("jobs").path(0).path("models").path(0);
  }

  private int trials() {
    return cell().path("trials").asInt();
  }

  private long asked() {
    return server.received().stream().filter(r -> r.path().endsWith("/chat/completions")).count();
  }

  private long kept() {
    try (var ledger = SqliteLedger.read(folder.resolve(".metier/ledger.db"))) {
      return ledger.size();
    }
  }

  private void cases() {
    var lines = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      lines.append(
          "{\"id\": \"c%d\", \"q\": \"question %d\", \"label\": \"yes\"}\n".formatted(i, i));
    }
    Shell.write(folder, "cases.jsonl", lines.toString());
  }

  private void records(int passed) {
    var lines = new StringBuilder("case_id,model,passed\n");
    for (int i = 0; i < CASES; i++) {
      lines.append("c").append(i).append(",m,").append(passed).append("\n");
    }
    Shell.write(folder, "outcomes.csv", lines.toString());
  }

  private void edit(String file, String from, String to) {
    String text = read(file);
    assertThat(from.equals(to) || text.contains(from)).as(from).isTrue();
    Shell.write(
        folder,
        file,
        text.replaceFirst(
            java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
  }

  private String line(int number) {
    return read("cases.jsonl").lines().skip(number).findFirst().orElseThrow() + "\n";
  }

  private String relabelled() {
    return line(2).replace("yes", "no");
  }

  private void shuffle() {
    var lines = new ArrayList<>(read("cases.jsonl").lines().toList());
    Collections.shuffle(lines, new Random(5));
    Shell.write(folder, "cases.jsonl", String.join("\n", lines) + "\n");
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
