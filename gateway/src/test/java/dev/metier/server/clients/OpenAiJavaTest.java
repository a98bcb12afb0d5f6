package dev.metier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.Sleeper;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's own Java client, against models of every kind.
class OpenAiJavaTest {
  private static final String BOTH =
      "IN TURNS\nCALL weather {\"city\":\"Paris\",\"days\":3}\n"
          + "CALL weather {\"city\":\"Oslo\",\"days\":1}";
  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("city", Map.of("type", "string"), "degrees", Map.of("type", "number")),
          "required",
          List.of("city", "degrees"),
          "additionalProperties",
          false);

  @TempDir private Path folder;
  private Stage stage;
  private OpenAIClient client;
  private final Waits waits = new Waits();

  @BeforeEach
  void begin() {
    stage = new Stage(folder);
    client = client(Served.KEY, Map.of());
  }

  @AfterEach
  void end() {
    client.close();
    stage.close();
  }

  private OpenAIClient client(String key, Map<String, String> headers) {
    var builder = OpenAIOkHttpClient.builder();
    headers.forEach(builder::putHeader);
    return builder
        .baseUrl(stage.address() + "/v1")
        .apiKey(key)
        .sleeper(waits)
        .responseValidation(true)
        .checkJacksonVersionCompatibility(false)
        .build();
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

  private static ChatCompletionCreateParams.Builder asking(String job, String prompt) {
    return ChatCompletionCreateParams.builder()
        .model(job)
        .addSystemMessage("Be short.")
        .addUserMessage(prompt);
  }

  private static ChatCompletionCreateParams.Builder withTool(
      ChatCompletionCreateParams.Builder to) {
    return to.addFunctionTool(
        FunctionDefinition.builder()
            .name("weather")
            .description("Tells the weather.")
            .parameters(
                FunctionParameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty(
                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                    .build())
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void aTextTurnTellsWhatWasUsed(String job) throws Exception {
    ChatCompletion answer = client.chat().completions().create(asking(job, "Hi").build());
    answer.validate();
    assertThat(answer.choices().getFirst().message().content()).contains("Hello world");
    assertThat(answer.choices().getFirst().finishReason().asString()).isEqualTo("stop");
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(100);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(20);
    RequestRecord record = stage.served.records(1).getFirst();
    assertThat(record.usage().input()).isEqualTo(100);
    assertThat(record.usage().estimated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void aStreamedTurnIsTheSame(String job) {
    ChatCompletion answer = streamed(asking(job, "THINK It is a greeting.\nHi"));
    assertThat(answer.choices().getFirst().message().content()).contains("Hello world");
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(100);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(120);
  }

  private ChatCompletion streamed(ChatCompletionCreateParams.Builder params) {
    var accumulator = ChatCompletionAccumulator.create();
    var options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    try (var stream =
        client.chat().completions().createStreaming(params.streamOptions(options).build())) {
      stream.stream().forEach(chunk -> accumulator.accumulate(chunk.validate()));
    }
    return accumulator.chatCompletion().validate();
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void parallelToolsAreCalledAndTheirResultsComeBackInOrder(String job) {
    for (boolean stream : List.of(false, true)) {
      var params = withTool(asking(job, BOTH));
      ChatCompletion called =
          stream ? streamed(params) : client.chat().completions().create(params.build());
      assertThat(called.choices().getFirst().finishReason().asString()).isEqualTo("tool_calls");
      ChatCompletionMessage message = called.choices().getFirst().message();
      var calls = message.toolCalls().orElseThrow();
      assertThat(calls).hasSize(2);
      assertThat(calls.get(0).asFunction().function().arguments().replace(" ", ""))
          .isEqualTo("{\"city\":\"Paris\",\"days\":3}");
      assertThat(calls.get(1).asFunction().function().arguments()).contains("Oslo");
      assertThat(calls.get(0).asFunction().id()).isNotEqualTo(calls.get(1).asFunction().id());
      var next = withTool(asking(job, BOTH)).addMessage(message);
      for (var call : calls) {
        next.addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id())
                .content(call.asFunction().function().arguments().contains("Oslo") ? "snow" : "sun")
                .build());
      }
      ChatCompletion last =
          stream ? streamed(next) : client.chat().completions().create(next.build());
      assertThat(last.choices().getFirst().message().content()).contains("Tools said: sun | snow");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void theSchemaOfTheAnswerReachesTheModel(String job) {
    var schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder();
    SCHEMA.forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
    var format =
        ResponseFormatJsonSchema.builder()
            .jsonSchema(
                ResponseFormatJsonSchema.JsonSchema.builder()
                    .name("weather")
                    .schema(schema.build())
                    .build())
            .build();
    ChatCompletion answer =
        client.chat().completions().create(asking(job, "Where?").responseFormat(format).build());
    String text = answer.choices().getFirst().message().content().orElseThrow();
    assertThat(text).contains("\"city\":\"Paris\"").contains("\"degrees\":21");
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void responsesAreStreamedWithTheirTools(String job) {
    var tool =
        FunctionTool.builder()
            .name("weather")
            .parameters(
                FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .build())
            .strict(false)
            .build();
    Response text = response(ResponseCreateParams.builder().model(job).input("Hi"));
    assertThat(text.output().getLast().asMessage().content().getFirst().asOutputText().text())
        .isEqualTo("Hello world");
    assertThat(text.usage().orElseThrow().inputTokens()).isEqualTo(100);
    List<ResponseInputItem> input = new ArrayList<>();
    input.add(
        ResponseInputItem.ofMessage(
            ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent(BOTH)
                .build()));
    Response called =
        response(ResponseCreateParams.builder().model(job).inputOfResponse(input).addTool(tool));
    List<ResponseFunctionToolCall> calls =
        called.output().stream().flatMap(item -> item.functionCall().stream()).toList();
    assertThat(calls).hasSize(2);
    assertThat(calls.getFirst().arguments()).contains("Paris");
    for (ResponseFunctionToolCall call : calls) {
      input.add(ResponseInputItem.ofFunctionCall(call));
    }
    for (ResponseFunctionToolCall call : calls) {
      input.add(
          ResponseInputItem.ofFunctionCallOutput(
              ResponseInputItem.FunctionCallOutput.builder()
                  .callId(call.callId())
                  .output(call.arguments().contains("Oslo") ? "snow" : "sun")
                  .build()));
    }
    Response last =
        response(ResponseCreateParams.builder().model(job).inputOfResponse(input).addTool(tool));
    ResponseOutputItem said = last.output().getLast();
    assertThat(said.asMessage().content().getFirst().asOutputText().text())
        .isEqualTo("Tools said: sun | snow");
  }

  /// Streamed and whole; both must be the same.
  private Response response(ResponseCreateParams.Builder params) {
    var accumulator = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(params.build())) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    Response whole = client.responses().create(params.build()).validate();
    Response streamed = accumulator.response().validate();
    assertThat(streamed.output()).hasSameSizeAs(whole.output());
    return streamed;
  }

  @Test
  void embeddingsComeBack() {
    var params = EmbeddingCreateParams.builder().model(Stage.CHAT).input("Paris").build();
    assertThat(client.embeddings().create(params).data().getFirst().embedding())
        .containsExactly(0.5f, -0.25f);
  }

  @Test
  void jobsAreListedAsModels() {
    assertThat(client.models().list().data().stream().map(Model::id))
        .containsExactly("chat", "claude", "llama", "gemini", "abroad", "dear", "closed");
    assertThat(client.models().retrieve("chat").validate().id()).isEqualTo("chat");
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalIsItsOwnException(Refused refused) throws Exception {
    OpenAIClient asking = client(refused.key(), refused.headers());
    var params = asking(refused.job, refused.prompt).build();
    expected(refused, catchThrowable(() -> asking.chat().completions().create(params)));
    expected(
        refused,
        catchThrowable(() -> {
          try (var answer = asking.chat().completions().createStreaming(params)) {
            answer.stream().forEach(chunk -> {});
          }
        }));
    asking.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalIsItsOwnExceptionForResponsesToo(Refused refused) throws Exception {
    OpenAIClient asking = client(refused.key(), refused.headers());
    var params = ResponseCreateParams.builder().model(refused.job).input(refused.prompt).build();
    expected(refused, refused.responses(), catchThrowable(() -> asking.responses().create(params)));
    asking.close();
  }

  private void expected(Refused refused, Throwable thrown) throws Exception {
    expected(refused, refused.openAi, thrown);
  }

  private void expected(Refused refused, int status, Throwable thrown) throws Exception {
    Class<?> type =
        switch (refused) {
          case PRIVACY, TOO_LONG, BAD_PARAMETER, UPSTREAM_REFUSED -> BadRequestException.class;
          case BAD_KEY -> UnauthorizedException.class;
          case BUDGET ->
              status == 429 ? RateLimitException.class : UnexpectedStatusCodeException.class;
          case SLOW_DOWN -> RateLimitException.class;
          case OVERLOADED -> InternalServerException.class;
          case UNKNOWN_JOB -> NotFoundException.class;
        };
    assertThat(thrown).isInstanceOf(type).hasMessageContaining(refused.inOpenAiWords());
    assertThat(((OpenAIServiceException) thrown).statusCode()).isEqualTo(status);
    int asked = refused.again() ? 3 : 1;
    assertThat(stage.served.records(asked))
        .allSatisfy(record -> assertThat(record.refusal()).contains(refused.recorded));
    assertThat(waits.told).hasSize(asked - 1);
    if (refused == Refused.SLOW_DOWN) {
      assertThat(waits.told).containsOnly(Duration.ofSeconds(3));
    }
    waits.told.clear();
  }

  @Test
  void aParameterThatNoTranslationExpressesIsNamed() throws Exception {
    Throwable thrown =
        catchThrowable(
            () -> client.chat().completions().create(asking(Stage.CLAUDE, "Hi").n(2).build()));
    assertThat(thrown)
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("`n` must be 1");
    assertThat(((OpenAIServiceException) thrown).param()).contains("n");
    assertThat(((OpenAIServiceException) thrown).code()).contains("unsupported_parameter");
    assertThat(stage.served.records(1)).hasSize(1);
  }

  @Test
  void whoIsToldToWaitWaitsAndIsAnswered() throws Exception {
    ChatCompletion answer =
        client.chat().completions().create(asking(Stage.CHAT, "FAIL slow_down 1").build());
    assertThat(answer.choices().getFirst().message().content()).contains("Hello world");
    assertThat(waits.told).containsExactly(Duration.ofSeconds(3));
    assertThat(stage.served.records(2)).hasSize(2);
  }
}
