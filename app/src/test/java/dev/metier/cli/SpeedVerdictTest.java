package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is found of the need `speed` at servers that report none.
class SpeedVerdictTest {
  private static final int CASES = 20;

  @TempDir private Path folder;

  /// A job whose only need is `speed`.
  private void project(String model, String need) {
    project(model, need, 100);
  }

  private void project(String model, String need, int maxTokens) {
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
          m: {%s}
        jobs:
          write:
            data: public
            prompt: "{{q}}"
            settings: {max_tokens: %d}
            cases: cases.jsonl
            graders: [{contains: "a"}]
            needs:
              speed: {%s, block: 1}
        """
            .formatted(model, maxTokens, need));
  }

  /// A record in which each case took a second to the first token.
  ///
  /// @param tokens by case
  /// @param seconds after the first token, by case
  private void record(int[] tokens, double[] seconds) {
    var rows = new StringBuilder("case_id,model,text,ttft_s,total_s,input_tokens,output_tokens\n");
    for (int i = 0; i < CASES; i++) {
      rows.append(
          "c%d,m,a,1,%s,7,%d\n"
              .formatted(i, 1 + seconds[i % seconds.length], tokens[i % tokens.length]));
    }
    Shell.write(folder, "outcomes.csv", rows.toString());
  }

  private JsonNode qualify() {
    var shell = Shell.run("qualify", "-f", folder.toString(), "--json");
    assertThat(shell.exit()).as(shell.err() + shell.out()).isIn(0, 1);
    var lines = shell.out().lines().toList();
    return JsonMapper.shared().readTree(lines.getLast()).at("/jobs/0/models/0");
  }

  private void assertVerdict(String word, String... reasons) {
    JsonNode cell = qualify();
    assertThat(cell.path("verdict").asString()).as("" + cell).isEqualTo(word);
    assertThat(cell.path("reason").asString()).contains(reasons);
  }

  private void recorded(String need) {
    project("use: \"recorded/outcomes.csv#m\"", need);
  }

  @Test
  void tokensAfterTheFirstByTheTimeAfterTheFirstAreTheSpeed() {
    record(new int[] {41}, new double[] {2});
    recorded("at_least: 20, share: 0.80");
    assertVerdict("FIT", "within the limit");
    recorded("at_least: 20.1, share: 0.80");
    assertVerdict("UNFIT", "0 of ", "within the limit");
  }

  @Test
  void theShareOfQuickAnswersDecides() {
    record(new int[] {41}, new double[] {2, 20});
    recorded("at_least: 20, share: 0.80");
    assertVerdict("UNFIT", "within the limit");
  }

  @Test
  void answersThatShowNoSpeedDecideNothingAndSaySo() {
    record(new int[] {1, 41}, new double[] {0.2, 0});
    recorded("at_least: 20, share: 0.80");
    assertVerdict(
        "UNDECIDED",
        "open, since the server reports no speed and no answer shows one by its times: of 20"
            + " answers 10 had a single token and 10 came at once.");
  }

  @Test
  void answersThatShowNoSpeedAreLeftOutOfTheOthers() {
    record(new int[] {1, 41, 41, 41, 41}, new double[] {2});
    recorded("at_least: 20, share: 0.80");
    assertVerdict(
        "FIT", "15 of 15 within the limit. 4 more answers show no speed: 4 had a single token.");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENAI", "ANTHROPIC", "GOOGLE"})
  void answersOfServersThatReportNoSpeedDecideAndDoSoAgainOnceKept(Vendor vendor) {
    try (var server = new VendorServer(vendor)) {
      server.says(Collections.nCopies(50, "a "));
      for (int i = 0; i < CASES; i++) {
        server.next(new VendorMishap.Slow(Duration.ZERO, Duration.ofMillis(100)));
      }
      String model =
          "use: %s/m, url: \"%s\", key: \"file:%s\""
              .formatted(
                  vendor.name().toLowerCase(Locale.ROOT),
                  server.address(),
                  Shell.write(folder, "key.txt", "a-key"));
      project(model, "at_least: 1, share: 0.50");
      assertVerdict("FIT", "within the limit");
      // What comes at once is left out, and 49 tokens in more than a millisecond are no million.
      project(model, "at_least: 1000000, share: 0.50");
      int asked = answersAsked(server);
      assertVerdict("UNFIT", "0 of ");
      assertThat(answersAsked(server)).isEqualTo(asked);
    }
  }

  private static int answersAsked(VendorServer server) {
    return (int) server.received().stream().filter(asked -> asked.method().equals("POST")).count();
  }

  @Test
  void aServerThatTellsNoTokensIsNamed() {
    try (var server = new VendorServer(Vendor.OPENAI)) {
      String model = "use: openai/m, url: \"%s\"".formatted(server.address());
      project(model, "at_least: 1, share: 0.50");
      server.says(Collections.nCopies(5, "a "));
      for (int i = 0; i <= CASES; i++) {
        server.next(new VendorMishap.UsageMissing());
      }
      String check = Shell.run("check", "--ping", "-f", folder.toString()).out();
      assertThat(check.replaceAll("\\s+", " "))
          .contains(
              "speed >= 1 tokens/s for 50 % cannot be measured of m: its server reports neither a"
                  + " speed nor how many tokens it sent.");
      assertVerdict("UNDECIDED", "of 20 answers 20 had no count of tokens.");
    }
  }

  @Test
  void checkSaysThatASingleTokenShowsNoSpeed() {
    project("use: ollama/m", "at_least: 1, share: 0.50", 1);
    String check = Shell.run("check", "-f", folder.toString()).out();
    assertThat(check.replaceAll("\\s+", " "))
        .contains("cannot be measured of m: with `max_tokens: 1` nothing comes after the first");
  }
}
