package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Learned routers among the points of `metier frontier`.
class FrontierRouterTest {
  private static final String[] EASY = {
    "add up all lines of the bill", "read off the date in the letter", "spell out the short name"
  };
  private static final String[] HARD = {
    "prove why no such number exists", "derive how both laws follow", "refute what they claim here"
  };

  @TempDir private Path folder;

  /// A small model that is right on hard tickets so often, and one that always is.
  private void answers(int count, double onEasy, double onHard) {
    answers(count, onEasy, onHard, 1);
  }

  /// @param largeOnEasy how often the large model is right on easy tickets
  private void answers(int count, double onEasy, double onHard, double largeOnEasy) {
    var random = new Random(14);
    var cases = new StringBuilder();
    var rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      boolean hard = random.nextBoolean();
      String verb = (hard ? HARD : EASY)[random.nextInt(3)];
      String thing = Long.toString(random.nextLong() >>> 20, 36);
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"Please %s the %s\", \"label\": \"yes\"}\n"
              .formatted(i, verb, thing));
      boolean right = random.nextDouble() < (hard ? onHard : onEasy);
      row(rows, i, "small", right ? "yes" : "no");
      boolean large = hard || random.nextDouble() < largeOnEasy;
      row(rows, i, "large", large ? "yes" : "no");
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(folder, "answers.jsonl", rows.toString());
  }

  private static void row(StringBuilder rows, int i, String model, String text) {
    rows.append(
        String.format(
            Locale.ROOT,
            "{\"case\": \"c%d\", \"model\": \"%s\", \"text\": \"%s\", \"latency_s\": 1,"
                + " \"input_tokens\": 40, \"output_tokens\": 4}\n",
            i,
            model,
            text));
  }

  private JsonNode frontier(String hybrid) {
    return frontier(hybrid, "{input: 0.02, output: 0.05}", 0.9);
  }

  private JsonNode frontier(String hybrid, String price, double bar) {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: "recorded/answers.jsonl#small", host: desk, max_tokens: 16,
            price: %s}
          large: {use: "recorded/answers.jsonl#large", host: vendor, max_tokens: 16,
            price: {input: 3, output: 15}}
        hosts: {desk: {clearance: restricted}, vendor: {clearance: internal}}
        jobs:
          tickets:
            data: internal
            prompt: "{{text}}"
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: %s}}
            hybrid: %s
            models: [small, large]
        """
            .formatted(price, bar, hybrid));
    Shell.run("qualify", "-f", folder.toString(), "--full");
    String json = Shell.run("frontier", "-f", folder.toString(), "--json").out();
    return JsonMapper.shared().readTree(json).get("jobs").get(0);
  }

  private String text() {
    return Shell.run("frontier", "-f", folder.toString()).out();
  }

  @Test
  void aRouterThatKnowsHardTicketsMayRun() {
    answers(600, 0.99, 0.2);
    JsonNode job = frontier("{first: small, checks: [complete]}");
    JsonNode router = job.get("routers").get(0);
    assertThat(router.get("verdict").stringValue()).as(text()).isEqualTo("FIT");
    assertThat(router.get("proved").booleanValue()).isTrue();
    assertThat(router.get("skill").get("share").doubleValue()).isBetween(0.4, 0.7);
    assertThat(router.get("skill").get("gain").doubleValue()).isGreaterThan(0.9);
    assertThat(router.get("flips").get("typo").doubleValue()).isBetween(0.0, 0.1);
    assertThat(router.get("guarantee").stringValue())
        .startsWith(
            "With 95 % confidence it gives up at most 0.02 of the mean grade of large (600");
    var row =
        job.get("points")
            .valueStream()
            .filter(point -> point.get("kind").stringValue().equals("router"))
            .findFirst()
            .orElseThrow();
    assertThat(row.get("verdict").stringValue()).isEqualTo("FIT");
    assertThat(row.get("skill").doubleValue()).isGreaterThan(0.1);
    assertThat(text())
        .contains("router between small and large, on 600 cases:")
        .contains("May run: router, ")
        .contains("Decisions that change with other case")
        .contains("error divided by 2");
  }

  @Test
  void oneThatNeedsAnErrorRateSharesIt() {
    answers(600, 0.99, 0.2);
    JsonNode job = frontier("{first: small, checks: [complete]}");
    JsonNode claims = job.get("routers").get(0).get("claims");
    assertThat(claims).hasSize(3);
    assertThat(claims.get(1).get("interval").get(0).doubleValue()).isCloseTo(0, within(0.05));
  }

  /// Each model knows what the other does not, at the same price: nothing is saved.
  @Test
  void aRouterThatNoModelMatchesMayRunForBeingBetter() {
    answers(400, 0.99, 0.3, 0.5);
    JsonNode job = frontier("{first: small}", "{input: 3, output: 15}", 0.6);
    JsonNode router = job.get("routers").get(0);
    assertThat(router.get("verdict").stringValue()).as(text()).isEqualTo("FIT");
    assertThat(router.get("served").booleanValue()).isTrue();
    assertThat(router.get("guarantee").stringValue())
        .contains("Better than every model alone: +0.", "the nearest of 2");
    var claims = router.get("claims").valueStream().toList();
    assertThat(claims).hasSize(4);
    assertThat(claims.get(2).get("claim").stringValue()).isEqualTo("better");
    assertThat(claims.get(2).get("status").stringValue()).isEqualTo("MET");
    assertThat(claims.get(3).get("claim").stringValue()).isEqualTo("cheaper");
    assertThat(claims.get(3).get("status").stringValue()).isEqualTo("UNDECIDED");
  }

  /// The better router costs more than the one model that the job prefers for its price.
  @Test
  void oneModelStaysWhereABetterRouterCostsMore() {
    answers(400, 0.99, 0.3, 0.5);
    JsonNode job = frontier("{first: small}", "{input: 30, output: 150}", 0.6);
    JsonNode router = job.get("routers").get(0);
    assertThat(router.get("proved").booleanValue()).as(text()).isTrue();
    assertThat(router.get("served").booleanValue()).isFalse();
    assertThat(router.get("guarantee").stringValue())
        .contains("large alone stays, which meets the needs too and which `prefer: cost` chooses.");
  }

  @Test
  void fewCasesTeachNoRouter() {
    answers(150, 0.99, 0.2);
    JsonNode router = frontier("{first: small}").get("routers").get(0);
    assertThat(router.get("verdict").stringValue()).isEqualTo("UNDECIDED");
    assertThat(router.get("missing_cases").intValue()).isEqualTo(50);
    assertThat(text()).contains("50 more cases would do to learn one.");
  }

  @Test
  void aRouterThatIsNoBetterThanChanceDoesNotExist() {
    answers(400, 0.6, 0.6);
    JsonNode router = frontier("{first: small}").get("routers").get(0);
    assertThat(router.get("verdict").stringValue()).isEqualTo("UNFIT");
    assertThat(router.get("reason").stringValue()).startsWith("It does not exist: sending ");
    assertThat(router.get("skill").get("p_chance").doubleValue()).isGreaterThan(0.05);
  }

  @Test
  void offLearnsNone() {
    answers(300, 0.99, 0.2);
    assertThat(frontier("{first: small, router: off}").get("routers")).isEmpty();
  }
}
