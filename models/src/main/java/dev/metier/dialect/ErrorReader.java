package dev.metier.dialect;

import dev.metier.dialect.WireError.Kind;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Understands the errors of all vendors; servers borrow each other's shapes, so there is one
/// reader for all of them. Sentences are looked at only where no code tells.
public final class ErrorReader {
  /// Fields that can be left out without changing what is asked.
  private static final Set<String> DISPENSABLE =
      Set.of(
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "seed",
          "tool_choice",
          "parallel_tool_calls",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "stream_options",
          "presence_penalty",
          "frequency_penalty",
          "repeat_penalty",
          "logprobs",
          "top_logprobs",
          "cache_prompt",
          "keep_alive");

  private static final Pattern WORD = Pattern.compile("[A-Za-z]+(?:_[A-Za-z]+)*");
  private static final Pattern REFUSES =
      Pattern.compile(
          "unsupported|not supported|n't support|not support|not permitted|not allowed|unrecognized"
              + "|unknown|unexpected|deprecated|only the default|may only be|must be omitted"
              + "|extra inputs|extra_forbidden|not available|cannot be (?:used|set|specified)");
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "prompt is too long|maximum context length|context length|context size|context window"
              + "|context limit|context the overflows|input is too long|prompt too long"
              + "|exceeds the maximum number of tokens|context shift is disabled"
              + "|maximum model length|max_new_tokens`? must be <=");
  private static final Pattern NO_CREDIT =
      Pattern.compile(
          "credit balance|exceeded your current"
              + " quota|insufficient.{0,9}(?:credit|quota|balance|funds)");

  /// How servers that fail say that it is for the request's sake.
  private static final Pattern REQUESTS_OWN =
      Pattern.compile(
          "not supported|unsupported|n't support|not support|mmproj|grammar|json.?schema|jinja"
              + "|chat template|system message must|(?:failed|unable) to (?:parse|load|decode)"
              + "|invalid (?:request|argument|image|json|schema|parameter|value|input|message|role"
              + "|tool)|is required|not_supported_error|invalid_request_error");

  /// A failure of the server itself, or an answer of the model that it could not read.
  private static final Pattern SERVERS_OWN =
      Pattern.compile(
          "traceback|/(?:usr|home|opt|root|var|app)/|internal|memory|cuda|time(?:d )?.?out"
              + "|connect|unavailable|overload|upstream|backend|at pos \\d|error parsing tool call");

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]*)<", Pattern.CASE_INSENSITIVE);

  private ErrorReader() {}

  /// An error body with the status it came with.
  public static WireError read(int status, byte[] body) {
    return Json.tryObject(body)
        .or(() -> Json.tryArray(body).map(list -> list.path(0)).filter(JsonNode::isObject))
        .map(json -> understand(status, json))
        .orElseGet(() -> judge(new Told(status, plain(status, body), "", "", Quota.UNTOLD)));
  }

  /// The error that an event or an answer with status 200 carries, if it does.
  static Optional<WireError> inside(JsonNode json) {
    JsonNode error = json.path("error");
    boolean told =
        error.isObject()
            || !error.stringValue("").isBlank()
            || Json.text(json, "object").equals("error")
            || Json.text(json, "type").equals("error");
    return told ? Optional.of(understand(200, json)) : Optional.empty();
  }

  /// @param codes all words for what went wrong, in lower case
  private record Told(int status, String message, String codes, String parameter, Quota quota) {}

  /// What Google tells of a quota in `error.details`, while its sentence speaks of billing whatever
  /// the quota is. See <https://google.aip.dev/193>.
  private record Quota(String names, Optional<Duration> retryAfter) {
    static final Quota UNTOLD = new Quota("", Optional.empty());

    static Quota of(JsonNode details) {
      var names = new StringBuilder();
      Optional<Duration> wait = Optional.empty();
      for (JsonNode detail : details) {
        wait = wait.or(() -> RetryAfter.span(Json.text(detail, "retryDelay")));
        detail.path("violations").forEach(each -> names.append(Json.text(each, "quotaId")));
        names.append(Json.text(detail.path("metadata"), "quota_limit"));
      }
      return new Quota(names.toString(), wait);
    }

    /// Whether nothing is left of what a whole day allows.
    boolean isSpent() {
      return names.contains("PerDay");
    }

    boolean passesSoon() {
      return !isSpent() && (retryAfter.isPresent() || names.contains("PerMinute"));
    }
  }

  private static WireError understand(int status, JsonNode json) {
    // Ollama hands on the error of its runner as text
    String text = json.path("error").stringValue("");
    Optional<JsonNode> inner =
        text.startsWith("{")
            ? Json.tryObject(text.getBytes(StandardCharsets.UTF_8))
            : Optional.empty();
    if (inner.isPresent() && inner.get().path("error").isObject()) {
      return understand(status, inner.get());
    }
    JsonNode error = json.path("error").isObject() ? json.path("error") : json;
    JsonNode code = error.path("code");
    int told = status == 200 && code.isNumber() ? code.asInt(status) : status;
    var codes = new StringBuilder(Json.text(error, "type") + " " + code.stringValue(""));
    codes.append(' ').append(Json.text(error, "status"));
    error.path("details").forEach(each -> codes.append(' ').append(Json.text(each, "reason")));
    return judge(
        new Told(
            told,
            message(json, error),
            codes.toString().toLowerCase(Locale.ROOT),
            Json.text(error, "param"),
            Quota.of(error.path("details"))));
  }

  private static String message(JsonNode json, JsonNode error) {
    JsonNode detail = json.path("detail");
    String message = Json.text(error, "message");
    if (message.isBlank()) {
      message = json.path("error").stringValue("");
    }
    if (message.isBlank() && detail.isArray() && !detail.isEmpty()) {
      var place = new StringBuilder();
      detail.path(0).path("loc").forEach(part -> place.append(part.asString("")).append(' '));
      message = place + Json.text(detail.path(0), "msg");
    }
    if (message.isBlank()) {
      message = detail.stringValue("");
    }
    return Json.cut(message.isBlank() ? json.toString() : message);
  }

  private static String plain(int status, byte[] body) {
    String text = new String(body, 0, Math.min(body.length, 4096), StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return "status " + status + " without a word";
    }
    if (text.startsWith("<")) {
      var title = TITLE.matcher(text);
      return "status "
          + status
          + " with a web page"
          + (title.find() ? ": " + Json.cut(title.group(1)) : "");
    }
    return Json.cut(text);
  }

  private static WireError judge(Told told) {
    String words = told.message.toLowerCase(Locale.ROOT);
    Optional<String> refused = refused(told, words);
    Kind kind = kind(told, words, refused.isPresent());
    return new WireError(
        kind,
        told.message,
        kind == Kind.REFUSED_PARAMETER ? refused : Optional.empty(),
        told.quota.retryAfter);
  }

  private static Kind kind(Told told, String words, boolean refuses) {
    boolean limited =
        told.status == 429
            || told.codes.contains("rate_limit")
            || told.codes.contains("resource_exhausted");
    if (told.codes.contains("insufficient_quota")
        || told.codes.contains("billing_error")
        || told.status == 402
        || told.quota.isSpent()
        || (NO_CREDIT.matcher(words).find() && !told.quota.passesSoon())) {
      return Kind.NO_CREDIT;
    }
    if (limited) {
      return Kind.RATE_LIMITED;
    }
    if (told.codes.contains("context_length_exceeded")
        || told.codes.contains("exceed_context_size")
        || TOO_LONG.matcher(words).find()) {
      return Kind.TOO_LONG;
    }
    if (told.status == 413 || told.codes.contains("request_too_large")) {
      return Kind.TOO_LARGE;
    }
    if (told.status == 529 || told.status == 503 || told.codes.contains("overloaded")) {
      return Kind.OVERLOADED;
    }
    if (told.status == 401
        || told.status == 403
        || told.codes.contains("authentication_error")
        || told.codes.contains("permission_error")
        || told.codes.contains("invalid_api_key")
        || told.codes.contains("api_key_invalid")
        // Google serves no such account, or not where it is
        || told.codes.contains("failed_precondition")) {
      return Kind.UNAUTHORISED;
    }
    if (told.status == 404 || told.codes.contains("not_found")) {
      return Kind.NOT_FOUND;
    }
    return refuses ? Kind.REFUSED_PARAMETER : byStatus(told);
  }

  private static Kind byStatus(Told told) {
    return switch (told.status) {
      // a time-out or a conflict on the server's side passes
      case 408, 409, 425 -> Kind.SERVER_ERROR;
      case 200 -> told.codes.contains("invalid_request") ? Kind.BAD_REQUEST : Kind.SERVER_ERROR;
      case 500, 501 -> isRequestsOwn(told) ? Kind.UNPROCESSABLE : Kind.SERVER_ERROR;
      default -> told.status < 500 ? Kind.BAD_REQUEST : Kind.SERVER_ERROR;
    };
  }

  private static boolean isRequestsOwn(Told told) {
    String words = told.message.toLowerCase(Locale.ROOT);
    return REQUESTS_OWN.matcher(words + ' ' + told.codes).find()
        && !SERVERS_OWN.matcher(words).find();
  }

  private static Optional<String> refused(Told told, String words) {
    boolean refuses =
        told.codes.contains("unsupported_")
            || told.codes.contains("unknown_parameter")
            || REFUSES.matcher(words).find();
    if (!refuses) {
      return Optional.empty();
    }
    if (DISPENSABLE.contains(told.parameter)) {
      return Optional.of(told.parameter);
    }
    return WORD.matcher(told.message)
        .results()
        .map(word -> Vocabulary.snakeCase(word.group()))
        .filter(DISPENSABLE::contains)
        .findFirst();
  }
}
