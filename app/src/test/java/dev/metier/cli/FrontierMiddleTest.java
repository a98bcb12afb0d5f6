package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `metier frontier` of recorded models, one of them in the middle.
class FrontierMiddleTest {
  private static final int CASES = 60;

  @TempDir private Path folder;

  /// A small model that is right but for one case, and two that always are, of which the last one
  /// is cheaper, so that it does the job alone.
  ///
  /// @param wrong the case, a critical one, of which the small model says another label
  private JsonNode searched(int wrong) {
    write(wrong, CASES, "");
    return frontier("--full");
  }

  private JsonNode frontier(String... how) {
    var args = new ArrayList<>(List.of("qualify", "-f", folder.toString()));
    args.addAll(List.of(how));
    Shell.run(args.toArray(String[]::new));
    String out = Shell.run("frontier", "-f", folder.toString(), "--json").out();
    return JsonMapper.shared().readTree(out).at("/jobs/0/searched/1");
  }

  /// @param silent of each three tickets the small model says nothing to the later two, from here
  ///   on
  /// @param more keys of the job
  private void write(int wrong, int silent, String more) {
    var cases = new StringBuilder();
    var rows = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"ticket %d\", \"label\": \"bill %d\"%s}\n"
              .formatted(i, i, i % 5, i == wrong ? ", \"critical\": true" : ""));
      for (String model : new String[] {"small", "mid", "large"}) {
        boolean small = model.equals("small");
        boolean says = !small || i < silent || i % 3 == 0;
        rows.append(
            String.format(
                Locale.ROOT,
                "{\"case\": \"c%d\", \"model\": \"%s\", \"text\": \"%s\", \"latency_s\": 0.1,"
                    + " \"input_tokens\": 40, \"output_tokens\": 4}\n",
                i,
                model,
                says ? "bill " + (small && i == wrong ? 7 : i % 5) : ""));
      }
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(folder, "answers.jsonl", rows.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: "recorded/answers.jsonl#small", host: desk, max_tokens: 16,
            price: {input: 0.02, output: 0.05}}
          mid: {use: "recorded/answers.jsonl#mid", host: desk, max_tokens: 16,
            price: {input: 30, output: 150}}
          large: {use: "recorded/answers.jsonl#large", host: desk, max_tokens: 16,
            price: {input: 3, output: 15}}
        hosts: {desk: {clearance: restricted}}
        jobs:
          triage:
            data: internal
            prompt: "Label: {{text}}"
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.5}}
            hybrid: {first: small, middle: mid, then: large, checks: [complete], router: off}
            models: [large, small, mid]
        """
            + more);
  }

  @Test
  void aCriticalCaseThatFailsIsEnoughInEitherHalf() {
    int ordering = 0;
    for (int wrong = 1; wrong <= 3; wrong++) {
      JsonNode chain = searched(wrong);
      JsonNode needs = chain.at("/ladder/0/claims/0");
      assertThat(needs.path("claim").asString()).isEqualTo("needs");
      assertThat(needs.path("status").asString()).as("case " + wrong).isEqualTo("UNMET");
      assertThat(needs.path("reason").asString()).contains("1 critical case (c" + wrong + ")");
      // one wrong answer among those that are tested is one kept and wrong
      ordering += chain.path("guarantee").asString().contains(", 0 wrong)") ? 1 : 0;
    }
    assertThat(ordering).as("critical cases of the half that orders").isBetween(1, 2);
  }

  /// The half that chose the order would be among those that prove it.
  @Test
  void ofASuiteNothingIsProvedBeforeAllOfItIsKnown() {
    write(CASES, 0, "    scope: suite\n");
    JsonNode chain = frontier();
    JsonNode needs = chain.at("/ladder/0/claims/0");
    assertThat(needs.path("status").asString()).isEqualTo("UNDECIDED");
    assertThat(needs.path("reason").asString()).contains("`metier qualify --full` asks the others");
    assertThat(frontier("--full").at("/ladder/0/claims/0/status").asString()).isEqualTo("MET");
  }
}
