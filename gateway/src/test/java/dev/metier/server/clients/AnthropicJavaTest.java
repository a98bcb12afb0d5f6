package dev.metier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.Sleeper;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.PaymentRequiredException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.errors.UnexpectedStatusCodeException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import dev.metier.journal.RequestRecord;
import dev.metier.server.Served;
import dev.metier.server.clients.Stage.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Anthropic's own Java client, in the version of the API that it speaks by itself and in the one
/// before, against models of every kind.
class AnthropicJavaTest {
  private static final String BOTH =
      "IN TURNS\nCALL weather {\"city\":\"Paris\",\"days\":3}\n"
          + "CALL weather {\"city\":\"Oslo\",\"days\":1}";

  @TempDir private Path folder;
  private final List<AnthropicClient> clients = new ArrayList<>();
  private final Waits waits = new Waits();
  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage(folder);
  }

  @AfterEach
  void end() {
    clients.forEach(AnthropicClient::close);
    stage.close();
  }

  /// Which version of the API a client speaks, and where it puts its key.
  enum Speaking {
    NEWER("2026-10-21"),
    OLDER("2023-06-01");

    final String version;

    Speaking(String version) {
      this.version = version;
    }
  }

  private AnthropicClient client(Speaking speaking, String key, Map<String, String> headers) {
    var builder =
        AnthropicOkHttpClient.builder()
            .baseUrl(stage.address())
            .sleeper(waits)
            .responseValidation(true)
            .checkJacksonVersionCompatibility(false);
    if (speaking == Speaking.OLDER) {
      builder.apiKey("").replaceHeaders("x-api-key", key);
      builder.replaceHeaders("anthropic-version", speaking.version);
    } else {
      builder.apiKey(key);
    }
    headers.forEach(builder::putHeader);
    AnthropicClient client = builder.build();
    clients.add(client);
    return client;
  }

  private AnthropicClient client(Speaking speaking) {
    return client(speaking, Served.KEY, Map.of());
  }

  /// Waits in no time and remembers how long it was told to.
  static final class Waits implements Sleeper {
    final List<Duration> told = new ArrayList<>();

    @Override
    public void sleep(Duration duration) {
      told.add(duration);
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      told.add(duration);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }

  private static MessageCreateParams.Builder asking(String job, String prompt) {
    return MessageCreateParams.builder()
        .model(job)
        .maxTokens(1024)
        .system("Be short.")
        .addUserMessage(prompt);
  }

  private static Tool tool() {
    return Tool.builder()
        .name("weather")
        .description("Tells the weather.")
        .inputSchema(
            Tool.InputSchema.builder()
                .properties(
                    Tool.InputSchema.Properties.builder()
                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                        .build())
                .addRequired("city")
                .build())
        .build();
  }

  private static Message streamed(AnthropicClient client, MessageCreateParams params) {
    var accumulator = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(params)) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    return accumulator.message().validate();
  }

  private static String text(Message message) {
    var text = new StringBuilder();
    message.content().stream()
        .flatMap(block -> block.text().stream())
        .forEach(block -> text.append(block.text()));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "NEWER,chat",
    "NEWER,claude",
    "NEWER,llama",
    "NEWER,gemini",
    "OLDER,chat",
    "OLDER,claude",
    "OLDER,llama",
    "OLDER,gemini"
  })
  void aTextTurnTellsWhatWasUsed(Speaking speaking, String job) throws Exception {
    AnthropicClient client = client(speaking);
    var params = asking(job, "THINK It is a greeting.\nHi").build();
    for (Message answer : List.of(client.messages().create(params), streamed(client, params))) {
      answer.validate();
      assertThat(text(answer)).isEqualTo("Hello world");
      assertThat(answer.content().getFirst().asThinking().thinking())
          .isEqualTo("It is a greeting.");
      assertThat(answer.stopReason()).contains(StopReason.END_TURN);
      var usage = answer.usage();
      long input =
          usage.inputTokens()
              + usage.cacheReadInputTokens().orElse(0L)
              + usage.cacheCreationInputTokens().orElse(0L);
      assertThat(input).isEqualTo(100);
      assertThat(usage.outputTokens()).isEqualTo(20);
    }
    assertThat(stage.served.records(2))
        .extracting(RequestRecord::usage)
        .allSatisfy(usage -> assertThat(usage.input()).isEqualTo(100));
    if (job.equals(Stage.CLAUDE)) {
      assertThat(stage.claude.last().headers())
          .containsEntry("anthropic-version", speaking.version);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NEWER,chat",
    "NEWER,claude",
    "NEWER,llama",
    "NEWER,gemini",
    "OLDER,chat",
    "OLDER,claude"
  })
  void parallelToolsAreCalledAndTheirResultsComeBackInOrder(Speaking speaking, String job) {
    AnthropicClient client = client(speaking);
    for (boolean stream : List.of(false, true)) {
      var params = asking(job, BOTH).addTool(tool()).build();
      Message called = stream ? streamed(client, params) : client.messages().create(params);
      assertThat(called.stopReason()).contains(StopReason.TOOL_USE);
      List<ToolUseBlock> calls =
          called.content().stream().flatMap(b -> b.toolUse().stream()).toList();
      assertThat(calls).hasSize(2);
      Object input = calls.getFirst()._input().convert(Map.class);
      assertThat(input).isEqualTo(Map.of("city", "Paris", "days", 3));
      assertThat(calls).extracting(ToolUseBlock::id).allMatch(id -> id.startsWith("toolu_"));
      List<ContentBlockParam> results = new ArrayList<>();
      for (ToolUseBlock call : calls) {
        String said = call._input().toString().contains("Oslo") ? "snow" : "sun";
        results.add(
            ContentBlockParam.ofToolResult(
                ToolResultBlockParam.builder().toolUseId(call.id()).content(said).build()));
      }
      var next =
          asking(job, BOTH)
              .addTool(tool())
              .addAssistantMessageOfContentBlockParams(
                  called.content().stream().map(ContentBlock::toParam).toList())
              .addUserMessageOfContentBlockParams(results)
              .build();
      Message last = stream ? streamed(client, next) : client.messages().create(next);
      assertThat(text(last)).isEqualTo("Tools said: sun | snow");
    }
  }

  @ParameterizedTest
  @CsvSource({"NEWER,chat", "NEWER,claude", "OLDER,llama", "NEWER,gemini"})
  void theSchemaOfTheAnswerReachesTheModel(Speaking speaking, String job) {
    var schema =
        JsonOutputFormat.Schema.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
            .putAdditionalProperty("additionalProperties", JsonValue.from(false))
            .build();
    var format = OutputConfig.builder().format(JsonOutputFormat.builder().schema(schema).build());
    var params = asking(job, "Where?").outputConfig(format.build()).build();
    assertThat(text(client(speaking).messages().create(params))).isEqualTo("{\"city\":\"Paris\"}");
  }

  @ParameterizedTest
  @EnumSource
  void promptsAreCounted(Speaking speaking) {
    var params =
        MessageCountTokensParams.builder().model(Stage.CHAT).addUserMessage("Hi there").build();
    AnthropicClient client = client(speaking);
    assertThat(client.messages().countTokens(params).inputTokens()).isBetween(1L, 20L);
    var hosted = params.toBuilder().model(Stage.CLAUDE).build();
    assertThat(client.messages().countTokens(hosted).inputTokens()).isEqualTo(42);
  }

  @ParameterizedTest
  @EnumSource
  void jobsAreListedAsModels(Speaking speaking) {
    AnthropicClient client = client(speaking);
    assertThat(client.models().list().autoPager().stream().map(ModelInfo::id))
        .containsExactly(
            "claude-chat",
            "claude",
            "claude-llama",
            "claude-gemini",
            "claude-abroad",
            "claude-dear",
            "claude-closed");
    assertThat(client.models().retrieve("claude-chat").displayName()).isEqualTo("chat");
    assertThat(text(client.messages().create(asking("claude-chat", "Hi").build())))
        .isEqualTo("Hello world");
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalIsItsOwnException(Refused refused) throws Exception {
    for (Speaking speaking : Speaking.values()) {
      AnthropicClient client = client(speaking, refused.key(), refused.headers());
      var params = asking(refused.job, refused.prompt).build();
      expected(refused, catchThrowable(() -> client.messages().create(params)));
      expected(refused, catchThrowable(() -> streamed(client, params)));
    }
  }

  private void expected(Refused refused, Throwable thrown) throws Exception {
    Class<?> type =
        switch (refused) {
          case PRIVACY, TOO_LONG, BAD_PARAMETER -> BadRequestException.class;
          case BAD_KEY -> UnauthorizedException.class;
          case BUDGET -> PaymentRequiredException.class;
          case SLOW_DOWN -> RateLimitException.class;
          case OVERLOADED -> InternalServerException.class;
          case UNKNOWN_JOB -> NotFoundException.class;
          case UPSTREAM_REFUSED -> UnexpectedStatusCodeException.class;
        };
    assertThat(thrown).isInstanceOf(type).hasMessageContaining(refused.inAnthropicWords());
    assertThat(((AnthropicServiceException) thrown).statusCode()).isEqualTo(refused.anthropic);
    int asked = refused.again() ? 3 : 1;
    assertThat(stage.served.records(asked))
        .allSatisfy(record -> assertThat(record.refusal()).contains(refused.recorded));
    if (refused == Refused.SLOW_DOWN) {
      assertThat(waits.told).hasSize(2).containsOnly(Duration.ofSeconds(3));
    }
    waits.told.clear();
  }

  @Test
  void aParameterThatNoTranslationExpressesIsNamed() {
    var params =
        asking(Stage.CHAT, "Hi")
            .putAdditionalBodyProperty("temperature", JsonValue.from(7))
            .build();
    assertThat(catchThrowable(() -> client(Speaking.OLDER).messages().create(params)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("temperature: `temperature` must be a number from 0 to 2.");
  }

  @Test
  void whoIsToldToWaitWaitsAndIsAnswered() throws Exception {
    var params = asking(Stage.CHAT, "FAIL slow_down 1").build();
    assertThat(text(streamed(client(Speaking.NEWER), params))).isEqualTo("Hello world");
    assertThat(waits.told).containsExactly(Duration.ofSeconds(3));
    assertThat(stage.served.records(2)).hasSize(2);
  }
}
