package dev.metier.protocol.responses;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.protocol.OpenAiErrors;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.ReplyWriter;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// OpenAI Responses, as Codex and most newer clients speak it. A request brings the whole
/// conversation; what an earlier answer stands for is put in before it is read. See
/// <https://platform.openai.com/docs/api-reference/responses>.
public final class Responses implements Protocol {
  public static final Responses PROTOCOL = new Responses();

  /// In the memory of a request: the answer that it went on from, as JSON.
  public static final String PREVIOUS = "previous";

  /// In the memory of a request: whether its answer is kept, as JSON.
  public static final String STORED = "stored";

  private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final int TOO_MANY_REQUESTS = 429;

  private Responses() {}

  @Override
  public String word() {
    return "responses";
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }

  @Override
  public ParsedRequest read(byte[] body) {
    Optional<Fields> fields = Fields.of(body);
    Optional<JsonNode> json = Json.tryObject(body);
    if (fields.isEmpty() || json.isEmpty()) {
      throw new RefusedException(
          Refusal.of(Refusal.Reason.BAD_REQUEST, "The body of the request is no JSON object."));
    }
    return new RequestReader(json.get(), fields.get()).read();
  }

  @Override
  public byte[] writeReply(ChatReply reply, ReplyMetadata metadata, ParsedRequest asked) {
    var stream = new ReplyStream(metadata, asked);
    var events = new ArrayList<ChatEvent>();
    int calls = 0;
    for (Part part : reply.parts()) {
      calls += events(part, calls, events);
    }
    events.add(new ChatEvent.Used(reply.usage()));
    events.add(new ChatEvent.Finished(reply.finish(), reply.stopText()));
    stream.write(events);
    return stream.response();
  }

  /// Adds what a part says, and tells how many calls that is.
  private static int events(Part part, int call, List<ChatEvent> to) {
    switch (part) {
      case Part.Text(String text) -> to.add(new ChatEvent.TextDelta(text));
      case Part.Refused(String text) -> to.add(new ChatEvent.RefusalDelta(text));
      case Part.Thinking thinking -> {
        to.add(new ChatEvent.ThinkingDelta(thinking.text()));
        thinking.signature().map(ChatEvent.ThinkingSigned::new).ifPresent(to::add);
      }
      case Part.Sealed(String data) -> to.add(new ChatEvent.ThinkingSealed(data));
      case Part.ToolUse use -> {
        to.add(new ChatEvent.ToolStart(call, use.id(), use.name()));
        to.add(new ChatEvent.ToolDelta(call, use.arguments()));
        return 1;
      }
      // no model answers with these
      case Part.Image _, Part.Document _, Part.ToolResult _ -> {}
    }
    return 0;
  }

  @Override
  public ReplyWriter stream(ReplyMetadata metadata, ParsedRequest asked) {
    return new ReplyStream(metadata, asked);
  }

  @Override
  public byte[] writeError(Refusal refusal, String requestId) {
    return OpenAiErrors.body(refusal);
  }

  /// Without the stream's own count of events the number is simply larger than all before; whoever
  /// has the writer uses [ReplyWriter#failed].
  @Override
  public byte[] writeErrorEvent(Refusal refusal, String requestId) {
    var out = new JsonOut().raw("event: response.failed\ndata: {\"type\":\"response.failed\"");
    out.raw(",\"sequence_number\":").number(Integer.MAX_VALUE);
    out.raw(",\"response\":{\"id\":").string("resp_" + requestId);
    out.raw(",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":");
    out.string(OpenAiErrors.codeInResponse(refusal.reason())).raw(",\"message\":");
    out.string(OpenAiErrors.message(refusal)).raw("},\"output\":[],\"usage\":null}}\n\n");
    return out.take();
  }

  /// As in Chat Completions, but for a spent budget: Codex connects again and again on 402, and
  /// ends on 429 with this code.
  @Override
  public int status(Refusal.Reason reason) {
    return reason == Refusal.Reason.BUDGET_SPENT ? TOO_MANY_REQUESTS : reason.openAiStatus();
  }

  /// None goes on as it came: no model here speaks this protocol.
  @Override
  public Set<String> documentedFields() {
    return Set.of();
  }

  @Override
  public byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  /// Whether an item of this id is reasoning: a chat goes on without it.
  public static boolean isReasoning(String itemId) {
    return itemId.startsWith(Item.Thought.PREFIX);
  }

  static RefusedException bad(String field, String message) {
    return new RefusedException(Refusal.ofField(Refusal.Reason.BAD_REQUEST, field, message));
  }

  static RefusedException unsupported(String field, String message) {
    return new RefusedException(Refusal.ofField(Refusal.Reason.UNSUPPORTED, field, message));
  }
}
