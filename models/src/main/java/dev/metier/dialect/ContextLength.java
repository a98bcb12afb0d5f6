package dev.metier.dialect;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a prompt is, and how long it may be, as far as a server's sentence surely tells it: in
/// tokens. Each runtime words it in its own way, and its other figures are no lengths.
///
/// @param prompt of the prompt
/// @param output most tokens that were asked for as an answer
/// @param window of prompt and answer together
public record ContextLength(OptionalLong prompt, OptionalLong output, OptionalLong window) {
  /// Nothing is told.
  public static final ContextLength UNTOLD =
      new ContextLength(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  private static final String N = "(\\d[\\d,]{0,14})";

  /// vLLM, SGLang, OpenAI; LM Studio; Anthropic; llama.cpp and Ollama; LM Studio; Google; Mistral;
  /// TGI; vLLM.
  private static final List<Pattern> WINDOWS =
      patterns(
          "maximum context length (?:is|of) (?:only )?" + N,
          "context length (?:of|is) only " + N,
          "context length \\(" + N + " tokens\\)",
          N + " maximum$",
          "> " + N + " maximum",
          "exceed context limit: \\d+ \\+ \\d+ > " + N,
          "context size \\(" + N + " tokens\\)",
          "n_ctx: " + N,
          "maximum number of tokens allowed \\(?" + N,
          "model with " + N + " maximum context length",
          "max_new_tokens`? must be <= " + N,
          "maximum model length of " + N);

  /// vLLM tells "at least" so many when it stopped counting: that is no length.
  private static final List<Pattern> PROMPTS =
      patterns(
          "prompt contains " + N + " (?:input )?tokens",
          "\\(" + N + " (?:tokens )?(?:in the messages|in your prompt|in the prompt|of text input)",
          N + " tokens from the input messages",
          "messages resulted in " + N + " tokens",
          "however, you requested " + N + " tokens\\.",
          "request has " + N + " input tokens",
          "passed " + N + " input tokens",
          "(?:request|input) \\(" + N + " tokens\\)",
          "keep the first " + N + " tokens",
          "n_keep: " + N,
          "prompt is too long: " + N + " tokens",
          "exceed context limit: " + N,
          "input token count \\(" + N + "\\)",
          "given: " + N + " `?inputs`? tokens",
          "prompt \\(length " + N + "\\)");

  private static final List<Pattern> OUTPUTS =
      patterns(
          "requested " + N + " output tokens",
          N + " (?:tokens )?(?:in|for) (?:the|your) (?:completion|output)",
          "exceed context limit: \\d+ \\+ " + N,
          "max_(?:completion_)?tokens'? is too large: " + N,
          "tokens and " + N + " `?max_new_tokens");

  private static List<Pattern> patterns(String... all) {
    return List.of(all).stream().map(Pattern::compile).toList();
  }

  /// Reads a sentence.
  public static ContextLength of(String sentence) {
    String words = sentence.toLowerCase(Locale.ROOT);
    return new ContextLength(first(PROMPTS, words), first(OUTPUTS, words), first(WINDOWS, words));
  }

  private static OptionalLong first(List<Pattern> patterns, String words) {
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(words);
      if (matcher.find()) {
        return OptionalLong.of(Long.parseLong(matcher.group(1).replace(",", "")));
      }
    }
    return OptionalLong.empty();
  }

  /// Whether the prompt alone would fit, and only what is asked for as an answer does not.
  public boolean isOutputTooLong() {
    return prompt.isPresent()
        && output.isPresent()
        && window.isPresent()
        && prompt.getAsLong() < window.getAsLong();
  }
}
