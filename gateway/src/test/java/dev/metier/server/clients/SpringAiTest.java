package dev.metier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import dev.metier.server.Served;
import dev.metier.server.clients.Stage.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/// Spring AI's client for OpenAI, against models of every kind.
class SpringAiTest {
  private static final String BOTH =
      "CALL weather {\"city\":\"Paris\"}\nCALL weather {\"city\":\"Oslo\"}";
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

  private OpenAiChatOptions.Builder options(String job) {
    var options = new OpenAiChatOptions.Builder();
    options.baseUrl(stage.address() + "/v1").apiKey(Served.KEY).maxRetries(0).timeout(LONGEST);
    options.model(job);
    return options;
  }

  private static OpenAiChatModel model(OpenAiChatOptions options) {
    return OpenAiChatModel.builder().options(options).build();
  }

  private static String text(List<ChatResponse> pieces) {
    var text = new StringBuilder();
    for (ChatResponse piece : pieces) {
      if (piece.getResult() != null && piece.getResult().getOutput().getText() != null) {
        text.append(piece.getResult().getOutput().getText());
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void aTextTurnTellsWhatWasUsed(String job) throws Exception {
    ChatResponse answer = model(options(job).build()).call(new Prompt("Hi"));
    assertThat(answer.getResult().getOutput().getText()).isEqualTo("Hello world");
    assertThat(answer.getMetadata().getUsage().getPromptTokens()).isEqualTo(100);
    assertThat(stage.served.records(1)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void aStreamedTurnIsTheSame(String job) {
    var options = options(job);
    options.streamUsage(true);
    List<ChatResponse> pieces =
        model(options.build()).stream(new Prompt("Hi")).collectList().block(LONGEST);
    assertThat(text(pieces)).isEqualTo("Hello world");
    assertThat(pieces.getLast().getMetadata().getUsage().getPromptTokens()).isEqualTo(100);
  }

  /// What a tool is asked.
  record Place(String city) {}

  private static ToolCallback weather() {
    return FunctionToolCallback.builder(
            "weather", (Place place) -> place.city().equals("Oslo") ? "snow" : "sun")
        .description("Tells the weather.")
        .inputType(Place.class)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void toolsAreCalledAndTheirResultsComeBack(String job) {
    var with = options(job);
    with.toolCallbacks(weather());
    var options = with.build();
    OpenAiChatModel model = model(options);
    var prompt = new Prompt(BOTH, options);
    ChatResponse called = model.call(prompt);
    assertThat(called.getResult().getOutput().getToolCalls())
        .extracting(AssistantMessage.ToolCall::name)
        .containsExactly("weather", "weather");
    var done = ToolCallingManager.builder().build().executeToolCalls(prompt, called);
    var next = new Prompt(done.conversationHistory(), options);
    assertThat(model.call(next).getResult().getOutput().getText())
        .contains("Tools said: ")
        .contains("sun")
        .contains("snow");
    List<ChatResponse> pieces = model.stream(prompt).collectList().block(LONGEST);
    assertThat(pieces.stream().filter(ChatResponse::hasToolCalls).toList()).hasSize(1);
    assertThat(text(model.stream(next).collectList().block(LONGEST))).contains("snow");
  }

  @ParameterizedTest
  @ValueSource(strings = {Stage.CHAT, Stage.CLAUDE, Stage.LLAMA, Stage.GEMINI})
  void theSchemaOfTheAnswerReachesTheModel(String job) {
    var options = options(job);
    options.outputSchema(
        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],"
            + "\"additionalProperties\":false}");
    ChatResponse answer = model(options.build()).call(new Prompt("Where?"));
    assertThat(answer.getResult().getOutput().getText()).isEqualTo("{\"city\":\"Paris\"}");
  }

  @ParameterizedTest
  @EnumSource
  void everyRefusalIsItsOwnException(Refused refused) throws Exception {
    var options = options(refused.job);
    options.apiKey(refused.key()).customHeaders(Map.copyOf(refused.headers()));
    OpenAiChatModel model = model(options.build());
    expected(refused, catchThrowable(() -> model.call(new Prompt(refused.prompt))));
    expected(
        refused,
        catchThrowable(
            () -> model.stream(new Prompt(refused.prompt)).collectList().block(LONGEST)));
  }

  private void expected(Refused refused, Throwable thrown) throws Exception {
    Class<?> type =
        switch (refused) {
          case PRIVACY, TOO_LONG, BAD_PARAMETER, UPSTREAM_REFUSED -> BadRequestException.class;
          case BAD_KEY -> UnauthorizedException.class;
          case BUDGET -> UnexpectedStatusCodeException.class;
          case SLOW_DOWN -> RateLimitException.class;
          case OVERLOADED -> InternalServerException.class;
          case UNKNOWN_JOB -> NotFoundException.class;
        };
    Throwable told =
        thrown instanceof OpenAIServiceException || thrown.getCause() == null
            ? thrown
            : thrown.getCause();
    assertThat(told).isInstanceOf(type).hasMessageContaining(refused.inOpenAiWords());
    assertThat(stage.served.records(1).getFirst().refusal()).contains(refused.recorded);
  }
}
