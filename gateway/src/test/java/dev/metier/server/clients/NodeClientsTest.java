package dev.metier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.journal.RequestRecord;
import dev.metier.server.Served;
import dev.metier.server.clients.Stage.Refused;
import dev.metier.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The Node libraries of OpenAI, Anthropic, Vercel and LangChain, in a process each, against models
/// of every kind. Skipped, loudly, where npm or its registry is not to be had.
class NodeClientsTest {
  private static final Path SOURCES = Path.of("gateway/src/test/node");
  private static final Path INSTALLED = Path.of("build/node");
  private static final List<String> JOBS =
      List.of(Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI);
  private static final List<String> PROGRAMS = List.of("openai", "anthropic", "ai", "langchain");
  private static final int LONGEST_SECONDS = 120;
  private static final int LONGEST_INSTALL_SECONDS = 600;

  @TempDir private static Path folder;
  private static final Map<String, Run> RUNS = new LinkedHashMap<>();

  /// A client's process with a gateway of its own.
  private record Run(Stage stage, Process process, CompletableFuture<String> output) {}

  @BeforeAll
  static void begin() throws Exception {
    Optional<String> missing = install();
    missing.ifPresent(why ->
        System.err.println(
            "NodeClientsTest is SKIPPED: " + why + " (see gateway/src/test/node/install.sh)"));
    Assumptions.assumeTrue(missing.isEmpty(), missing.orElse(""));
    try (var files = Files.list(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".mjs")).toList()) {
        Files.copy(
            file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (String program : PROGRAMS) {
      RUNS.put(program, run(program));
    }
  }

  /// Why the clients cannot be run; empty when they can.
  private static Optional<String> install() throws Exception {
    try {
      var process =
          new ProcessBuilder(SOURCES.resolve("install.sh").toString(), INSTALLED.toString())
              .redirectErrorStream(true)
              .start();
      var said = read(process.getInputStream());
      if (!process.waitFor(LONGEST_INSTALL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of("the clients could not be installed in ten minutes");
      }
      return process.exitValue() == 0 ? Optional.empty() : Optional.of(said.join().strip());
    } catch (IOException e) {
      return Optional.of("install.sh cannot be run: " + e.getMessage());
    }
  }

  private static Run run(String program) throws IOException {
    var stage = new Stage(Files.createDirectory(folder.resolve(program)));
    var builder =
        new ProcessBuilder(INSTALLED.resolve("node").toAbsolutePath().toString(), program + ".mjs");
    builder.directory(INSTALLED.toFile());
    builder.environment().put("METIER_ADDRESS", stage.address());
    builder.environment().put("METIER_TEST_KEY", Served.KEY);
    // no client may read the key or the address of somebody's own account
    List.of("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL")
        .forEach(builder.environment()::remove);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    return new Run(stage, process, read(process.getInputStream()));
  }

  private static CompletableFuture<String> read(InputStream from) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (from) {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            return "cannot be read: " + e;
          }
        },
        Executors.newVirtualThreadPerTaskExecutor());
  }

  @AfterAll
  static void end() {
    for (Run run : RUNS.values()) {
      run.process().destroy();
      run.stage().close();
    }
    RUNS.clear();
  }

  /// What a program printed of one of its ways to ask.
  private static JsonNode said(String program, String way) throws Exception {
    Run run = RUNS.get(program);
    if (!run.process().waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(program + ".mjs did not end in " + LONGEST_SECONDS + " s");
    }
    String output = run.output().get(LONGEST_SECONDS, TimeUnit.SECONDS);
    assertThat(output).as(program).startsWith("{");
    JsonNode said = Json.object(output.getBytes(StandardCharsets.UTF_8)).path(way);
    assertThat(said.isObject()).as(program + " " + way).isTrue();
    return said;
  }

  @ParameterizedTest
  @CsvSource({
    "openai,chat",
    "openai,responses",
    "anthropic,newer",
    "anthropic,older",
    "ai,responses",
    "ai,chat",
    "ai,compatible",
    "ai,anthropic",
    "langchain,chat",
    "langchain,responses"
  })
  void everyTurnIsAnsweredByEveryKindOfModel(String program, String way) throws Exception {
    JsonNode said = said(program, way);
    for (String job : JOBS) {
      for (String scene : List.of("text", "streamed")) {
        JsonNode answer = said.path(scene + " " + job);
        assertThat(answer.path("text").asString("" + answer)).isEqualTo("Hello world");
        // this client does not ask for the usage of streams; the gateway knows it all the same
        boolean told = !(way.equals("compatible") && scene.equals("streamed"));
        assertThat(answer.path("input").asInt(0))
            .as("tokens of " + scene)
            .isEqualTo(told ? 100 : 0);
      }
      for (String scene : List.of("tool", "streamedTool")) {
        JsonNode answer = said.path(scene + " " + job);
        if (!answer.isMissingNode()) {
          assertThat(answer.asString("" + answer)).isEqualTo("Tools said: sun | snow");
        }
      }
      assertThat(said.path("streamedTool " + job).isMissingNode()).isFalse();
      if (!asksByTool(program, way) || !job.equals(Stage.LLAMA)) {
        assertThat(said.path("schema " + job)).hasToString("{\"city\":\"Paris\"}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"responses", "chat", "compatible", "anthropic"})
  void aConversationGoesOnAfterReasoningAndTools(String way) throws Exception {
    for (String job : JOBS) {
      JsonNode answer = said("ai", way).path("turns " + job);
      assertThat(answer.asString("" + answer)).as(job).isEqualTo("once more");
    }
  }

  /// Vercel's client for Anthropic asks models that it does not know for a call of a tool with the
  /// schema; Ollama's protocol cannot insist on one.
  private static boolean asksByTool(String program, String way) {
    return program.equals("ai") && way.equals("anthropic");
  }

  @Test
  void jobsAreListedAndPromptsCountedAndTextsEmbedded() throws Exception {
    assertThat(said("openai", "chat").path("models"))
        .hasToString("[\"chat\",\"claude\",\"llama\",\"gemini\",\"abroad\",\"dear\",\"closed\"]");
    assertThat(said("openai", "chat").path("embeddings")).hasToString("[0.5,-0.25]");
    assertThat(said("anthropic", "newer").path("count").asInt(0)).isEqualTo(42);
    assertThat(said("anthropic", "older").path("models"))
        .hasToString(
            "[\"claude-chat\",\"claude\",\"claude-llama\",\"claude-gemini\",\"claude-abroad\",\"claude-dear\",\"claude-closed\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "openai,chat",
    "openai,responses",
    "anthropic,newer",
    "anthropic,older",
    "ai,responses",
    "ai,chat",
    "ai,compatible",
    "ai,anthropic",
    "langchain,chat",
    "langchain,responses"
  })
  void everyRefusalIsTold(String program, String way) throws Exception {
    JsonNode errors = said(program, way).path("errors");
    boolean anthropic = program.equals("anthropic") || way.equals("anthropic");
    for (Refused refused : Refused.values()) {
      JsonNode error = errors.path(refused.name());
      String words = anthropic ? refused.inAnthropicWords() : refused.inOpenAiWords();
      assertThat(error.path("message").asString("" + error)).as("" + refused).contains(words);
      if (program.equals("langchain") && refused == Refused.TOO_LONG) {
        // it knows the sentence and tells its caller to shorten the chat
        assertThat(error.path("name").asString("")).isEqualTo("ContextOverflowError");
        continue;
      }
      assertThat(error.path("status").asInt(0))
          .as(refused + " " + error)
          .isEqualTo(status(refused, way, anthropic));
    }
  }

  private static int status(Refused refused, String way, boolean anthropic) {
    if (way.equals("responses")) {
      return refused.responses();
    }
    return anthropic ? refused.anthropic : refused.openAi;
  }

  /// A refusal that asking again cannot change is asked for once; only Vercel's client for
  /// Responses, where a spent budget is 429, does not heed it.
  @ParameterizedTest
  @CsvSource({"openai,2", "anthropic,2", "ai,4", "langchain,2"})
  void onlyWhatCanHelpIsAskedAgain(String program, int ways) throws Exception {
    said(program, firstWay(program));
    Map<String, Integer> counts = new LinkedHashMap<>();
    Served served = RUNS.get(program).stage().served;
    // every request is written down once the gateway has ended
    served.close();
    for (RequestRecord record : served.restOfRecords()) {
      if (record.refusal().isEmpty() && record.usage().output() > 0) {
        assertThat(record.usage().input())
            .isEqualTo(record.protocol().equals("embeddings") ? 4 : 100);
      }
      record.refusal().ifPresent(code -> counts.merge(code, 1, Integer::sum));
    }
    var problems = new ArrayList<String>();
    for (Refused refused : Refused.values()) {
      int expected = ways * (refused.again() ? 2 : 1);
      expected += program.equals("ai") && refused == Refused.BUDGET ? 1 : 0;
      if (counts.getOrDefault(refused.recorded, 0) != expected) {
        problems.add(refused + ": " + counts.get(refused.recorded) + " requests, not " + expected);
      }
    }
    assertThat(problems).isEmpty();
  }

  private static String firstWay(String program) {
    return switch (program) {
      case "openai", "langchain" -> "chat";
      case "anthropic" -> "newer";
      default -> "responses";
    };
  }
}
