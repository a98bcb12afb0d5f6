package dev.metier.protocol.chat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.protocol.OpenAiErrors;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.ReplyWriter;
import dev.metier.protocol.SubProtocol;
import dev.metier.protocol.ToolNames;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import dev.metier.wire.ObjectText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// OpenAI Chat Completions, as clients speak it. See
/// <https://platform.openai.com/docs/api-reference/chat>. Reasoning is told as `reasoning_content`,
/// its seals as `reasoning_signature` and `reasoning_details`.
public final class ChatCompletions implements Protocol {
  public static final ChatCompletions PROTOCOL = new ChatCompletions();

  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "tools",
          "tool_choice",
          "functions",
          "function_call",
          "parallel_tool_calls",
          "max_tokens",
          "max_completion_tokens",
          "min_tokens",
          "temperature",
          "top_p",
          "top_k",
          "top_a",
          "min_p",
          "typical_p",
          "seed",
          "random_seed",
          "n",
          "stop",
          "stop_token_ids",
          "response_format",
          "structured_outputs",
          "guided_json",
          "guided_regex",
          "guided_choice",
          "guided_grammar",
          "reasoning",
          "reasoning_effort",
          "reasoning_format",
          "reasoning_split",
          "include_reasoning",
          "thinking",
          "thinking_budget",
          "enable_thinking",
          "chat_template_kwargs",
          "verbosity",
          "presence_penalty",
          "frequency_penalty",
          "repetition_penalty",
          "logit_bias",
          "logprobs",
          "top_logprobs",
          "prediction",
          "documents",
          "modalities",
          "audio",
          "usage",
          "user",
          "safety_identifier",
          "metadata",
          "cache_control",
          "prompt_cache_key",
          "prompt_cache_retention",
          "session_id",
          "safe_prompt",
          "prompt_mode");

  /// OpenAI's embeddings.
  public static final SubProtocol EMBEDDINGS =
      new SubProtocol(
          "embeddings",
          PROTOCOL,
          Set.of(
              "model",
              "input",
              "dimensions",
              "encoding_format",
              "user",
              "input_type",
              "task",
              "truncate"),
          false);

  /// Remembers that the client calls tools `functions`, of which an answer can have one call.
  static final String OLD_CALLS = "functions";

  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private ChatCompletions() {}

  @Override
  public String word() {
    return "chat";
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }

  @Override
  public ParsedRequest read(byte[] body) {
    return new ChatRequestReader(body).read();
  }

  @Override
  public ReplyWriter stream(ReplyMetadata metadata, ParsedRequest asked) {
    return new ChatStream(metadata, asked);
  }

  @Override
  public byte[] writeError(Refusal refusal, String requestId) {
    return OpenAiErrors.body(refusal);
  }

  @Override
  public byte[] writeErrorEvent(Refusal refusal, String requestId) {
    return new JsonOut().raw("data: ").raw(OpenAiErrors.body(refusal)).raw("\n\n").take();
  }

  @Override
  public int status(Refusal.Reason reason) {
    return reason.openAiStatus();
  }

  @Override
  public Set<String> documentedFields() {
    return FIELDS;
  }

  @Override
  public byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  @Override
  public byte[] writeReply(ChatReply reply, ReplyMetadata metadata, ParsedRequest asked) {
    ObjectNode body = Json.newObject();
    body.put("id", "chatcmpl-" + metadata.requestId()).put("object", "chat.completion");
    body.put("created", metadata.created().getEpochSecond()).put("model", metadata.model());
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    String refusal = texts(reply, part -> part instanceof Part.Refused(var text) ? text : "");
    String text = texts(reply, part -> part instanceof Part.Text(var said) ? said : "");
    boolean nothing = text.isEmpty() && !(reply.toolUses().isEmpty() && refusal.isEmpty());
    message.put("content", nothing ? null : text);
    message.put("refusal", refusal.isEmpty() ? null : refusal);
    thoughts(reply.parts(), message);
    calls(reply.toolUses(), message, metadata, asked);
    choice.putNull("logprobs");
    boolean answered = !text.isBlank() || !reply.toolUses().isEmpty();
    FinishReason finish = whole(reply.finish(), !refusal.isEmpty(), answered);
    choice.put("finish_reason", reason(finish, !reply.toolUses().isEmpty(), asked));
    body.set("usage", usage(reply.usage()));
    return Json.bytes(body);
  }

  private static String texts(ChatReply reply, Function<Part, String> text) {
    return reply.parts().stream().map(text).collect(Collectors.joining());
  }

  private static void thoughts(List<Part> parts, ObjectNode message) {
    var text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Thinking thinking) {
        text.append(thinking.text());
        thinking.signature().ifPresent(seal -> message.put("reasoning_signature", seal));
      } else if (part instanceof Part.Sealed sealed) {
        ArrayNode details = message.withArray("reasoning_details");
        details.addObject().put("type", "reasoning.encrypted").put("data", sealed.data());
      }
    }
    if (!text.isEmpty()) {
      message.put("reasoning_content", text.toString());
    }
  }

  private static void calls(
      List<Part.ToolUse> uses, ObjectNode message, ReplyMetadata metadata, ParsedRequest asked) {
    if (uses.isEmpty()) {
      return;
    }
    if (old(asked)) {
      Part.ToolUse use = uses.getFirst();
      message
          .putObject("function_call")
          .put("name", ToolNames.own(asked, use.name()))
          .put("arguments", use.arguments());
      return;
    }
    ArrayNode array = message.putArray("tool_calls");
    int place = 0;
    for (Part.ToolUse use : uses) {
      String id = ToolNames.callId(use.id(), place++, metadata, "");
      if (ToolNames.isFree(asked, use.name()) && ObjectText.isOpen(use.arguments())) {
        // half a free text could be run
        continue;
      }
      String name = ToolNames.own(asked, use.name());
      ObjectNode call = array.addObject().put("id", id);
      if (ToolNames.isFree(asked, use.name())) {
        call.put("type", "custom").putObject("custom").put("name", name);
        call.withObject("custom").put("input", ToolNames.freeText(use.arguments()));
      } else {
        call.put("type", "function").putObject("function").put("name", name);
        call.withObject("function").put("arguments", use.arguments());
      }
    }
  }

  static boolean old(ParsedRequest asked) {
    return asked.memory().containsKey(OLD_CALLS);
  }

  /// A refusal is a whole answer, unless it ends another one.
  static FinishReason whole(FinishReason finish, boolean refused, boolean answered) {
    return finish == FinishReason.FILTERED && refused && !answered ? FinishReason.STOP : finish;
  }

  /// One of the five words that clients know.
  static String reason(FinishReason finish, boolean called, ParsedRequest asked) {
    return switch (finish) {
      case LENGTH -> "length";
      case FILTERED -> "content_filter";
      case STOP, TOOL_USE, OTHER -> {
        if (!called) {
          yield "stop";
        }
        yield old(asked) ? "function_call" : "tool_calls";
      }
    };
  }

  static ObjectNode usage(Usage usage) {
    ObjectNode node = Json.newObject();
    node.put("prompt_tokens", usage.input()).put("completion_tokens", usage.output());
    node.put("total_tokens", usage.input() + usage.output());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    node.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return node;
  }

  /// The usage to tell when the answer is done: what the model's server told, else an estimate.
  public static Usage told(Optional<Usage> used, ReplyMetadata metadata, long written) {
    Usage usage = used.orElse(Usage.NONE);
    return used.isPresent() && !usage.equals(Usage.NONE)
        ? usage
        : new Usage(metadata.inputEstimate(), 0, (written + 3) / 4, true);
  }
}
