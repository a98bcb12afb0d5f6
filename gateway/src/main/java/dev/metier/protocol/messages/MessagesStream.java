package dev.metier.protocol.messages;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.Usage;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.ReplyWriter;
import dev.metier.protocol.ToolNames;
import dev.metier.protocol.WholeCharacters;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.wire.ArgumentText;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import dev.metier.wire.ObjectText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes an answer as a stream of Messages events: one block after the other, each with its start
/// and its stop. What belongs to a later block waits until the one before it is closed, and a call
/// is closed when its arguments are whole. Not thread-safe.
final class MessagesStream implements ReplyWriter {
  private enum Kind {
    TEXT,
    THINKING,
    SEALED,
    CALL
  }

  /// A block under way.
  private static final class Block {
    private final Kind kind;
    private final String start;
    private final StringBuilder waiting = new StringBuilder();
    private final WholeCharacters characters = new WholeCharacters();
    private final ArgumentText arguments = new ArgumentText();
    private final ObjectText told = new ObjectText();
    private String seal = "";

    Block(Kind kind, String start) {
      this.kind = kind;
      this.start = start;
    }
  }

  private final ReplyMetadata metadata;
  private final ParsedRequest asked;
  private final JsonOut out = new JsonOut();
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Map<Integer, Block> calls = new HashMap<>();
  private boolean started;
  private boolean finished;
  private boolean headOpen;
  private boolean limited;
  private int index;
  private long written;
  private Optional<Usage> usage = Optional.empty();

  MessagesStream(ReplyMetadata metadata, ParsedRequest asked) {
    this.metadata = metadata;
    this.asked = asked;
  }

  @Override
  public byte[] write(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      if (!finished) {
        write(event);
      }
    }
    return out.take();
  }

  @Override
  public boolean finished() {
    return finished;
  }

  private void write(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(String text) -> said(Kind.TEXT, text);
      case ChatEvent.RefusalDelta(String text) -> said(Kind.TEXT, text);
      case ChatEvent.ThinkingDelta(String text) -> said(Kind.THINKING, text);
      case ChatEvent.ThinkingSigned(String seal) -> {
        Block last = blocks.peekLast();
        boolean own = last != null && last.kind == Kind.THINKING;
        (own ? last : add(new Block(Kind.THINKING, ""))).seal += seal;
        drain(false);
      }
      case ChatEvent.ThinkingSealed(String data) -> {
        add(new Block(Kind.SEALED, data));
        drain(false);
      }
      case ChatEvent.ToolStart start -> toolStart(start);
      case ChatEvent.ToolDelta(int call, String arguments) -> {
        Block block = calls.get(call);
        if (block != null && !arguments.isEmpty()) {
          written += arguments.length();
          block.told.add(arguments);
          block.waiting.append(block.arguments.add(arguments));
          drain(false);
        }
      }
      // this protocol has no word for them
      case ChatEvent.LogProbs _ -> {}
      case ChatEvent.Used(Usage used) -> usage = Optional.of(used);
      case ChatEvent.Finished done -> finish(done);
    }
  }

  private void said(Kind kind, String text) {
    if (text.isEmpty()) {
      return;
    }
    written += text.length();
    Block last = blocks.peekLast();
    if (last == null || last.kind != kind || !last.seal.isEmpty()) {
      last = add(new Block(kind, ""));
    }
    last.waiting.append(text);
    drain(false);
  }

  private void toolStart(ChatEvent.ToolStart start) {
    if (calls.containsKey(start.index())) {
      return;
    }
    written += start.name().length();
    String id = ToolNames.callId(start.id(), calls.size(), metadata, "toolu_");
    var text = new JsonOut().raw("\"id\":").string(id).raw(",\"name\":");
    text.string(ToolNames.own(asked, start.name()));
    calls.put(
        start.index(),
        add(
            new Block(
                Kind.CALL, new String(text.take(), java.nio.charset.StandardCharsets.UTF_8))));
    drain(false);
  }

  private Block add(Block block) {
    blocks.addLast(block);
    return block;
  }

  /// Writes what can be written of the first block, and of those behind it once it is closed.
  private void drain(boolean all) {
    while (true) {
      Block head = blocks.peekFirst();
      if (head == null) {
        return;
      }
      if (!headOpen) {
        open(head);
      }
      deltas(head);
      boolean behind = blocks.size() > 1;
      boolean whole = head.kind != Kind.CALL || head.arguments.complete();
      if (!all && !(behind && whole)) {
        return;
      }
      close(head);
    }
  }

  private void open(Block block) {
    begin();
    headOpen = true;
    out.raw("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
    out.number(index).raw(",\"content_block\":");
    switch (block.kind) {
      case TEXT -> out.raw("{\"type\":\"text\",\"text\":\"\"}");
      case THINKING -> out.raw("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      case SEALED ->
          out.raw("{\"type\":\"redacted_thinking\",\"data\":").string(block.start).raw("}");
      case CALL -> {
        out.raw("{\"type\":\"tool_use\",");
        out.raw(block.start.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.raw(",\"input\":{}}");
      }
    }
    out.raw("}\n\n");
  }

  private void deltas(Block block) {
    if (block.waiting.isEmpty()) {
      return;
    }
    String text = block.characters.of(block.waiting.toString());
    block.waiting.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    switch (block.kind) {
      case TEXT -> delta("text_delta", "text", text);
      case THINKING -> delta("thinking_delta", "thinking", text);
      case CALL -> delta("input_json_delta", "partial_json", text);
      case SEALED -> {}
    }
  }

  private void delta(String type, String field, String value) {
    out.raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    out.number(index).raw(",\"delta\":{\"type\":\"").raw(type).raw("\",\"").raw(field);
    out.raw("\":").string(value).raw("}}\n\n");
  }

  private void close(Block block) {
    if (block.kind == Kind.CALL) {
      // nobody may run half of what the model wrote
      boolean last = blocks.size() == 1;
      boolean half = block.told.open() || (limited && last && block.told.isEmpty());
      block.waiting.append(half ? "" : block.arguments.end());
      deltas(block);
      if (half && block.told.isEmpty()) {
        // as the vendor itself does: its clients want one delta of each call
        delta("input_json_delta", "partial_json", "");
      }
    } else if (!block.seal.isEmpty()) {
      delta("signature_delta", "signature", block.seal);
    }
    out.raw("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
    out.number(index).raw("}\n\n");
    index++;
    headOpen = false;
    blocks.removeFirst();
  }

  private void begin() {
    if (started) {
      return;
    }
    started = true;
    long input = usage.map(Usage::input).filter(told -> told > 0).orElse(metadata.inputEstimate());
    out.raw("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":");
    out.string("msg_" + metadata.requestId());
    out.raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":").string(metadata.model());
    out.raw(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
    out.raw(Json.bytes(Messages.usage(usage.orElse(new Usage(input, 0, 0, true)))));
    out.raw("}}\n\n");
  }

  private void finish(ChatEvent.Finished done) {
    finished = true;
    limited = done.reason().cuts();
    begin();
    drain(true);
    Optional<String> stop = Messages.stopText(done.stopText(), asked);
    Usage told = ChatCompletions.told(usage, metadata, written);
    out.raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":");
    out.string(Messages.reason(done.reason(), stop, !calls.isEmpty()));
    out.raw(",\"stop_sequence\":");
    @Nullable String text = stop.orElse(null);
    if (text == null) {
      out.raw("null");
    } else {
      out.string(text);
    }
    out.raw("},\"usage\":").raw(Json.bytes(Messages.usage(told))).raw("}\n\n");
    out.raw("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }
}
