package dev.metier.protocol;

import dev.metier.dialect.ContextLength;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// An error response, independent of the protocol.
///
/// @param message one or two sentences for people: what is wrong and what to do; no key, path or
///   stack trace
/// @param retryAfter how long to wait before asking again, where that is known
/// @param field the field of the request that is refused, when there is one
/// @param length of the prompt and of what the model takes, for [Reason#TOO_LONG]
public record Refusal(
    Reason reason,
    String message,
    Optional<Duration> retryAfter,
    Optional<String> field,
    ContextLength length) {

  /// How long clients wait where nobody knows how long it takes.
  public static final Duration WAIT = Duration.ofSeconds(5);

  /// What the documents say of a reason, in whole sentences.
  private record Help(String cause, String remedy) {}

  /// What the reason is; each has a stable code, which is its name in lower case. Statuses and
  /// types are chosen so that real clients do the sensible thing: stop, wait, or compact.
  public enum Reason {
    DATA_CLASS_BLOCKED(
        400,
        400,
        "policy_blocked",
        "invalid_request_error",
        false,
        new Help(
            "The request's data class forbids every model that the job could use, or "
                + "personal data raised it to such a class, or a model's server turned out to pass "
                + "requests on to a machine that may not read it.",
            "Give the job a model on a host that may read this class, take the personal "
                + "data out, or ask a job of a lower class. The log names a server that passes "
                + "requests on.")),
    ROUTE_CLOSED(
        400,
        400,
        "policy_blocked",
        "invalid_request_error",
        false,
        new Help(
            "No model was found FIT for the job, or what was found has expired, so its "
                + "route is closed.",
            "Run `metier qualify` and `metier compile`; the message names the reason.")),
    CHECK_FAILED(
        400,
        400,
        "policy_blocked",
        "invalid_request_error",
        false,
        new Help(
            "An answer did not pass the checks of its job, and no other model may answer.",
            "Ask in another way; asking again brings the same. `metier explain` names the check.")),
    BAD_KEY(
        401,
        401,
        "authentication_error",
        "authentication_error",
        false,
        new Help(
            "The key is missing, unknown, expired or withdrawn.",
            "Send a key that `metier key add` gave, as `Authorization: Bearer` or "
                + "`x-api-key`.")),
    OTHER_SITE(
        400,
        400,
        "policy_blocked",
        "invalid_request_error",
        false,
        new Help(
            "A browser asks for a page of another site, or under a host name that is not this "
                + "machine's, and there are no keys.",
            "Name the page's origin with `metier serve --origin`, or give keys.")),
    // clients take every 429 for a crowd and wait; 402 ends them
    BUDGET_SPENT(
        402,
        402,
        "billing_error",
        "insufficient_quota",
        false,
        new Help(
            "The budget of the key, the job or the day does not cover this request.",
            "Wait until the budget begins anew, or raise it; a smaller limit of tokens "
                + "reserves less.")),
    SLOW_DOWN(
        429,
        429,
        "rate_limit_error",
        "rate_limit_error",
        true,
        new Help(
            "The key asks more often than it may, the model's server said so, or requests under "
                + "way hold what is left of a budget.",
            "Wait as long as `retry-after` tells, then ask again.")),
    OVERLOADED(
        503,
        529,
        "overloaded_error",
        "server_error",
        true,
        new Help(
            "Every model that may answer is busy, and no more requests can wait.",
            "Ask again a little later; more slots or another FIT model make it rarer.")),
    UNKNOWN_JOB(
        404,
        404,
        "not_found_error",
        "invalid_request_error",
        false,
        new Help(
            "The field `model` names no job that this key may ask.",
            "Use one of the names in the message; `/v1/models` lists them too.")),
    UNKNOWN_PATH(
        404,
        404,
        "not_found_error",
        "invalid_request_error",
        false,
        new Help(
            "There is nothing at this address.",
            "Check the base URL: OpenAI's clients want it with `/v1`, Anthropic's without.")),
    WRONG_METHOD(
        405,
        405,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "This path is served, but not with this method.",
            "Use a method that the header `allow` names; requests to models are POST.")),
    UNKNOWN_ENCODING(
        415,
        415,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "The body is compressed in a way that the gateway does not read.",
            "Send it plain, or as the header `accept-encoding` of the answer says.")),
    TOO_LONG(
        400,
        400,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "The prompt has more tokens than the model takes.",
            "Shorten the chat; most agents do so by themselves when they read this message.")),
    TOO_LARGE(
        413,
        413,
        "request_too_large",
        "invalid_request_error",
        false,
        new Help(
            "The body of the request is larger than the gateway takes.",
            "Send less: fewer pictures, smaller files, a shorter history.")),
    BAD_REQUEST(
        400,
        400,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "The request is not as its protocol wants it.",
            "Correct the field that the message names.")),
    UNSUPPORTED(
        400,
        400,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "The request asks for what cannot be said to any model here, such as something "
                + "stored earlier.",
            "Leave out the field that the message names, or do as it says.")),
    NOT_STORED(
        400,
        400,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "The request goes on from an answer that is not kept here: it is too old, was asked by"
                + " another key or for another job, was larger than 1 MB, or its data is"
                + " restricted.",
            "Send the whole conversation; clients do so with `store` set to false.")),
    // agents send everything above 499 again, and again; Claude Code also a 400, without its betas
    UPSTREAM_REFUSED(
        400,
        424,
        "invalid_request_error",
        "invalid_request_error",
        false,
        new Help(
            "The model's server refuses the gateway: its key, its credit or its "
                + "configuration is wrong.",
            "Whoever runs the gateway corrects it; `metier explain` with the request's id "
                + "tells what came back.")),
    UPSTREAM_BROKEN(
        502,
        502,
        "api_error",
        "server_error",
        true,
        new Help(
            "The model's server broke off, or sent what nobody understands.",
            "Ask again. Inside a stream this is its last event; what came before is "
                + "incomplete.")),
    UPSTREAM_TIMEOUT(
        504,
        504,
        "timeout_error",
        "server_error",
        true,
        new Help(
            "The model's server said nothing for longer than its time limit.",
            "Ask again, or give the model more time under `timeouts`.")),
    CLIENT_GONE(
        499,
        499,
        "api_error",
        "server_error",
        false,
        new Help(
            "The client left before the answer was complete.",
            "Nobody reads this; it stands in the journal and the metrics only.")),
    INTERNAL(
        500,
        500,
        "api_error",
        "server_error",
        false,
        new Help("A bug in Metier.", "Report it with the request's id; the log has the details."));

    private final int openAiStatus;
    private final int anthropicStatus;
    private final String anthropicType;
    private final String openAiType;
    private final boolean retry;
    private final String cause;
    private final String remedy;

    Reason(
        int openAiStatus,
        int anthropicStatus,
        String anthropicType,
        String openAiType,
        boolean retry,
        Help help) {
      this.openAiStatus = openAiStatus;
      this.anthropicStatus = anthropicStatus;
      this.anthropicType = anthropicType;
      this.openAiType = openAiType;
      this.retry = retry;
      this.cause = help.cause;
      this.remedy = help.remedy;
    }

    public int openAiStatus() {
      return openAiStatus;
    }

    public int anthropicStatus() {
      return anthropicStatus;
    }

    public String anthropicType() {
      return anthropicType;
    }

    public String openAiType() {
      return openAiType;
    }

    /// Whether asking again can help; told in `x-should-retry`.
    public boolean retry() {
      return retry;
    }

    /// When this happens, in a sentence or two.
    public String cause() {
      return cause;
    }

    /// What to do then, in a sentence or two.
    public String remedy() {
      return remedy;
    }

    /// The stable code.
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static Refusal of(Reason reason, String message) {
    return new Refusal(reason, message, Optional.empty(), Optional.empty(), ContextLength.UNTOLD);
  }

  /// A refusal of one field.
  public static Refusal ofField(Reason reason, String field, String message) {
    return new Refusal(reason, message, Optional.empty(), Optional.of(field), ContextLength.UNTOLD);
  }

  /// A prompt of more tokens than the model takes.
  public static Refusal tooLong(long tokens, long window) {
    return tooLong(
        new ContextLength(OptionalLong.of(tokens), OptionalLong.empty(), OptionalLong.of(window)));
  }

  /// A prompt that is longer than the model takes, as far as figures are known.
  public static Refusal tooLong(ContextLength length) {
    String prompt =
        length.prompt().isPresent()
            ? "The prompt has " + length.prompt().getAsLong() + " tokens"
            : "The prompt is too long";
    String output =
        length.isOutputTooLong() ? " and asks for " + length.output().getAsLong() + " more" : "";
    String window =
        length.window().isPresent()
            ? "; the model takes " + length.window().getAsLong() + "."
            : " for the model.";
    return new Refusal(
        Reason.TOO_LONG, prompt + output + window, Optional.empty(), Optional.empty(), length);
  }

  /// The same, with the part of the work at whose turn it came in front.
  public Refusal during(String what) {
    return new Refusal(reason, what + ": " + message, retryAfter, field, length);
  }

  /// How long to wait before asking again: what is known, else [#WAIT]; empty where asking again
  /// does not help.
  public Optional<Duration> waitsFor() {
    return retryAfter.or(() -> Optional.of(WAIT).filter(_ -> reason.retry()));
  }

  public Refusal after(Duration wait) {
    return new Refusal(reason, message, Optional.of(wait), field, length);
  }
}
