package dev.metier.provider;

import dev.metier.chat.ChatReply;
import java.time.Duration;
import java.util.Optional;

/// What came of asking a model once. Failures of the outside world are values.
public sealed interface Answer {
  /// The model answered.
  record Reply(ChatReply reply, Timing timing) implements Answer {}

  /// The outcome of an earlier run whose answer's text was not kept, only its grade (0..1).
  record Recorded(double score, String reason, Optional<Timing> timing) implements Answer {}

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
    CONNECT(true),
    CONNECT_TIMEOUT(true),
    FIRST_TOKEN_TIMEOUT(true),
    IDLE_TIMEOUT(true),
    TOTAL_TIMEOUT(true),
    RATE_LIMITED(true),
    OVERLOADED(true),
    SERVER_ERROR(true),
    /// The stream ended before the answer did.
    CUT_OFF(true),
    /// What came is not in the vendor's format.
    MALFORMED(true),
    /// A complete answer with nothing in it: a failure of serving.
    EMPTY(false),
    UNAUTHORISED(false),
    NOT_FOUND(false),
    TOO_LONG(false),
    /// The prompt does not fit into the window that the server allots, and the server cuts it.
    PROMPT_CUT(false),
    BAD_REQUEST(false),
    /// The account has no money or quota left.
    NO_CREDIT(false),
    /// This program cannot do it (a missing native library, a file that is not a model).
    UNUSABLE(false);

    private final boolean transientCause;

    Cause(boolean transientCause) {
      this.transientCause = transientCause;
    }

    public boolean isTransient() {
      return transientCause;
    }
  }
}
