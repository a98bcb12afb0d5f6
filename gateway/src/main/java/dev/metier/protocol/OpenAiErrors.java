package dev.metier.protocol;

import dev.metier.dialect.ContextLength;
import dev.metier.wire.JsonOut;
import java.util.Optional;

/// Refusals in OpenAI's shape, the same for Chat Completions and Responses. Codes and sentences are
/// those by which clients decide to stop, to wait or to shorten the chat.
public final class OpenAiErrors {
  /// The first status that is not for the request's sake.
  private static final int CLIENT_GONE = 499;

  private OpenAiErrors() {}

  /// The body `{"error":{…}}`.
  public static byte[] body(Refusal refusal) {
    var out = new JsonOut().raw("{\"error\":");
    write(refusal, out);
    return out.raw("}").take();
  }

  /// The object alone: message, type, param, code.
  public static void write(Refusal refusal, JsonOut out) {
    out.raw("{\"message\":").string(message(refusal));
    out.raw(",\"type\":").string(refusal.reason().openAiType());
    out.raw(",\"param\":");
    Optional<String> field = refusal.field();
    if (field.isPresent()) {
      out.string(field.get());
    } else {
      out.raw("null");
    }
    out.raw(",\"code\":").string(code(refusal.reason())).raw("}");
  }

  /// The code of a reason: OpenAI's own where it has one.
  public static String code(Refusal.Reason reason) {
    return switch (reason) {
      case BAD_KEY -> "invalid_api_key";
      case BUDGET_SPENT -> "insufficient_quota";
      case SLOW_DOWN -> "rate_limit_exceeded";
      case UNKNOWN_JOB -> "model_not_found";
      case TOO_LONG -> "context_length_exceeded";
      case UNSUPPORTED -> "unsupported_parameter";
      case NOT_STORED -> "previous_response_not_found";
      case DATA_CLASS_BLOCKED,
          ROUTE_CLOSED,
          CHECK_FAILED,
          OTHER_SITE,
          OVERLOADED,
          UNKNOWN_PATH,
          WRONG_METHOD,
          UNKNOWN_ENCODING,
          TOO_LARGE,
          BAD_REQUEST,
          UPSTREAM_REFUSED,
          UPSTREAM_BROKEN,
          UPSTREAM_TIMEOUT,
          CLIENT_GONE,
          INTERNAL ->
          reason.code();
    };
  }

  /// The code of a reason inside a response object, whose codes are a closed list to typed clients.
  /// Beyond OpenAI's list are only those by which Codex ends.
  public static String codeInResponse(Refusal.Reason reason) {
    return switch (code(reason)) {
      case "rate_limit_exceeded", "context_length_exceeded", "insufficient_quota" -> code(reason);
      default -> reason.openAiStatus() < CLIENT_GONE ? "invalid_prompt" : "server_error";
    };
  }

  /// The sentence; about a prompt that is too long in OpenAI's own words, which clients look for.
  public static String message(Refusal refusal) {
    if (refusal.reason() != Refusal.Reason.TOO_LONG) {
      return refusal.message();
    }
    ContextLength length = refusal.length();
    if (length.window().isEmpty()) {
      return "Your messages exceed this model's maximum context length. Please reduce the length of"
          + " the messages. "
          + refusal.message();
    }
    String most =
        "This model's maximum context length is " + length.window().getAsLong() + " tokens. ";
    if (length.prompt().isEmpty()) {
      return most + "Please reduce the length of the messages.";
    }
    long prompt = length.prompt().getAsLong();
    if (length.isOutputTooLong()) {
      long output = length.output().getAsLong();
      return most
          + "However, you requested %d tokens (%d in the messages, %d in the completion). Please"
              .formatted(prompt + output, prompt, output)
          + " reduce the length of the messages or completion.";
    }
    return most
        + "However, your messages resulted in "
        + prompt
        + " tokens. Please reduce the length of the messages.";
  }
}
