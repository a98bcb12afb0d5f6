package dev.metier.protocol.chat;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.ReplyWriter;
import dev.metier.protocol.ToolNames;
import dev.metier.protocol.WholeCharacters;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import dev.metier.wire.ObjectText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes an answer as a stream of Chat Completions chunks. Not thread-safe.
final class ChatStream implements ReplyWriter {
  private static final byte[] PLAIN_END =
      "},\"finish_reason\":null}]}\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LIKELY_END =
      ",\"finish_reason\":null}]}\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final int NO_CALL = -1;

  private final ReplyMetadata metadata;
  private final ParsedRequest asked;
  private final JsonOut out = new JsonOut();
  private final byte[] head;
  private final Map<Integer, Call> calls = new HashMap<>();
  private final WholeCharacters text = new WholeCharacters();
  private final WholeCharacters refusal = new WholeCharacters();
  private final WholeCharacters thinking = new WholeCharacters();

  /// The call that was begun last, if nothing was said since.
  private int last = NO_CALL;

  private boolean answered;
  private boolean refused;
  private boolean started;
  private boolean finished;
  private long written;
  private Optional<Usage> usage = Optional.empty();

  /// A call under way; free text waits until it is complete.
  private static final class Call {
    private final int place;
    private final String id;
    private final String name;
    private final boolean free;
    private final StringBuilder waiting = new StringBuilder();
    private final WholeCharacters characters = new WholeCharacters();
    private boolean empty = true;

    Call(int place, String id, String name, boolean free) {
      this.place = place;
      this.id = id;
      this.name = name;
      this.free = free;
    }
  }

  ChatStream(ReplyMetadata metadata, ParsedRequest asked) {
    this.metadata = metadata;
    this.asked = asked;
    this.head =
        out.raw("data: {\"id\":")
            .string("chatcmpl-" + metadata.requestId())
            .raw(",\"object\":\"chat.completion.chunk\",\"created\":")
            .number(metadata.created().getEpochSecond())
            .raw(",\"model\":")
            .string(metadata.model())
            .raw(",\"choices\":[")
            .take();
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
      case ChatEvent.TextDelta(String piece) -> {
        answered |= !piece.isBlank();
        field("content", text.of(piece));
      }
      case ChatEvent.RefusalDelta(String piece) -> {
        refused |= !piece.isEmpty();
        field("refusal", refusal.of(piece));
      }
      case ChatEvent.ThinkingDelta(String piece) -> field("reasoning_content", thinking.of(piece));
      case ChatEvent.ThinkingSigned(String seal) -> field("reasoning_signature", seal);
      case ChatEvent.ThinkingSealed(String data) -> {
        last = NO_CALL;
        begin();
        out.raw("\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":");
        out.string(data).raw("}]").raw(PLAIN_END);
      }
      case ChatEvent.ToolStart start -> toolStart(start);
      case ChatEvent.ToolDelta(int index, String arguments) -> {
        Call call = calls.get(index);
        if (call != null && !arguments.isEmpty()) {
          written += arguments.length();
          arguments(call, arguments);
        }
      }
      case ChatEvent.LogProbs(String json) -> {
        if (!asked.memory().containsKey(ParsedRequest.WITHOUT_LIKELIHOOD)) {
          likely(json);
        }
      }
      case ChatEvent.Used(Usage used) -> usage = Optional.of(used);
      case ChatEvent.Finished done -> finish(done);
    }
  }

  /// Opens a chunk up to the fields of its delta; the first one tells the role.
  private void begin() {
    out.raw(head).raw("{\"index\":0,\"delta\":{");
    if (!started) {
      started = true;
      out.raw("\"role\":\"assistant\",");
    }
  }

  /// What a server tells of tokens follows their text, or stands beside an empty one.
  private void likely(String json) {
    if (!started) {
      begin();
      out.raw("\"content\":\"\"");
    } else {
      out.raw(head).raw("{\"index\":0,\"delta\":{");
    }
    out.raw("},\"logprobs\":").raw(json.getBytes(StandardCharsets.UTF_8)).raw(LIKELY_END);
  }

  private void field(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    written += value.length();
    last = NO_CALL;
    begin();
    out.raw("\"").raw(name).raw("\":").string(value).raw(PLAIN_END);
  }

  private void toolStart(ChatEvent.ToolStart start) {
    if (calls.containsKey(start.index())) {
      return;
    }
    written += start.name().length();
    int place = calls.size();
    last = place;
    String id = ToolNames.callId(start.id(), place, metadata, "");
    var call =
        new Call(
            place, id, ToolNames.own(asked, start.name()), ToolNames.isFree(asked, start.name()));
    calls.put(start.index(), call);
    if (call.free || ignored(call)) {
      return;
    }
    begin();
    if (ChatCompletions.old(asked)) {
      out.raw("\"function_call\":{");
    } else {
      out.raw("\"tool_calls\":[{\"index\":").number(place).raw(",\"id\":").string(id);
      out.raw(",\"type\":\"function\",\"function\":{");
    }
    out.raw("\"name\":").string(call.name).raw(",\"arguments\":\"\"}");
    endCall();
  }

  /// The old shape has room for one call.
  private boolean ignored(Call call) {
    return call.place > 0 && ChatCompletions.old(asked);
  }

  private void arguments(Call call, String came) {
    call.empty = false;
    String piece = call.characters.of(came);
    if (piece.isEmpty()) {
      return;
    }
    if (call.free) {
      call.waiting.append(piece);
    } else if (!ignored(call)) {
      begin();
      if (ChatCompletions.old(asked)) {
        out.raw("\"function_call\":{\"arguments\":").string(piece).raw("}");
      } else {
        out.raw("\"tool_calls\":[{\"index\":").number(call.place);
        out.raw(",\"function\":{\"arguments\":").string(piece).raw("}");
      }
      endCall();
    }
  }

  private void endCall() {
    out.raw(ChatCompletions.old(asked) ? "" : "}]").raw(PLAIN_END);
  }

  private void freeCall(Call call) {
    begin();
    out.raw("\"tool_calls\":[{\"index\":").number(call.place).raw(",\"id\":").string(call.id);
    out.raw(",\"type\":\"custom\",\"custom\":{\"name\":").string(call.name).raw(",\"input\":");
    out.string(ToolNames.freeText(call.waiting.toString())).raw("}");
    endCall();
  }

  /// Whether an answer was cut at a call whose arguments were still to come.
  private boolean mayGoOn(Call call, FinishReason reason) {
    return reason.cuts() && call.place == last;
  }

  private void finish(ChatEvent.Finished done) {
    finished = true;
    calls.values().stream()
        .sorted((a, b) -> Integer.compare(a.place, b.place))
        .forEach(call -> {
          if (call.free && !ObjectText.isOpen(call.waiting.toString())) {
            freeCall(call);
          } else if (!call.free && call.empty && !mayGoOn(call, done.reason())) {
            arguments(call, "{}");
          }
        });
    out.raw(head).raw("{\"index\":0,\"delta\":{");
    out.raw(started ? "" : "\"role\":\"assistant\",\"content\":\"\"").raw("},\"finish_reason\":");
    FinishReason reason =
        ChatCompletions.whole(done.reason(), refused, answered || !calls.isEmpty());
    out.string(ChatCompletions.reason(reason, !calls.isEmpty(), asked)).raw("}]}\n\n");
    if (asked.usageInStream()) {
      Usage told = ChatCompletions.told(usage, metadata, written);
      out.raw(head).raw("],\"usage\":");
      out.raw(Json.bytes(ChatCompletions.usage(told))).raw("}\n\n");
    }
    out.raw("data: [DONE]\n\n");
  }
}
