package dev.metier.protocol;

import dev.metier.core.text.ShortText;
import dev.metier.wire.Fields;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Refuses requests whose fields two readers may read differently. Servers written in Go take
/// `Model` for `model`, and of two such fields the last
/// ([encoding/json](https://pkg.go.dev/encoding/json#Unmarshal)): what was checked here would not
/// be what is run there.
public final class FieldNames {
  private static final char LONG_S = '\u017F';
  private static final char KELVIN = '\u212A';
  private static final char DOTTED_I = '\u0130';
  private static final char DOTLESS_I = '\u0131';

  /// The names that servers of any dialect give a meaning to.
  private static final Set<String> KNOWN =
      Set.of(
          // every protocol
          "model",
          "messages",
          "input",
          "prompt",
          "system",
          "instructions",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "functions",
          "function_call",
          "parallel_tool_calls",
          "max_tool_calls",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "temperature",
          "top_p",
          "top_k",
          "min_p",
          "seed",
          "stop",
          "stop_sequences",
          "n",
          "best_of",
          "echo",
          "suffix",
          "response_format",
          "text",
          "format",
          "reasoning",
          "reasoning_effort",
          "thinking",
          "think",
          "output_config",
          "verbosity",
          "presence_penalty",
          "frequency_penalty",
          "repetition_penalty",
          "logit_bias",
          "logprobs",
          "top_logprobs",
          "user",
          "safety_identifier",
          "metadata",
          "modalities",
          "audio",
          "images",
          "documents",
          "prediction",
          "web_search_options",
          "service_tier",
          "store",
          "include",
          "background",
          "conversation",
          "previous_response_id",
          "prompt_cache_key",
          "prompt_cache_retention",
          "truncation",
          "context_management",
          "container",
          "mcp_servers",
          "cache_control",
          // embeddings
          "dimensions",
          "encoding_format",
          "truncate",
          // local servers
          "options",
          "keep_alive",
          "template",
          "raw",
          "context",
          "grammar",
          "json_schema",
          "chat_template",
          "chat_template_kwargs",
          "guided_json",
          "guided_regex",
          "guided_choice",
          "guided_grammar",
          "structured_outputs",
          "num_ctx",
          "num_predict",
          "n_predict");

  /// Objects whose names the vendors fix: no schemas, no templates' own words, nothing that a
  /// client makes up.
  private static final Set<String> FIXED =
      Set.of(
          "stream_options",
          "tool_choice",
          "function_call",
          "response_format",
          "reasoning",
          "thinking",
          "output_config",
          "context_management",
          "cache_control",
          "web_search_options",
          "text",
          "usage");

  private static final Set<String> INNER =
      Set.of(
          "include_usage",
          "include_obfuscation",
          "include",
          "type",
          "name",
          "function",
          "mode",
          "tools",
          "disable_parallel_tool_use",
          "json_schema",
          "schema",
          "strict",
          "format",
          "effort",
          "summary",
          "budget_tokens",
          "max_tokens",
          "enabled",
          "exclude",
          "verbosity",
          "edits",
          "ttl");

  /// Some servers take `"true"` and 1 for true, others refuse them.
  private static final Set<String> BOOLEAN = Set.of("true", "false", "null");

  private FieldNames() {}

  /// Why a request with these fields is refused; empty when every reader reads them alike.
  public static Optional<Refusal> refusal(Fields fields) {
    Optional<Refusal> unclear = unclear(fields, "", FieldNames::isKnown);
    return unclear
        .or(() ->
            fields.all().stream()
                .filter(field -> FIXED.contains(field.name()))
                .flatMap(field -> within(fields, field).stream())
                .findFirst())
        .or(() -> stream(fields));
  }

  private static Optional<Refusal> stream(Fields fields) {
    return fields
        .field("stream")
        .filter(field -> !BOOLEAN.contains(fields.raw(field)))
        .map(_ ->
            Refusal.ofField(
                Refusal.Reason.BAD_REQUEST, "stream", "The field stream takes true or false."));
  }

  private static Optional<Refusal> unclear(Fields fields, String place, Predicate<String> known) {
    var seen = new HashSet<String>();
    for (Fields.Field field : fields.all()) {
      String name = field.name();
      String folded = folded(name);
      if (!folded.equals(name) && known.test(folded)) {
        return refused(
            place + folded, "The field " + place + folded + " is written " + plain(name) + ".");
      }
      if (!seen.add(folded)) {
        return refused(place + folded, "The field " + place + plain(name) + " stands twice.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> within(Fields fields, Fields.Field object) {
    byte[] inner = Arrays.copyOfRange(fields.json(), object.from(), object.to());
    return Fields.of(inner)
        .flatMap(names -> unclear(names, object.name() + ".", FieldNames::isInner));
  }

  private static boolean isInner(String name) {
    return INNER.contains(name) || ForwardedFields.choose(name);
  }

  private static boolean isKnown(String name) {
    return KNOWN.contains(name) || ForwardedFields.choose(name);
  }

  private static Optional<Refusal> refused(String field, String sentence) {
    return Optional.of(
        Refusal.ofField(
            Refusal.Reason.BAD_REQUEST,
            plain(field),
            sentence + " Servers would read it differently; write each name once, as it is."));
  }

  /// The name as readers see it that look over case; itself when it has none.
  private static String folded(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (fold(name.charAt(i)) != name.charAt(i)) {
        var folded = new StringBuilder(name);
        for (int j = i; j < name.length(); j++) {
          folded.setCharAt(j, fold(name.charAt(j)));
        }
        return folded.toString();
      }
    }
    return name;
  }

  /// As `strings.EqualFold` of Go and `equalsIgnoreCase` of Java do for ASCII.
  private static char fold(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
    return switch (c) {
      case LONG_S -> 's';
      case KELVIN -> 'k';
      case DOTTED_I, DOTLESS_I -> 'i';
      default -> c;
    };
  }

  /// A name as it can stand in a sentence, however strange it is.
  private static String plain(String name) {
    String plain = name.replaceAll("[^\\p{Graph}]", "?");
    return ShortText.of(plain, 80, "…");
  }
}
