package dev.metier.grade.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.value.JsonComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Code gives in the sandbox what it gives in Node. What Node made of each case is recorded.
class ScriptCorpusTest {
  private static final Path FOLDER = Path.of("qualify/src/test/resources/dev/metier/grade/script");
  private static final Path CORPUS = FOLDER.resolve("corpus.jsonl");

  @Test
  void theSandboxJudgesAsNodeDoes() throws IOException {
    var different = new ArrayList<String>();
    for (String line : Files.readAllLines(CORPUS)) {
      JsonNode given = JsonComparison.MAPPER.readTree(line);
      ScriptResult result = run(given);
      if (!isSame(given.path("node"), result)) {
        different.add(line + " but here " + result);
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  void nodeStillMakesOfItWhatIsRecorded() throws Exception {
    var process = node();
    if (process.isEmpty()) {
      System.err.println(
          "SKIPPED: node is not installed, so what is recorded of it is not compared with it");
    }
    Assumptions.assumeTrue(process.isPresent(), "node is not installed");
    String told = new String(process.get().getInputStream().readAllBytes(), UTF_8);
    assertThat(process.get().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(told.lines().toList()).containsExactlyElementsOf(Files.readAllLines(CORPUS));
  }

  private static Optional<Process> node() {
    try {
      return Optional.of(
          new ProcessBuilder("node", FOLDER.resolve("record.mjs").toString())
              .redirectInput(CORPUS.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ScriptResult run(JsonNode given) {
    String output = given.path("output").stringValue();
    ObjectNode context = JsonComparison.MAPPER.createObjectNode();
    JsonNode vars =
        given.has("vars") ? given.path("vars") : JsonComparison.MAPPER.createObjectNode();
    context.put("prompt", "Say it").set("vars", vars);
    context.putObject("test").set("vars", vars);
    context.putObject("providerResponse").put("output", output);
    var script =
        new Script(
            texts(given.path("transforms")).map(Script::transforming).toList(),
            Optional.of(Script.judging(given.path("code").stringValue())));
    return Scripts.run(script, output, context);
  }

  private static Stream<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::stringValue);
  }

  private static boolean isSame(JsonNode node, ScriptResult result) {
    String type = node.path(0).stringValue();
    String value = node.path(1).stringValue();
    return switch (result) {
      case ScriptResult.Truth(boolean truth) ->
          type.equals("boolean") && value.equals(String.valueOf(truth));
      case ScriptResult.Numeral(double number) ->
          type.equals("number") && Double.compare(Double.parseDouble(value), number) == 0;
      case ScriptResult.Graded(boolean pass, double score, String reason) ->
          type.equals("grading") && grading(value).equals(List.of(pass, score, reason));
      case ScriptResult.Other(String other) -> type.equals("other") && value.equals(other);
      case ScriptResult.Threw _ -> type.equals("threw") && !value.equals("ReferenceError");
      case ScriptResult.Stopped(String what) ->
          type.equals("threw")
              && what.startsWith(value.equals("ReferenceError") ? "uses what" : "cannot be read");
      case ScriptResult.Text _, ScriptResult.NotTransformed _, ScriptResult.AnswerStopped _ ->
          false;
    };
  }

  private static List<Object> grading(String value) {
    String[] parts = value.split(" ", 3);
    return List.of(Boolean.valueOf(parts[0]), Double.valueOf(parts[1]), parts[2]);
  }
}
