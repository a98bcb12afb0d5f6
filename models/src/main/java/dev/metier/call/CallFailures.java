package dev.metier.call;

import dev.metier.dialect.WireError;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/// What goes wrong in a call, as a cause and a sentence.
public final class CallFailures {
  private CallFailures() {}

  /// The cause of an error that a server told.
  public static Cause cause(WireError error) {
    return switch (error.kind()) {
      case BAD_REQUEST, REFUSED_PARAMETER -> Cause.BAD_REQUEST;
      case UNPROCESSABLE -> Cause.UNPROCESSABLE;
      case TOO_LONG -> Cause.TOO_LONG;
      case TOO_LARGE -> Cause.TOO_LARGE;
      case UNAUTHORISED -> Cause.UNAUTHORISED;
      case NO_CREDIT -> Cause.NO_CREDIT;
      case NOT_FOUND -> Cause.NOT_FOUND;
      case RATE_LIMITED -> Cause.RATE_LIMITED;
      case OVERLOADED -> Cause.OVERLOADED;
      case SERVER_ERROR -> Cause.SERVER_ERROR;
    };
  }

  /// Why the body behind this head is not read at all; empty when it is.
  public static Optional<Failure> ofHead(int status, Function<String, Optional<String>> header) {
    String encoding = encoding(header);
    if (status < 200) {
      return Optional.of(
          Failure.of(
              Cause.MALFORMED, "it answers with status " + status + ", which nobody asked for"));
    }
    if (status >= 300 && status < 400) {
      return Optional.of(
          Failure.of(
              Cause.NOT_FOUND,
              "it answers with a redirect to "
                  + header.apply("location").orElse("nowhere")
                  + ", and redirects are not followed; if you trust that address, name it in"
                  + " `url:`"));
    }
    return encoding.equals("identity") || status >= 300
        ? Optional.empty()
        : Optional.of(
            Failure.of(
                Cause.MALFORMED,
                "the answer is compressed (" + encoding + ") though not asked to be"));
  }

  private static String encoding(Function<String, Optional<String>> header) {
    return header.apply("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
  }

  /// The body of a refusal, as far as it can be read: of one that is compressed, though nobody
  /// asked, the status alone counts.
  public static byte[] readable(byte[] refusal, Function<String, Optional<String>> header) {
    return encoding(header).equals("identity") ? refusal : new byte[0];
  }

  /// Why no connection came about.
  public static Failure unconnected(Throwable why) {
    return switch (why) {
      case ConnectException e when said(e).contains("timed out") -> connectTimeout();
      case TimeoutException e -> connectTimeout();
      case ConnectException e ->
          Failure.of(Cause.CONNECT, "connection refused, nothing listens there");
      case UnknownHostException e -> Failure.of(Cause.CONNECT, "its host is not known");
      case SSLException e -> Failure.of(Cause.CONNECT, "no secure connection (" + said(e) + ")");
      default -> Failure.of(Cause.CONNECT, "no connection (" + said(why) + ")");
    };
  }

  private static Failure connectTimeout() {
    return Failure.of(Cause.CONNECT_TIMEOUT, "no connection in time");
  }

  /// Why a connection that stood gave no answer.
  ///
  /// @param answering whether the head of the answer had come
  public static Failure broken(Throwable why, boolean answering) {
    if (why instanceof DecoderException || why instanceof IllegalArgumentException) {
      return Failure.of(Cause.MALFORMED, "what came is not HTTP");
    }
    return Failure.of(
        Cause.CUT_OFF,
        answering
            ? "the connection was closed in the middle of the answer"
            : "the connection was closed before an answer came");
  }

  private static String said(Throwable why) {
    return Optional.ofNullable(why.getMessage()).orElse(why.getClass().getSimpleName());
  }
}
