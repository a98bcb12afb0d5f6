package dev.metier.pipeline.route;

import dev.metier.dialect.ContextLength;
import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.provider.Answer.Failure;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// Tells a client, in the gateway's words, why no model answered.
final class Refusals {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final Pattern PLACE =
      Pattern.compile("(?i)\\b(?:country|region|territory|location)\\b");

  private Refusals() {}

  /// @param window tokens that the model takes, 0 when not known
  static Refusal of(Failure failure, RequestContext context, long window) {
    Refusal refusal =
        switch (failure.cause()) {
          case TOO_LONG, PROMPT_CUT ->
              tooLong(
                  ContextLength.of(failure.detail()), context.request().inputEstimate(), window);
          case TOO_LARGE ->
              Refusal.of(Reason.TOO_LARGE, "The model's server takes no request of this size.");
          case BAD_REQUEST, UNPROCESSABLE -> Refusal.of(Reason.BAD_REQUEST, failure.detail());
          case RATE_LIMITED ->
              Refusal.of(Reason.SLOW_DOWN, "The model's server asks us to slow down.");
          case OVERLOADED -> Refusal.of(Reason.OVERLOADED, "No model is free for this now.");
          case UNAUTHORISED, NO_CREDIT, NOT_FOUND, OTHER_MODEL, UNUSABLE ->
              Refusal.of(
                  Reason.UPSTREAM_REFUSED,
                  "The model's server refuses this gateway: " + ours(failure));
          case PASSED_ON ->
              Refusal.of(
                  Reason.DATA_CLASS_BLOCKED,
                  "No model answers this request where its data may be read: " + failure.detail());
          case CONNECT, CUT_OFF, MALFORMED, SERVER_ERROR, EMPTY ->
              Refusal.of(Reason.UPSTREAM_BROKEN, "The model failed: " + ours(failure));
          case CONNECT_TIMEOUT, FIRST_TOKEN_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT ->
              Refusal.of(Reason.UPSTREAM_TIMEOUT, "The model is too slow: " + failure.detail());
        };
    return failure.retryAfter().map(refusal::after).orElse(refusal);
  }

  /// All servers that could answer rest.
  ///
  /// @param rest until the first of them is asked again
  static Refusal resting(Duration rest) {
    Duration wait = rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest;
    return Refusal.of(
            Reason.OVERLOADED,
            "The model's server does not answer; it is asked again in "
                + wait.plusMillis(999).toSeconds()
                + " s.")
        .after(wait);
  }

  /// What a server says of itself may hold its paths, names and stack traces; the journal keeps
  /// that, a client gets our words.
  private static String ours(Failure failure) {
    return switch (failure.cause()) {
      case UNAUTHORISED ->
          PLACE.matcher(failure.detail()).find()
              ? "it does not serve this country or region."
              : "its key is missing, wrong or not allowed to do this.";
      case NO_CREDIT -> "its account has nothing left.";
      case NOT_FOUND -> "it does not know the model or the address.";
      case OTHER_MODEL -> "it answers for another model.";
      case UNUSABLE -> "it cannot serve the model.";
      case CONNECT -> "its server cannot be reached.";
      case CUT_OFF -> "its answer was cut off.";
      case MALFORMED ->
          failure.detail().contains("compressed")
              ? "its answer is compressed, though that was not asked for."
              : "its answer cannot be understood.";
      case SERVER_ERROR -> "its server reports an error.";
      case EMPTY -> "its answer is empty.";
      case RATE_LIMITED,
          OVERLOADED,
          TOO_LONG,
          TOO_LARGE,
          PROMPT_CUT,
          PASSED_ON,
          BAD_REQUEST,
          UNPROCESSABLE,
          CONNECT_TIMEOUT,
          FIRST_TOKEN_TIMEOUT,
          IDLE_TIMEOUT,
          TOTAL_TIMEOUT ->
          "it does not answer.";
    };
  }

  /// Clients shorten their conversation by the figures that they are told. What the server does not
  /// tell, the declared window and our own count say, where they do not contradict it.
  private static Refusal tooLong(ContextLength told, long estimate, long declared) {
    OptionalLong window =
        told.window().isPresent() || declared == 0 ? told.window() : OptionalLong.of(declared);
    if (window.isEmpty() || told.isOutputTooLong()) {
      return Refusal.tooLong(told);
    }
    long most = window.getAsLong();
    OptionalLong prompt =
        LongStream.of(told.prompt().orElse(0), estimate).filter(count -> count > most).findFirst();
    return Refusal.tooLong(new ContextLength(prompt, OptionalLong.empty(), window));
  }
}
