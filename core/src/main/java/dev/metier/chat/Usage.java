package dev.metier.chat;

/// Tokens read and written.
///
/// @param input all tokens of the prompt, those served from or written to a cache included
/// @param cached those of `input` that came from the vendor's cache
/// @param written those of `input` that were written to the vendor's cache
/// @param writtenHour those of `written` that are kept for an hour, which costs more than the usual
///   minutes
/// @param output tokens of the answer, reasoning included
/// @param reasoning those of `output` that were reasoning, as far as the vendor tells
/// @param estimated true when the vendor did not say and we counted ourselves
public record Usage(
    long input,
    long cached,
    long written,
    long writtenHour,
    long output,
    long reasoning,
    boolean estimated) {
  public static final Usage NONE = new Usage(0, 0, 0, true);

  /// More tokens than any model reads or writes for one answer: who tells of more is not believed.
  public static final long MOST_TOKENS = 100_000_000;

  public Usage {
    if (input < 0
        || cached < 0
        || written < 0
        || cached > input
        || written > input - cached
        || writtenHour < 0
        || writtenHour > written
        || reasoning < 0
        || reasoning > output) {
      throw new IllegalArgumentException("impossible usage");
    }
  }

  /// Usage of a vendor that tells of one kind of cache.
  public Usage(
      long input, long cached, long written, long output, long reasoning, boolean estimated) {
    this(input, cached, written, 0, output, reasoning, estimated);
  }

  /// Usage of a vendor that tells of no writing to a cache and no reasoning.
  public Usage(long input, long cached, long output, boolean estimated) {
    this(input, cached, 0, output, 0, estimated);
  }
}
