package dev.metier.provider;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import java.util.Optional;

/// How fast an answer was written after its first token, by its own times: for servers that report
/// no speed.
///
/// All tokens but the first came between the first token and the end. An answer that came at once
/// says how it was sent, and nothing of how it was written.
public final class DecodeSpeed {
  /// What came within so many nanoseconds came at once.
  private static final long AT_ONCE = 1_000_000;

  private DecodeSpeed() {}

  /// Why an answer shows no speed.
  public enum Missing {
    /// Its first token has no time: it was not streamed, or comes from a record.
    FIRST_TOKEN,
    /// Nobody told how many tokens were sent.
    TOKENS,
    /// Nothing came after the first token.
    SECOND_TOKEN,
    /// Everything came at once.
    PIECES
  }

  /// Tokens a second; NaN when the answer does not show it.
  ///
  /// @param tokens that were sent, or -1 where that is not known
  /// @param firstToken time to the first token in nanoseconds, or -1
  /// @param total time of the whole answer in nanoseconds, or -1
  public static double of(long tokens, long firstToken, long total) {
    return missing(tokens, firstToken, total).isPresent()
        ? Double.NaN
        : (tokens - 1) * 1e9 / (total - firstToken);
  }

  /// Why an answer with these figures shows no speed, if so.
  public static Optional<Missing> missing(long tokens, long firstToken, long total) {
    if (firstToken < 0 || total < 0) {
      return Optional.of(Missing.FIRST_TOKEN);
    }
    if (tokens < 0) {
      return Optional.of(Missing.TOKENS);
    }
    if (tokens <= 1) {
      return Optional.of(Missing.SECOND_TOKEN);
    }
    return total - firstToken < AT_ONCE ? Optional.of(Missing.PIECES) : Optional.empty();
  }

  /// How many tokens were sent: all that were written but for reasoning that the vendor keeps to
  /// itself, since that was written before the first token came. -1 where that is not known.
  ///
  /// Reasoning that is shown, be it abridged, comes while it is written.
  public static long sent(ChatReply reply) {
    Usage usage = reply.usage();
    if (usage.estimated()) {
      return -1;
    }
    boolean shown = false;
    boolean hidden = false;
    for (Part part : reply.parts()) {
      if (part instanceof Part.Thinking(var text, _, var mark)) {
        shown |= !text.isEmpty();
        hidden |= text.isEmpty() && mark.isEmpty();
      } else if (part instanceof Part.Sealed) {
        hidden = true;
      }
    }
    if (shown) {
      return usage.output();
    }
    return hidden && usage.reasoning() == 0 ? -1 : usage.output() - usage.reasoning();
  }
}
