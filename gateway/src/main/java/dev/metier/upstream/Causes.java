package dev.metier.upstream;

import dev.metier.dialect.WireError;
import dev.metier.protocol.RefusedException;
import dev.metier.provider.Answer.Cause;
import dev.metier.wire.MalformedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Names the causes of failures.
final class Causes {

  private Causes() {}

  /// The cause of an answer with a status of failure; redirects are not followed.
  static Cause of(int status, WireError error) {
    return status / 100 == 3 ? Cause.NOT_FOUND : of(error);
  }

  static Cause of(WireError error) {
    return switch (error.kind()) {
      case BAD_REQUEST, REFUSED_PARAMETER -> Cause.BAD_REQUEST;
      case TOO_LONG -> Cause.TOO_LONG;
      case UNAUTHORISED -> Cause.UNAUTHORISED;
      case NO_CREDIT -> Cause.NO_CREDIT;
      case NOT_FOUND -> Cause.NOT_FOUND;
      case RATE_LIMITED -> Cause.RATE_LIMITED;
      case OVERLOADED -> Cause.OVERLOADED;
      case SERVER_ERROR -> Cause.SERVER_ERROR;
    };
  }

  /// Whether a failure is the server's own.
  static boolean countsAgainstServer(Cause cause) {
    return switch (cause) {
      case CONNECT,
          CONNECT_TIMEOUT,
          FIRST_TOKEN_TIMEOUT,
          IDLE_TIMEOUT,
          TOTAL_TIMEOUT,
          SERVER_ERROR,
          CUT_OFF,
          MALFORMED ->
          true;
      case RATE_LIMITED,
          OVERLOADED,
          EMPTY,
          UNAUTHORISED,
          NOT_FOUND,
          TOO_LONG,
          PROMPT_CUT,
          BAD_REQUEST,
          NO_CREDIT,
          UNUSABLE ->
          false;
    };
  }

  /// What happened, without names of classes.
  static String plain(Throwable why) {
    return switch (why) {
      case UnknownHostException e -> "its host name is not known";
      case ConnectException e -> "refused";
      case SSLException e -> "no secure connection";
      case TimeoutException e -> "too slow";
      default -> "closed";
    };
  }

  /// Why an answer was not read.
  static String strange(RuntimeException why, String place) {
    return switch (why) {
      case MalformedException e -> String.valueOf(e.getMessage());
      case RefusedException e -> "the answer came in a form that nobody asked for";
      default -> {
        log().log(System.Logger.Level.ERROR, "an answer of " + place + " was not read", why);
        yield "the answer was not understood";
      }
    };
  }

  /// Looked for only when there is something to tell: that opens every library.
  private static System.Logger log() {
    return System.getLogger(Causes.class.getName());
  }
}
