package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.dialect.WireError.Kind;
import dev.metier.dialect.openai.OpenAiChat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors mean the same whoever words them.
class ErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // llama.cpp
        "400|TOO_LONG|{\"error\":{\"code\":400,\"message\":\"request (2102 tokens) exceeds the"
            + " available context size (512 tokens), try increasing"
            + " it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":2102,\"n_ctx\":512}}",
        "400|BAD_REQUEST|{\"error\":{\"code\":400,\"message\":\"Expected 'messages' to be an"
            + " array\",\"type\":\"invalid_request_error\"}}",
        "503|OVERLOADED|{\"error\":{\"code\":503,\"message\":\"Loading"
            + " model\",\"type\":\"unavailable_error\"}}",
        "401|UNAUTHORISED|{\"error\":{\"message\":\"Invalid API"
            + " Key\",\"type\":\"authentication_error\",\"code\":401}}",
        // OpenAI
        "400|TOO_LONG|{\"error\":{\"message\":\"This model's maximum context length is 8192"
            + " tokens.\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}",
        "429|NO_CREDIT|{\"error\":{\"message\":\"You exceeded your current"
            + " quota\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}",
        "429|RATE_LIMITED|{\"error\":{\"message\":\"Rate limit reached: Limit 30000 tokens per min,"
            + " context length is fine\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}",
        "404|NOT_FOUND|{\"error\":{\"message\":\"The model `x` does not"
            + " exist\",\"code\":\"model_not_found\"}}",
        "400|REFUSED_PARAMETER|{\"error\":{\"message\":\"Unsupported value: 'temperature' does not"
            + " support 0 with this model. Only the default (1) value is"
            + " supported.\",\"param\":\"temperature\",\"code\":\"unsupported_value\"}}",
        "400|REFUSED_PARAMETER|{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not"
            + " supported with this model. Use 'max_completion_tokens'"
            + " instead.\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}",
        "400|BAD_REQUEST|{\"error\":{\"message\":\"Unsupported parameter: 'messages' is not"
            + " supported\",\"param\":\"messages\",\"code\":\"unsupported_parameter\"}}",
        "400|BAD_REQUEST|{\"error\":{\"message\":\"Invalid 'temperature': 3.0 is above the maximum"
            + " of 2.\",\"param\":\"temperature\",\"code\":\"decimal_above_max_value\"}}",
        // Anthropic
        "400|TOO_LONG|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt"
            + " is too long: 210000 tokens > 200000 maximum\"}}",
        "413|TOO_LARGE|{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"Request"
            + " exceeds the maximum size\"}}",
        "400|NO_CREDIT|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your"
            + " credit balance is too low to access the API.\"}}",
        "529|OVERLOADED|{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
        "429|RATE_LIMITED|{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Too"
            + " many\"}}",
        "403|UNAUTHORISED|{\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"Not"
            + " for you\"}}",
        "400|REFUSED_PARAMETER|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"temperature:"
            + " Extra inputs are not permitted\"}}",
        "400|REFUSED_PARAMETER|{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"tool_choice:"
            + " forced tool use is not supported for this model\"}}",
        "500|SERVER_ERROR|{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Internal"
            + " server error\"}}",
        // vLLM and FastAPI
        "400|TOO_LONG|{\"object\":\"error\",\"message\":\"This model's maximum context length is"
            + " 4096 tokens. However, you requested 5000"
            + " tokens.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
        "404|NOT_FOUND|{\"object\":\"error\",\"message\":\"The model `y` does not"
            + " exist.\",\"type\":\"NotFoundError\",\"code\":404}",
        "422|REFUSED_PARAMETER|{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"seed\"],\"msg\":\"Extra"
            + " inputs are not permitted\"}]}",
        "401|UNAUTHORISED|{\"error\":\"Unauthorized\"}",
        // LM Studio
        "400|TOO_LONG|{\"error\":\"Trying to keep the first 5000 tokens when context the overflows."
            + " However, the model is loaded with context length of only 4096 tokens.\"}",
        "400|TOO_LONG|{\"error\":\"The number of tokens to keep from the initial prompt is greater"
            + " than the context length.\"}",
        // Ollama
        "404|NOT_FOUND|{\"error\":\"model 'x' not found\"}",
        "400|TOO_LONG|{\"error\":\"the input length exceeds the context length\"}",
        "500|SERVER_ERROR|{\"error\":\"model runner has unexpectedly stopped\"}",
        "402|NO_CREDIT|{\"error\":\"payment required\"}",
        // Google
        "429|RATE_LIMITED|[{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota,"
            + " please check your plan and billing details.\",\"status\":\"RESOURCE_EXHAUSTED\","
            + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
            + "\"retryDelay\":\"26s\"}]}}]",
        "429|RATE_LIMITED|{\"error\":{\"code\":429,\"message\":\"You exceeded your current"
            + " quota\",\"details\":[{\"violations\":[{\"quotaId\":"
            + "\"GenerateContentInputTokensPerModelPerMinute-FreeTier\"}]}]}}",
        "429|NO_CREDIT|{\"error\":{\"code\":429,\"message\":\"You exceeded your current"
            + " quota\",\"details\":[{\"violations\":[{\"quotaId\":"
            + "\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]},{\"retryDelay\":\"26s\"}]}}",
        "429|NO_CREDIT|{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota\","
            + "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"links\":[]}]}}",
        "429|RATE_LIMITED|{\"error\":{\"code\":429,\"message\":\"Resource has been exhausted (e.g."
            + " check quota).\",\"status\":\"RESOURCE_EXHAUSTED\"}}",
        "400|TOO_LONG|[{\"error\":{\"code\":400,\"message\":\"The input token count (1200293)"
            + " exceeds the maximum number of tokens allowed"
            + " (1048576).\",\"status\":\"INVALID_ARGUMENT\"}}]",
        "400|UNAUTHORISED|{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a"
            + " valid API key.\",\"status\":\"INVALID_ARGUMENT\","
            + "\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}",
        "400|UNAUTHORISED|{\"error\":{\"code\":400,\"message\":\"User location is not supported for the"
            + " API use.\",\"status\":\"FAILED_PRECONDITION\"}}",
        "403|UNAUTHORISED|{\"error\":{\"code\":403,\"message\":\"Method doesn't allow unregistered"
            + " callers\",\"status\":\"PERMISSION_DENIED\"}}",
        "503|OVERLOADED|{\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try"
            + " again later.\",\"status\":\"UNAVAILABLE\"}}",
        "404|NOT_FOUND|{\"error\":{\"code\":404,\"message\":\"models/x is not found for API version"
            + " v1beta\",\"status\":\"NOT_FOUND\"}}",
        "400|REFUSED_PARAMETER|{\"error\":{\"code\":400,\"message\":\"Invalid JSON payload received."
            + " Unknown name 'topK' at 'generation_config': Cannot find"
            + " field.\",\"status\":\"INVALID_ARGUMENT\"}}",
        "400|BAD_REQUEST|{\"error\":{\"code\":400,\"message\":\"Function call is missing a"
            + " thought_signature in functionCall parts.\",\"status\":\"INVALID_ARGUMENT\"}}",
        // proxies
        "502|SERVER_ERROR|<html><head><title>502 Bad Gateway</title></head></html>",
        "503|OVERLOADED|Service Unavailable",
        "408|SERVER_ERROR|``",
        "418|BAD_REQUEST|``",
      })
  void everyVendorsErrorIsUnderstood(int status, Kind kind, String body) {
    for (Dialect dialect : StreamTest.dialects()) {
      assertThat(dialect.readError(status, body.getBytes(StandardCharsets.UTF_8)).kind())
          .isEqualTo(kind);
    }
  }

  @Test
  void theRefusedParameterIsNamed() {
    assertThat(
            read(400, "{\"error\":{\"message\":\"'seed' and 'stop' are not supported\"}}")
                .parameter())
        .contains("seed");
    assertThat(
            read(
                    400,
                    "{\"error\":{\"message\":\"Use max_completion_tokens: max_tokens is"
                        + " unsupported\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\"}}")
                .parameter())
        .contains("max_tokens");
  }

  @Test
  void refusedParametersAreKnownByTheirUsualNameHoweverTheVendorWritesThem() {
    String told = "{\"error\":{\"message\":\"Unknown name '%s': Cannot find field.\"}}";
    assertThat(read(400, told.formatted("topK")).parameter()).contains("top_k");
    assertThat(read(400, told.formatted("presencePenalty")).parameter())
        .contains("presence_penalty");
    assertThat(read(400, told.formatted("maxOutputTokens")).parameter())
        .contains("max_output_tokens");
  }

  @Test
  void aWaitThatStandsInTheBodyIsTold() {
    String told =
        "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.Help\"},"
            + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%s\"}]}}";
    assertThat(read(429, told.formatted("26.5s")).retryAfter()).contains(Duration.ofMillis(26_500));
    assertThat(read(429, told.formatted("soon")).retryAfter()).isEmpty();
  }

  @Test
  void whatAJobNeedsIsNeverTakenForAParameterToDrop() {
    for (String field : new String[] {"tools", "response_format", "messages", "model", "stop"}) {
      WireError error =
          read(
              400,
              "{\"error\":{\"message\":\"'"
                  + field
                  + "' is not supported\",\"param\":\""
                  + field
                  + "\"}}");
      assertThat(error.kind()).isEqualTo(Kind.BAD_REQUEST);
      assertThat(error.parameter()).isEmpty();
    }
  }

  @Test
  void aWebPageIsToldByItsTitle() {
    assertThat(read(502, "<html><title>Bad\n gateway</title>").message())
        .isEqualTo("status 502 with a web page: Bad gateway");
  }

  @Test
  void messagesAreShort() {
    assertThat(read(500, "{\"error\":\"" + "x".repeat(100_000) + "\"}").message())
        .hasSizeLessThan(250);
  }

  @Test
  void noBodyMakesItThrow() {
    var random = new Random(11);
    byte[] base =
        "{\"error\":{\"message\":\"a\",\"code\":[1,{}],\"type\":7},\"detail\":[[]]}"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1000; i++) {
      byte[] body = base.clone();
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      assertThat(new OpenAiChat(false).readError(100 + random.nextInt(500), body).message())
          .isNotEmpty();
    }
  }

  private static WireError read(int status, String body) {
    return new OpenAiChat(false).readError(status, body.getBytes(StandardCharsets.UTF_8));
  }
}
