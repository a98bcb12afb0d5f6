package dev.metier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.metier.journal.RequestRecord;
import dev.metier.server.Served;
import dev.metier.server.clients.Stage.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// LangChain4j's clients for OpenAI and Anthropic, against models of every kind. Over plain HTTP
/// both ask to speak HTTP/2, which must not disturb anybody.
class LangChain4jTest {
  private static final String BOTH =
      "CALL weather {\"city\":\"Paris\",\"days\":3}\nCALL weather {\"city\":\"Oslo\",\"days\":1}";
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void begin() {
    stage = new Stage(folder);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /// Which of the two clients.
  enum Library {
    OPENAI,
    ANTHROPIC
  }

  private ChatModel model(Library library, String job, String key, Map<String, String> headers) {
    return switch (library) {
      case OPENAI ->
          OpenAiChatModel.builder()
              .baseUrl(stage.address() + "/v1")
              .apiKey(key)
              .modelName(job)
              .customHeaders(headers)
              .timeout(LONGEST)
              .build();
      case ANTHROPIC ->
          AnthropicChatModel.builder()
              .baseUrl(stage.address() + "/v1")
              .apiKey(key)
              .modelName(job)
              .customHeaders(headers)
              .maxTokens(512)
              .timeout(LONGEST)
              .build();
    };
  }

  private StreamingChatModel streaming(
      Library library, String job, String key, Map<String, String> headers) {
    return switch (library) {
      case OPENAI ->
          OpenAiStreamingChatModel.builder()
              .baseUrl(stage.address() + "/v1")
              .apiKey(key)
              .modelName(job)
              .customHeaders(headers)
              .timeout(LONGEST)
              .build();
      case ANTHROPIC ->
          AnthropicStreamingChatModel.builder()
              .baseUrl(stage.address() + "/v1")
              .apiKey(key)
              .modelName(job)
              .customHeaders(headers)
              .maxTokens(512)
              .timeout(LONGEST)
              .build();
    };
  }

  private ChatResponse streamed(Library library, String job, ChatRequest request) throws Exception {
    var done = new CompletableFuture<ChatResponse>();
    streaming(library, job, Served.KEY, Map.of()).chat(request, new Handler(done));
    return done.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  private record Handler(CompletableFuture<ChatResponse> done)
      implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(String text) {}

    @Override
    public void onCompleteResponse(ChatResponse response) {
      done.complete(response);
    }

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }
  }

  private ChatResponse whole(Library library, String job, ChatRequest request) {
    return model(library, job, Served.KEY, Map.of()).chat(request);
  }

  private static ChatRequest asking(List<ChatMessage> messages) {
    var tool =
        ToolSpecification.builder()
            .name("weather")
            .description("Tells the weather.")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();
    return ChatRequest.builder().messages(messages).toolSpecifications(tool).build();
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI,chat",
    "OPENAI,claude",
    "OPENAI,llama",
    "OPENAI,gemini",
    "ANTHROPIC,chat",
    "ANTHROPIC,claude",
    "ANTHROPIC,llama",
    "ANTHROPIC,gemini"
  })
  void aTextTurnTellsWhatWasUsed(Library library, String job) throws Exception {
    var request = ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    for (ChatResponse answer :
        List.of(whole(library, job, request), streamed(library, job, request))) {
      assertThat(answer.aiMessage().text()).isEqualTo("Hello world");
      assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(20);
    }
    assertThat(stage.served.records(2))
        .allSatisfy(record -> assertThat(record.usage().input()).isEqualTo(100));
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI,chat",
    "OPENAI,claude",
    "OPENAI,llama",
    "OPENAI,gemini",
    "ANTHROPIC,chat",
    "ANTHROPIC,claude",
    "ANTHROPIC,llama",
    "ANTHROPIC,gemini"
  })
  void toolsAreCalledAndTheirResultsComeBack(Library library, String job) throws Exception {
    for (boolean stream : List.of(false, true)) {
      var first = asking(List.of(UserMessage.from(BOTH)));
      ChatResponse called = stream ? streamed(library, job, first) : whole(library, job, first);
      AiMessage message = called.aiMessage();
      List<ToolExecutionRequest> calls = message.toolExecutionRequests();
      assertThat(calls).hasSize(2);
      assertThat(called.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
      assertThat(calls.getFirst().arguments().replaceAll("\\s", ""))
          .isEqualTo("{\"city\":\"Paris\",\"days\":3}");
      List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from(BOTH), message));
      for (ToolExecutionRequest call : calls) {
        String said = call.arguments().contains("Oslo") ? "snow" : "sun";
        messages.add(ToolExecutionResultMessage.from(call, said));
      }
      var next = asking(messages);
      ChatResponse last = stream ? streamed(library, job, next) : whole(library, job, next);
      assertThat(last.aiMessage().text()).isEqualTo("Tools said: sun | snow");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI,chat",
    "OPENAI,claude",
    "OPENAI,llama",
    "OPENAI,gemini",
    "ANTHROPIC,chat",
    "ANTHROPIC,claude"
  })
  void theSchemaOfTheAnswerReachesTheModel(Library library, String job) {
    var schema = JsonObjectSchema.builder().addStringProperty("city").required("city").build();
    var format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(JsonSchema.builder().name("place").rootElement(schema).build())
            .build();
    var request =
        ChatRequest.builder().messages(UserMessage.from("Where?")).responseFormat(format).build();
    assertThat(whole(library, job, request).aiMessage().text()).isEqualTo("{\"city\":\"Paris\"}");
  }

  @Test
  void embeddingsComeBack() {
    var model =
        OpenAiEmbeddingModel.builder()
            .baseUrl(stage.address() + "/v1")
            .apiKey(Served.KEY)
            .modelName(Stage.CHAT)
            .build();
    assertThat(model.embed("Paris").content().vector()).containsExactly(0.5f, -0.25f);
  }

  /// This client asks again whatever `x-should-retry` says, but only where that can help. It waits
  /// seconds before it does, so all are refused side by side.
  @Test
  void everyRefusalIsItsOwnException() throws Exception {
    Map<String, Integer> asked =
        eachRefused((refused, library) -> {
          ChatModel model = model(library, refused.job, refused.key(), refused.headers());
          return expected(refused, library, catchThrowable(() -> model.chat(refused.prompt)));
        });
    assertThat(recorded(asked)).isEqualTo(asked);
  }

  @Test
  void everyRefusalOfAStreamIsItsOwnException() throws Exception {
    Map<String, Integer> asked =
        eachRefused((refused, library) -> {
          var done = new CompletableFuture<ChatResponse>();
          var request = ChatRequest.builder().messages(UserMessage.from(refused.prompt)).build();
          streaming(library, refused.job, refused.key(), refused.headers())
              .chat(request, new Handler(done));
          Throwable thrown = done.handle((answer, error) -> error).get(20, TimeUnit.SECONDS);
          expected(refused, library, thrown);
          return 1;
        });
    assertThat(recorded(asked)).isEqualTo(asked);
  }

  private interface Asking {
    /// How many requests are to be recorded.
    int refused(Refused refused, Library library) throws Exception;
  }

  /// By the protocol and the refusal, how many requests are to be recorded.
  private static Map<String, Integer> eachRefused(Asking asking) throws Exception {
    var pending = new TreeMap<String, Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Refused refused : Refused.values()) {
        for (Library library : Library.values()) {
          String protocol = library == Library.OPENAI ? "chat " : "messages ";
          Callable<Integer> work = () -> asking.refused(refused, library);
          pending.put(protocol + refused.recorded, threads.submit(work));
        }
      }
    }
    var asked = new TreeMap<String, Integer>();
    for (var one : pending.entrySet()) {
      asked.put(one.getKey(), one.getValue().get());
    }
    return asked;
  }

  private Map<String, Integer> recorded(Map<String, Integer> asked) throws Exception {
    int all = asked.values().stream().mapToInt(Integer::intValue).sum();
    var recorded = new TreeMap<String, Integer>();
    for (RequestRecord record : stage.served.records(all)) {
      recorded.merge(record.protocol() + " " + record.refusal().orElse(""), 1, Integer::sum);
    }
    return recorded;
  }

  /// How often it is asked.
  private static int expected(Refused refused, Library library, Throwable thrown) {
    Class<?> type =
        switch (refused) {
          case PRIVACY, BUDGET, TOO_LONG, BAD_PARAMETER, UPSTREAM_REFUSED ->
              InvalidRequestException.class;
          case BAD_KEY -> AuthenticationException.class;
          case SLOW_DOWN -> RateLimitException.class;
          case OVERLOADED -> InternalServerException.class;
          case UNKNOWN_JOB -> ModelNotFoundException.class;
        };
    String words = library == Library.OPENAI ? refused.inOpenAiWords() : refused.inAnthropicWords();
    assertThat(thrown).isInstanceOf(type).hasMessageContaining(words);
    return switch (refused) {
      case SLOW_DOWN, OVERLOADED -> 3;
      case BUDGET, PRIVACY, TOO_LONG, BAD_PARAMETER, BAD_KEY, UNKNOWN_JOB, UPSTREAM_REFUSED -> 1;
    };
  }
}
