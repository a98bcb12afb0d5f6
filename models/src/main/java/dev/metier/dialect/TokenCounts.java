package dev.metier.dialect;

import dev.metier.chat.Usage;
import tools.jackson.databind.JsonNode;

/// The tokens of an answer as its server tells them. What cannot be true - no whole number, below 0
/// or beyond [Usage#MOST_TOKENS] - counts as not told, so that we estimate it: no server can spend
/// a budget, or end a run, by a number.
///
/// @param input all tokens of the prompt, or [#UNTOLD]; so is `output`
/// @param cached of the prompt, as `written`; more than the prompt, or untold, is cut to fit
/// @param writtenHour of `written`; cut to fit
/// @param reasoning of the answer
public record TokenCounts(
    long input, long cached, long written, long writtenHour, long output, long reasoning) {
  public static final long UNTOLD = -1;

  /// The counts of a vendor that tells of one kind of cache.
  public TokenCounts(long input, long cached, long written, long output, long reasoning) {
    this(input, cached, written, 0, output, reasoning);
  }

  /// The counts of OpenAI's `usage`, with what other servers put there.
  public static TokenCounts openAi(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    JsonNode completion = usage.path("completion_tokens_details");
    return new TokenCounts(
        count(usage, "prompt_tokens"),
        Math.max(part(prompt, "cached_tokens"), part(usage, "prompt_cache_hit_tokens")),
        Math.max(part(prompt, "cache_write_tokens"), part(usage, "cache_creation_input_tokens")),
        count(usage, "completion_tokens"),
        part(completion, "reasoning_tokens"));
  }

  /// The counts of Anthropic's `usage`.
  public static TokenCounts anthropic(JsonNode usage) {
    return anthropic(
        count(usage, "input_tokens"),
        part(usage, "cache_read_input_tokens"),
        part(usage, "cache_creation_input_tokens"),
        hour(usage),
        count(usage, "output_tokens"));
  }

  /// What was read from or written to the cache is not part of `fresh`.
  public static TokenCounts anthropic(long fresh, long read, long written, long hour, long output) {
    return new TokenCounts(sum(sum(fresh, read), written), read, written, hour, output, 0);
  }

  /// The counts of Google's `usageMetadata`: thoughts come on top of what was said, and what tools
  /// of Google's own brought is read too.
  public static TokenCounts gemini(JsonNode usage) {
    long thoughts = part(usage, "thoughtsTokenCount");
    return new TokenCounts(
        sum(count(usage, "promptTokenCount"), part(usage, "toolUsePromptTokenCount")),
        part(usage, "cachedContentTokenCount"),
        0,
        sum(part(usage, "candidatesTokenCount"), thoughts),
        thoughts);
  }

  /// The tokens that Anthropic's `usage` tells as written for an hour.
  public static long hour(JsonNode usage) {
    return part(usage.path("cache_creation"), "ephemeral_1h_input_tokens");
  }

  /// Untold when one of both is.
  public static long sum(long one, long other) {
    return one == UNTOLD || other == UNTOLD ? UNTOLD : one + other;
  }

  /// A count in a field that may be null; 0 then.
  private static long part(JsonNode from, String field) {
    return from.path(field).isNull() ? 0 : count(from, field);
  }

  /// A count in a field; 0 when the field is absent.
  public static long count(JsonNode from, String field) {
    JsonNode value = from.path(field);
    if (value.isMissingNode()) {
      return 0;
    }
    double told = value.isNumber() ? value.asDouble(UNTOLD) : UNTOLD;
    return told >= 0 && told <= Usage.MOST_TOKENS && told == Math.rint(told) ? (long) told : UNTOLD;
  }

  /// The usage; an estimate without the counts that were not told.
  public Usage usage() {
    long all = Math.max(0, input);
    long said = Math.max(0, output);
    long fromCache = Math.clamp(cached, 0, all);
    long toCache = Math.clamp(written, 0, all - fromCache);
    return new Usage(
        all,
        fromCache,
        toCache,
        Math.clamp(writtenHour, 0, toCache),
        said,
        Math.clamp(reasoning, 0, said),
        input == UNTOLD || output == UNTOLD);
  }
}
