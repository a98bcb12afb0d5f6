package dev.metier.chat;

/// Tokens read and written.
///
/// @param input all tokens of the prompt, those served from a cache included
/// @param cached those of `input` that came from the vendor's cache
/// @param output tokens of the answer, reasoning included
/// @param estimated true when the vendor did not say and we counted ourselves
public record Usage(long input, long cached, long output, boolean estimated) {
  public static final Usage NONE = new Usage(0, 0, 0, true);

  public Usage {
    if (input < 0 || cached < 0 || cached > input || output < 0) {
      throw new IllegalArgumentException("impossible usage");
    }
  }
}
