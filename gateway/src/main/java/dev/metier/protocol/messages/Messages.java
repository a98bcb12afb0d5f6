package dev.metier.protocol.messages;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.dialect.ContextLength;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.ReplyWriter;
import dev.metier.protocol.SubProtocol;
import dev.metier.protocol.ToolNames;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.wire.ArgumentText;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import dev.metier.wire.ObjectText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Anthropic Messages, as clients speak it. See <https://docs.anthropic.com/en/api/messages>.
public final class Messages implements Protocol {
  public static final Messages PROTOCOL = new Messages();

  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "messages",
          "system",
          "max_tokens",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "tools",
          "tool_choice",
          "thinking",
          "metadata",
          "output_config",
          "output_format",
          "context_management",
          "cache_control",
          "safeguards",
          "diagnostics");

  /// The length of a prompt, asked for before it is sent.
  public static final SubProtocol COUNT_TOKENS =
      new SubProtocol("count_tokens", PROTOCOL, FIELDS, true);

  private static final byte[] PING =
      "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);

  private Messages() {}

  @Override
  public String word() {
    return "messages";
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }

  @Override
  public ParsedRequest read(byte[] body) {
    return new MessagesRequestReader(body).read();
  }

  @Override
  public ReplyWriter stream(ReplyMetadata metadata, ParsedRequest asked) {
    return new MessagesStream(metadata, asked);
  }

  @Override
  public byte[] writeError(Refusal refusal, String requestId) {
    var out = new JsonOut().raw("{\"type\":\"error\",\"error\":{\"type\":");
    out.string(refusal.reason().anthropicType()).raw(",\"message\":").string(message(refusal));
    return out.raw("},\"request_id\":").string(requestId).raw("}").take();
  }

  @Override
  public byte[] writeErrorEvent(Refusal refusal, String requestId) {
    byte[] body = writeError(refusal, requestId);
    return new JsonOut().raw("event: error\ndata: ").raw(body).raw("\n\n").take();
  }

  /// The sentence; about a prompt that is too long in Anthropic's own words, which clients look
  /// for.
  private static String message(Refusal refusal) {
    if (refusal.reason() == Refusal.Reason.TOO_LONG) {
      return tooLong(refusal.length(), refusal.message());
    }
    return refusal.field().map(field -> field + ": ").orElse("") + refusal.message();
  }

  private static String tooLong(ContextLength length, String otherwise) {
    if (length.window().isEmpty()) {
      return "prompt is too long: " + otherwise;
    }
    long window = length.window().getAsLong();
    if (length.prompt().isEmpty()) {
      return "prompt is too long: the model takes " + window + " tokens";
    }
    long prompt = length.prompt().getAsLong();
    return length.isOutputTooLong()
        ? "input length and `max_tokens` exceed context limit: %d + %d > %d, decrease input length"
                .formatted(prompt, length.output().getAsLong(), window)
            + " or `max_tokens` and try again"
        : "prompt is too long: %d tokens > %d maximum".formatted(prompt, window);
  }

  @Override
  public int status(Refusal.Reason reason) {
    return reason.anthropicStatus();
  }

  @Override
  public Set<String> documentedFields() {
    return FIELDS;
  }

  @Override
  public byte[] keepAlive() {
    return PING.clone();
  }

  @Override
  public byte[] writeReply(ChatReply reply, ReplyMetadata metadata, ParsedRequest asked) {
    ObjectNode body = Json.newObject();
    body.put("id", "msg_" + metadata.requestId()).put("type", "message").put("role", "assistant");
    body.put("model", metadata.model());
    ArrayNode content = body.putArray("content");
    int calls = 0;
    for (Part part : reply.parts()) {
      if (part instanceof Part.ToolUse use) {
        if (!use.arguments().isBlank() && !ObjectText.isOpen(use.arguments())) {
          call(use, calls, metadata, asked, content.addObject());
        }
        calls++;
      } else {
        part(part, content);
      }
    }
    Optional<String> stop = stopText(reply.stopText(), asked);
    body.put("stop_reason", reason(reply.finish(), stop, calls > 0));
    stop.ifPresentOrElse(
        text -> body.put("stop_sequence", text), () -> body.putNull("stop_sequence"));
    body.set(
        "usage",
        usage(ChatCompletions.told(Optional.of(reply.usage()), metadata, reply.text().length())));
    return Json.bytes(body);
  }

  private static void part(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text(String text) -> text(text, content);
      case Part.Refused(String text) -> text(text, content);
      case Part.Thinking thinking ->
          content
              .addObject()
              .put("type", "thinking")
              .put("thinking", thinking.text())
              .put("signature", thinking.signature().orElse(""));
      case Part.Sealed(String data) ->
          content.addObject().put("type", "redacted_thinking").put("data", data);
      case Part.Image image -> {}
      case Part.Document document -> {}
      case Part.ToolUse use -> {}
      case Part.ToolResult result -> {}
    }
  }

  private static void text(String text, ArrayNode content) {
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text);
    }
  }

  private static void call(
      Part.ToolUse use, int index, ReplyMetadata metadata, ParsedRequest asked, ObjectNode to) {
    var arguments = new ArgumentText();
    String sound = arguments.add(use.arguments()) + arguments.end();
    to.put("type", "tool_use");
    to.put("id", ToolNames.callId(use.id(), index, metadata, "toolu_"));
    to.put("name", ToolNames.own(asked, use.name()));
    to.set(
        "input",
        arguments.broken()
            ? Json.newObject().put("arguments", use.arguments())
            : Json.value(sound));
  }

  /// The text that ended the answer, if it is one of those that the client named.
  static Optional<String> stopText(Optional<String> text, ParsedRequest asked) {
    return text.filter(asked.request().settings().stop()::contains);
  }

  static String reason(FinishReason finish, Optional<String> stopText, boolean called) {
    return switch (finish) {
      case LENGTH -> "max_tokens";
      case FILTERED -> "refusal";
      case STOP, TOOL_USE, OTHER -> {
        if (called) {
          yield "tool_use";
        }
        yield stopText.isPresent() ? "stop_sequence" : "end_turn";
      }
    };
  }

  /// What was read from or written to a cache is not part of `input_tokens` here.
  static ObjectNode usage(Usage usage) {
    return Json.newObject()
        .put("input_tokens", usage.input() - usage.cached() - usage.written())
        .put("cache_creation_input_tokens", usage.written())
        .put("cache_read_input_tokens", usage.cached())
        .put("output_tokens", usage.output());
  }
}
