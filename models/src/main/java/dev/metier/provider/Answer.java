package dev.metier.provider;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Usage;
import java.time.Duration;
import java.util.Optional;

/// What came of asking a model once. Failures of the outside world are values.
public sealed interface Answer {
  /// The model answered.
  record Reply(ChatReply reply, Timing timing) implements Answer {}

  /// The outcome of an earlier run whose answer's text was not kept, only its grade (0..1).
  ///
  /// @param usage tokens, as far as they were recorded
  record Recorded(double score, String reason, Optional<Timing> timing, Optional<Usage> usage)
      implements Answer {
    public Recorded(double score, String reason, Optional<Timing> timing) {
      this(score, reason, timing, Optional.empty());
    }
  }

  /// No usable answer came.
  ///
  /// @param detail one sentence for people, without keys or stack traces
  /// @param retryAfter how long the server asks us to wait
  record Failure(Cause cause, String detail, Optional<Duration> retryAfter) implements Answer {
    public static Failure of(Cause cause, String detail) {
      return new Failure(cause, detail, Optional.empty());
    }
  }

  /// Why no answer came, and whether asking again can help.
  enum Cause {
    CONNECT(true, "no connection"),
    CONNECT_TIMEOUT(true, "no connection"),
    FIRST_TOKEN_TIMEOUT(true, "timed out"),
    IDLE_TIMEOUT(true, "timed out"),
    TOTAL_TIMEOUT(true, "timed out"),
    RATE_LIMITED(true, "rate limited"),
    OVERLOADED(true, "overloaded"),
    SERVER_ERROR(true, "server errors"),
    /// The stream ended before the answer did.
    CUT_OFF(true, "broken off"),
    /// What came is not in the vendor's format.
    MALFORMED(true, "not understood"),
    /// A complete answer with nothing in it: a failure of serving.
    EMPTY(false, "empty answers"),
    UNAUTHORISED(false, "no valid key"),
    NOT_FOUND(false, "no such model"),
    TOO_LONG(false, "prompt too long"),
    TOO_LARGE(false, "request too large"),
    /// The prompt does not fit into the window that the server allots, and the server cuts it.
    PROMPT_CUT(false, "prompt too long"),
    BAD_REQUEST(false, "requests refused"),
    /// The server fails on this very request and says why; another server may not.
    UNPROCESSABLE(false, "requests refused"),
    /// The account has no money or quota left.
    NO_CREDIT(false, "no credit"),
    /// The server says that it only passed the request on to another machine, for which nobody
    /// vouches.
    PASSED_ON(false, "passed on elsewhere"),
    /// The answer says that it is of another model than the one that was asked.
    OTHER_MODEL(false, "another model"),
    /// This program cannot do it (a missing native library, a file that is not a model).
    UNUSABLE(false, "cannot be asked");

    private final boolean transientCause;
    private final String brief;

    Cause(boolean transientCause, String brief) {
      this.transientCause = transientCause;
      this.brief = brief;
    }

    /// In two or three words.
    public String brief() {
      return brief;
    }

    public boolean isTransient() {
      return transientCause;
    }
  }
}
