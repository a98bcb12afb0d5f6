package dev.metier.protocol.responses;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.protocol.OpenAiErrors;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.ReplyWriter;
import dev.metier.protocol.responses.Item.Saying;
import dev.metier.protocol.responses.ToolBox.Kind;
import dev.metier.wire.JsonOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes an answer as a stream of typed events. Calls stay open until the answer ends, since their
/// pieces may come in any order; of text and reasoning one is open at a time. Not thread-safe.
final class ReplyStream implements ReplyWriter {
  /// Shorter ids of calls are counters of the server, which begin anew with each answer.
  private static final int UNIQUE_ID = 12;

  private static final int CHARS_PER_TOKEN = 4;

  private final ReplyMetadata metadata;
  private final ParsedRequest asked;
  private final ResponseObject object;
  private final JsonOut out = new JsonOut();
  private final Map<Integer, Item.Call> calls = new HashMap<>();
  private final TreeMap<Integer, Item> open = new TreeMap<>();
  private final TreeMap<Integer, byte[]> done = new TreeMap<>();
  private Item.@Nullable Said said;
  private Item.@Nullable Thought thought;
  private int items;
  private int saidItems;
  private long sequence;
  private long written;
  private boolean begun;
  private Optional<FinishReason> finish = Optional.empty();
  private Optional<Usage> usage = Optional.empty();

  ReplyStream(ReplyMetadata metadata, ParsedRequest asked) {
    this.metadata = metadata;
    this.asked = asked;
    this.object = new ResponseObject(metadata, asked);
  }

  @Override
  public byte[] write(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      if (finish.isEmpty()) {
        write(event);
      }
    }
    return out.take();
  }

  @Override
  public boolean finished() {
    return finish.isPresent();
  }

  @Override
  public long held() {
    return 2 * written;
  }

  /// A refusal as the last event of this stream.
  @Override
  public Optional<byte[]> failed(Refusal refusal) {
    begin();
    event("response.failed").raw(",\"response\":");
    var error =
        new JsonOut().raw("{\"code\":").string(OpenAiErrors.codeInResponse(refusal.reason()));
    error.raw(",\"message\":").string(OpenAiErrors.message(refusal)).raw("}");
    object.fail(out, error.take(), done.values(), usage());
    end();
    return Optional.of(out.take());
  }

  /// The whole answer, once it is finished.
  byte[] response() {
    out.take();
    finalResponse(finish.orElseThrow());
    return out.take();
  }

  private void write(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta(String text) -> say(text, Saying.TEXT);
      case ChatEvent.RefusalDelta(String text) -> say(text, Saying.REFUSAL);
      case ChatEvent.ThinkingDelta(String text) -> thinking(text);
      case ChatEvent.ThinkingSigned(String signature) -> {
        closeText();
        thought().signature.append(signature);
      }
      case ChatEvent.ThinkingSealed(String data) -> {
        closeText();
        closeThought(Item.COMPLETED);
        if (!data.isEmpty()) {
          var item = new Item.Thought(items++, metadata.requestId(), data);
          added(item);
          close(item, Item.COMPLETED);
        }
      }
      case ChatEvent.ToolStart start -> call(start);
      case ChatEvent.ToolDelta(int index, String arguments) -> {
        Item.Call call = calls.get(index);
        if (call != null) {
          arguments(call, arguments);
        }
      }
      // a client that asks for them here is told that it gets none
      case ChatEvent.LogProbs _ -> {}
      case ChatEvent.Used(Usage used) -> usage = Optional.of(used);
      case ChatEvent.Finished(FinishReason reason, Optional<String> _) -> finish(reason);
    }
  }

  private void say(String piece, Saying kind) {
    if (piece.isEmpty()) {
      return;
    }
    closeThought(Item.COMPLETED);
    if (said != null && said.kind != kind) {
      closeText();
    }
    Item.Said item = said;
    if (item == null) {
      item = new Item.Said(items++, metadata.requestId(), kind);
      said = item;
      saidItems++;
      added(item);
      said("response.content_part.added", item).raw(",\"part\":");
      item.part(out, "");
      end();
    }
    String added = item.text.add(piece);
    if (!added.isEmpty()) {
      written += added.length();
      said("response." + kind.event + ".delta", item).raw(",\"delta\":").string(added);
      out.raw(kind.besides);
      end();
    }
  }

  private JsonOut said(String type, Item.Said item) {
    return event(type).raw(item.place).raw(",\"content_index\":0");
  }

  private void thinking(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    closeText();
    if (thought != null && !thought.signature.isEmpty()) {
      closeThought(Item.COMPLETED);
    }
    Item.Thought item = thought();
    if (!item.begun) {
      item.begun = true;
      summary("response.reasoning_summary_part.added", item).raw(",\"part\":");
      Item.Thought.part(out, "");
      end();
    }
    String added = item.text.add(piece);
    if (!added.isEmpty()) {
      written += added.length();
      summary("response.reasoning_summary_text.delta", item).raw(",\"delta\":").string(added);
      end();
    }
  }

  private Item.Thought thought() {
    Item.Thought item = thought;
    if (item == null) {
      item = new Item.Thought(items++, metadata.requestId(), "");
      thought = item;
      added(item);
    }
    return item;
  }

  private void call(ChatEvent.ToolStart start) {
    closeText();
    closeThought(Item.COMPLETED);
    Item.Call before = calls.get(start.index());
    if (before != null) {
      close(before, Item.COMPLETED);
    }
    int index = items++;
    boolean unique = start.id().length() >= UNIQUE_ID;
    String id = unique ? start.id() : "call_" + metadata.requestId() + "_" + index;
    var tool = ToolBox.recall(asked, start.name());
    var item = new Item.Call(index, metadata.requestId(), tool, id);
    calls.put(start.index(), item);
    added(item);
  }

  private void arguments(Item.Call call, String piece) {
    call.arguments.add(piece);
    boolean free = call.tool.kind() == Kind.CUSTOM;
    String added = call.text.add(free ? call.input.add(piece) : piece);
    written += piece.length();
    boolean inPieces = free || call.tool.kind() == Kind.FUNCTION;
    if (!added.isEmpty() && inPieces) {
      event(
              free
                  ? "response.custom_tool_call_input.delta"
                  : "response.function_call_arguments.delta")
          .raw(call.place)
          .raw(",\"delta\":")
          .string(added);
      end();
    }
  }

  private void finish(FinishReason told) {
    FinishReason reason = refusedOnly(told) ? FinishReason.STOP : told;
    boolean cut = reason.cuts();
    begin();
    for (Item item : new ArrayList<>(open.values())) {
      boolean half = item instanceof Item.Call call && isHalf(call, reason);
      // half a free text or a search could still be run, so that is never done
      if (!half || (item instanceof Item.Call call && call.tool.kind() == Kind.FUNCTION)) {
        close(item, half || (cut && item.index == items - 1) ? Item.INCOMPLETE : Item.COMPLETED);
      }
    }
    finish = Optional.of(reason);
    event(cut ? "response.incomplete" : "response.completed").raw(",\"response\":");
    finalResponse(reason);
    end();
  }

  /// A refusal is a whole answer, unless it ends another one.
  private boolean refusedOnly(FinishReason told) {
    boolean refused = said != null && said.kind == Saying.REFUSAL;
    return told == FinishReason.FILTERED && refused && saidItems == 1 && calls.isEmpty();
  }

  /// Where an answer was cut a last call without arguments may be one whose arguments were still to
  /// come.
  private boolean isHalf(Item.Call call, FinishReason reason) {
    boolean last = call.index == items - 1;
    return call.arguments.open() || (last && reason.cuts() && call.arguments.isEmpty());
  }

  private void closeText() {
    Item.Said item = said;
    if (item != null) {
      close(item, Item.COMPLETED);
    }
  }

  private void closeThought(String status) {
    Item.Thought item = thought;
    if (item != null) {
      close(item, status);
    }
  }

  private void added(Item item) {
    begin();
    open.put(item.index, item);
    event("response.output_item.added").raw(",\"output_index\":").number(item.index);
    item.write(out.raw(",\"item\":"), Item.IN_PROGRESS);
    end();
  }

  private void close(Item item, String status) {
    switch (item) {
      case Item.Said text -> {
        textDone(text);
        said = null;
      }
      case Item.Thought reasoning -> {
        reasoningDone(reasoning);
        thought = null;
      }
      case Item.Call call -> callDone(call, status.equals(Item.INCOMPLETE));
    }
    open.remove(item.index);
    var whole = new JsonOut();
    item.write(whole, status);
    byte[] json = whole.take();
    done.put(item.index, json);
    event("response.output_item.done").raw(",\"output_index\":").number(item.index);
    out.raw(",\"item\":").raw(json);
    end();
  }

  private void textDone(Item.Said item) {
    String text = item.text.text();
    said("response." + item.kind.event + ".done", item).raw(",\"").raw(item.kind.field);
    out.raw("\":").string(text).raw(item.kind.besides);
    end();
    said("response.content_part.done", item).raw(",\"part\":");
    item.part(out, text);
    end();
  }

  private void reasoningDone(Item.Thought item) {
    if (item.begun) {
      String text = item.text.text();
      summary("response.reasoning_summary_text.done", item).raw(",\"text\":").string(text);
      end();
      summary("response.reasoning_summary_part.done", item).raw(",\"part\":");
      Item.Thought.part(out, text);
      end();
    }
  }

  /// A call without arguments has an empty object of them.
  private void callDone(Item.Call call, boolean half) {
    switch (call.tool.kind()) {
      case FUNCTION -> {
        if (call.text.text().isEmpty() && !half) {
          arguments(call, "{}");
        }
        event("response.function_call_arguments.done").raw(call.place).raw(",\"name\":");
        out.string(call.tool.name()).raw(",\"arguments\":").string(call.text.text());
        end();
      }
      case CUSTOM -> {
        String rest = call.text.add(call.input.end());
        if (!rest.isEmpty()) {
          event("response.custom_tool_call_input.delta").raw(call.place).raw(",\"delta\":");
          out.string(rest);
          end();
        }
        event("response.custom_tool_call_input.done").raw(call.place).raw(",\"input\":");
        out.string(call.text.text());
        end();
      }
      case SEARCH, SHELL -> {}
    }
  }

  private JsonOut summary(String type, Item item) {
    return event(type).raw(item.place).raw(",\"summary_index\":0");
  }

  /// What opens the stream.
  private void begin() {
    if (!begun) {
      begun = true;
      for (String type : List.of("response.created", "response.in_progress")) {
        event(type).raw(",\"response\":");
        object.begin(out);
        end();
      }
    }
  }

  private JsonOut event(String type) {
    out.raw("event: ").raw(type).raw("\ndata: {\"type\":\"").raw(type);
    return out.raw("\",\"sequence_number\":").number(sequence++);
  }

  private void end() {
    out.raw("}\n\n");
  }

  private void finalResponse(FinishReason reason) {
    switch (reason) {
      case LENGTH -> object.end(out, "max_output_tokens", done.values(), usage());
      case FILTERED -> object.end(out, "content_filter", done.values(), usage());
      case STOP, TOOL_USE, OTHER -> object.end(out, "", done.values(), usage());
    }
  }

  private Usage usage() {
    return usage
        .filter(used -> !used.equals(Usage.NONE))
        .orElseGet(() -> {
          long output = (written + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
          return new Usage(metadata.inputEstimate(), 0, output, true);
        });
  }
}
