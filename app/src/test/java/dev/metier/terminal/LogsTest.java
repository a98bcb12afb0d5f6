package dev.metier.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.account.NewKey;
import dev.metier.core.problem.ProblemsException;
import dev.metier.journal.RequestId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogsTest {
  private static final System.Logger LOG = System.getLogger("dev.metier.test");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(Map<String, String> env) {
    var to = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Console(new PrintStream(PrintStream.nullOutputStream()), to, false, env);
  }

  private List<JsonNode> lines() {
    return err.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }

  @Test
  void everyLineIsOneObject() {
    String id = RequestId.at(NOON);
    try (var logs = Logs.of(console(Map.of()), Optional.of(Logs.Form.JSON))) {
      LOG.log(
          System.Logger.Level.ERROR,
          "request " + id + " failed",
          new IllegalStateException("two\nlines", new RuntimeException("why")));
      LOG.log(System.Logger.Level.WARNING, "The journal {0} is full.", 7);
      LOG.log(System.Logger.Level.DEBUG, "nobody wants to know");
      logs.console().say("A new policy\nis in force.");
    }
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(3);
    JsonNode failed = lines.getFirst();
    assertThat(failed.path("level").asString()).isEqualTo("ERROR");
    assertThat(failed.path("logger").asString()).isEqualTo("dev.metier.test");
    assertThat(failed.path("request").asString()).isEqualTo(id);
    assertThat(failed.path("message").asString()).isEqualTo("request " + id + " failed");
    assertThat(failed.path("exception").asString())
        .contains("IllegalStateException: two\nlines", "Caused by:", "LogsTest");
    assertThat(Instant.parse(failed.path("time").asString())).isAfter(NOON);
    assertThat(lines.get(1).path("message").asString()).isEqualTo("The journal 7 is full.");
    assertThat(lines.get(1).has("exception")).isFalse();
    assertThat(lines.get(2).path("message").asString()).isEqualTo("A new policy\nis in force.");
  }

  @Test
  void keysAreCutOut() {
    // in two pieces, so that no scanner of this repository takes them for real ones
    var keys =
        List.of(
            "sk-" + "a8Kd73jfLq9Zx0vB2nM4pQ6rT8sW1yU5",
            NewKey.random(new SecureRandom()).secret(),
            "ghp_" + "a8Kd73jfLq9Zx0vB2nM4pQ6rT8sW1yU5eC7g");
    try (var _ = Logs.of(console(Map.of("METIER_LOG", "JSON")), Optional.empty())) {
      for (String key : keys) {
        LOG.log(
            System.Logger.Level.ERROR, "refused: " + key + ".", new RuntimeException("at " + key));
      }
    }
    assertThat(lines()).hasSize(3);
    String all = err.toString(StandardCharsets.UTF_8);
    keys.forEach(key -> assertThat(all).doesNotContain(key.substring(8)));
    assertThat(all).contains("refused: ", "[secret]", "RuntimeException");
  }

  @Test
  void textIsTheUsualForm() {
    Console console = console(Map.of());
    try (var logs = Logs.of(console, Optional.empty())) {
      assertThat(logs.console()).isEqualTo(console);
    }
    var env = console(Map.of("METIER_LOG", "json"));
    try (var logs = Logs.of(env, Optional.of(Logs.Form.TEXT))) {
      assertThat(logs.console()).isEqualTo(env);
    }
  }

  @Test
  void textHasALineForEachWithItsTimeAndLevel() {
    try (var _ = Logs.of(console(Map.of()), Optional.empty())) {
      LOG.log(System.Logger.Level.WARNING, "one \u001b[31mline\nonly, {0}", 7);
      LOG.log(System.Logger.Level.INFO, "refused: sk-" + "a8Kd73jfLq9Zx0vB2nM4pQ6rT8sW1yU5");
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .matches("\\S+Z WARNING one  ?\\[31mline only, 7\\R\\S+Z INFO refused: \\[secret]\\R");
  }

  @Test
  void loggersAreGivenBack() {
    var root = java.util.logging.LogManager.getLogManager().getLogger("");
    var before = List.of(root.getHandlers());
    try (var _ = Logs.of(console(Map.of()), Optional.of(Logs.Form.JSON))) {
      assertThat(root.getHandlers()).hasSize(1);
    }
    assertThat(root.getHandlers()).containsExactlyElementsOf(before);
  }

  @Test
  void anUnknownFormIsRefused() {
    assertThatThrownBy(() -> Logs.of(console(Map.of("METIER_LOG", "xml")), Optional.empty()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("METIER_LOG");
  }
}
