package dev.metier.server;

import dev.metier.protocol.OpenAiErrors;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.messages.Messages;
import dev.metier.protocol.responses.Responses;
import dev.metier.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What clients speak, seen from the client's side.
@SuppressWarnings("ImmutableEnumChecker") // protocols are stateless
public enum Spoken {
  CHAT("/v1/chat/completions", ChatCompletions.PROTOCOL),
  MESSAGES("/v1/messages", Messages.PROTOCOL),
  RESPONSES("/v1/responses", Responses.PROTOCOL);

  private static final int KEPT = 1 << 16;

  private final String path;
  private final Protocol protocol;

  Spoken(String path, Protocol protocol) {
    this.path = path;
    this.protocol = protocol;
  }

  public String path() {
    return path;
  }

  public Protocol protocol() {
    return protocol;
  }

  /// A short request to this job.
  public String request(String job, boolean stream) {
    return request(job, stream, "Hi");
  }

  public String request(String job, boolean stream, String text) {
    String begin = "{\"model\":\"" + job + "\",\"temperature\":0.5,\"stream\":" + stream;
    return this == RESPONSES
        ? begin + ",\"max_output_tokens\":9,\"input\":\"" + text + "\"}"
        : begin
            + ",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\""
            + text
            + "\"}]}";
  }

  /// Whether a body tells that the answer is complete.
  public boolean complete(String body, boolean stream) {
    if (stream) {
      return switch (this) {
        case CHAT -> body.endsWith("data: [DONE]\n\n") && body.contains("\"finish_reason\":\"");
        case MESSAGES -> body.contains("\"message_stop\"") && body.contains("\"stop_reason\":\"");
        case RESPONSES -> body.contains("event: response.completed");
      };
    }
    JsonNode json = Json.tryObject(bytes(body)).orElse(Json.value("{}"));
    return switch (this) {
      case CHAT -> json.path("choices").path(0).path("finish_reason").isString();
      case MESSAGES -> json.path("stop_reason").isString();
      case RESPONSES -> json.path("status").stringValue("").equals("completed");
    };
  }

  /// Whether a stream says that it is complete, truly or not.
  public boolean claimsToBeComplete(String body) {
    return List.of("[DONE]", "\"message_stop\"", "response.completed").stream()
        .anyMatch(body::contains);
  }

  /// The code by which this protocol tells a reason.
  public String code(Reason reason) {
    return this == MESSAGES ? reason.anthropicType() : OpenAiErrors.code(reason);
  }

  /// The code by which a stream of this protocol ends for a reason.
  public String endCode(Reason reason) {
    return this == RESPONSES ? OpenAiErrors.codeInResponse(reason) : code(reason);
  }

  /// The code of the error that a body is.
  public Optional<String> refused(String body) {
    return Json.tryObject(bytes(body)).flatMap(this::codeOf);
  }

  /// The code of the error that a stream ends with.
  public Optional<String> brokenOff(String body) {
    int last = body.lastIndexOf("data: ");
    if (last < 0 || !body.endsWith("\n\n")) {
      return Optional.empty();
    }
    return Json.tryObject(bytes(body.substring(last + 6).strip())).flatMap(this::codeOf);
  }

  /// Whether the data of every event is JSON, or the end that Chat Completions announce.
  static boolean isReadable(String body) {
    return body.length() >= KEPT
        || body.lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring(5).strip())
            .allMatch(data -> data.equals("[DONE]") || Json.tryObject(bytes(data)).isPresent());
  }

  private Optional<String> codeOf(JsonNode json) {
    JsonNode error = json.path("error");
    if (this == MESSAGES) {
      return json.path("type").stringValue("").equals("error")
          ? Optional.of(error.path("type").stringValue(""))
          : Optional.empty();
    }
    if (this == RESPONSES && json.path("type").stringValue("").equals("response.failed")) {
      error = json.path("response").path("error");
    }
    return error.path("code").isString() && error.path("message").isString()
        ? Optional.of(error.path("code").stringValue(""))
        : Optional.empty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Reads all, and keeps the beginning and the end of it.
  public static String read(InputStream in) throws IOException {
    try (in) {
      byte[] head = in.readNBytes(KEPT);
      byte[] tail = new byte[0];
      byte[] piece = in.readNBytes(KEPT);
      while (piece.length > 0) {
        byte[] both = Arrays.copyOf(tail, tail.length + piece.length);
        System.arraycopy(piece, 0, both, tail.length, piece.length);
        tail =
            both.length > KEPT ? Arrays.copyOfRange(both, both.length - KEPT, both.length) : both;
        piece = in.readNBytes(KEPT);
      }
      return new String(head, StandardCharsets.UTF_8) + new String(tail, StandardCharsets.UTF_8);
    }
  }
}
