package dev.metier.protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Why a request gets no answer, in nobody's protocol.
///
/// @param message one or two sentences for people: what is wrong and what to do; no key, path or
///   stack trace
/// @param retryAfter how long to wait before asking again
/// @param field the field of the request that is refused, when there is one
/// @param tokens length of the prompt, for [Reason#TOO_LONG] when it is known
/// @param window most tokens, for [Reason#TOO_LONG] when it is known
public record Refusal(
    Reason reason,
    String message,
    Optional<Duration> retryAfter,
    Optional<String> field,
    OptionalLong tokens,
    OptionalLong window) {

  /// What the reason is; each has a stable code, which is its name in lower case. Statuses and
  /// types are chosen so that real clients do the sensible thing: stop, wait, or compact.
  public enum Reason {
    DATA_CLASS_BLOCKED(400, 400, "policy_blocked", "invalid_request_error", false),
    ROUTE_CLOSED(400, 400, "policy_blocked", "invalid_request_error", false),
    BAD_KEY(401, 401, "authentication_error", "authentication_error", false),
    BUDGET_SPENT(429, 429, "billing_error", "insufficient_quota", false),
    SLOW_DOWN(429, 429, "rate_limit_error", "rate_limit_error", true),
    OVERLOADED(503, 529, "overloaded_error", "server_error", true),
    UNKNOWN_JOB(404, 404, "not_found_error", "invalid_request_error", false),
    UNKNOWN_PATH(404, 404, "not_found_error", "invalid_request_error", false),
    TOO_LONG(400, 400, "invalid_request_error", "invalid_request_error", false),
    TOO_LARGE(413, 413, "request_too_large", "invalid_request_error", false),
    BAD_REQUEST(400, 400, "invalid_request_error", "invalid_request_error", false),
    UNSUPPORTED(400, 400, "invalid_request_error", "invalid_request_error", false),
    /// The model's server refuses us: our key, our credit, its own configuration.
    UPSTREAM_REFUSED(502, 502, "api_error", "server_error", false),
    /// The model's server broke off, or sent what nobody understands.
    UPSTREAM_BROKEN(502, 502, "api_error", "server_error", true),
    UPSTREAM_TIMEOUT(504, 504, "timeout_error", "server_error", true),
    /// The client left; nobody reads this.
    CLIENT_GONE(499, 499, "api_error", "server_error", false),
    INTERNAL(500, 500, "api_error", "server_error", false);

    private final int openAiStatus;
    private final int anthropicStatus;
    private final String anthropicType;
    private final String openAiType;
    private final boolean retry;

    Reason(
        int openAiStatus,
        int anthropicStatus,
        String anthropicType,
        String openAiType,
        boolean retry) {
      this.openAiStatus = openAiStatus;
      this.anthropicStatus = anthropicStatus;
      this.anthropicType = anthropicType;
      this.openAiType = openAiType;
      this.retry = retry;
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

    /// The stable code.
    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static Refusal of(Reason reason, String message) {
    return new Refusal(
        reason,
        message,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /// A refusal of one field.
  public static Refusal ofField(Reason reason, String field, String message) {
    return new Refusal(
        reason,
        message,
        Optional.empty(),
        Optional.of(field),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /// A prompt of more tokens than the model takes.
  public static Refusal tooLong(long tokens, long window) {
    return new Refusal(
        Reason.TOO_LONG,
        "The prompt has " + tokens + " tokens; the model takes " + window + ".",
        Optional.empty(),
        Optional.empty(),
        OptionalLong.of(tokens),
        OptionalLong.of(window));
  }

  public Refusal after(Duration wait) {
    return new Refusal(reason, message, Optional.of(wait), field, tokens, window);
  }
}
