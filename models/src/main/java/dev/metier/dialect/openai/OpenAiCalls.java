package dev.metier.dialect.openai;

import dev.metier.chat.ChatEvent;
import dev.metier.wire.Json;
import dev.metier.wire.ObjectText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Puts the pieces of calls together, in all the ways in which servers cut them. Not thread-safe.
final class OpenAiCalls {
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Call> open = new HashMap<>();
  private final Consumer<ChatEvent> to;
  private boolean irregular;

  /// A call under way; it is told once its name is known to be whole.
  private static final class Call {
    private final int index;
    private String id = "";
    private String name = "";
    private boolean started;
    private boolean old;
    private final ObjectText arguments = new ObjectText();
    private boolean empty = true;
    private final StringBuilder early = new StringBuilder();

    Call(int index) {
      this.index = index;
    }
  }

  OpenAiCalls(Consumer<ChatEvent> to) {
    this.to = to;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  void add(JsonNode node, boolean whole) {
    String key = node.path("index").asString("");
    String id = Json.text(node, "id");
    JsonNode function = node.path(node.path("custom").isObject() ? "custom" : "function");
    Call call = key.isEmpty() ? last() : open.get(key);
    irregular |= key.isEmpty() && !whole;
    if (call == null || whole || another(call, id, function, key.isEmpty())) {
      irregular |= id.isEmpty() || (call != null && !whole);
      call = next();
      open.put(key, call);
    }
    if (call.id.isEmpty()) {
      call.id = id;
    }
    piece(call, function, !key.isEmpty() && !whole);
  }

  /// The one call of the shape that OpenAI has given up.
  void old(JsonNode function) {
    Call call = open.computeIfAbsent("function_call", key -> next());
    call.old = true;
    piece(call, function, false);
  }

  /// Notes that nothing more comes of the calls.
  void stopped() {
    irregular |= calls.stream().anyMatch(call -> call.empty && !call.old);
  }

  /// Whether a reader that goes by the calls' places and ids takes something wrong.
  boolean irregular() {
    return irregular;
  }

  boolean undecided() {
    return calls.stream().anyMatch(call -> !call.started);
  }

  void end() {
    calls.stream().filter(call -> !call.started).forEach(this::start);
  }

  /// Some servers give every call the same index, or none; then the id tells them apart, but only
  /// together with a name, since others invent a new id for each piece. Where the id is the same
  /// too, another name does it, or new arguments behind those that were whole.
  private static boolean another(Call call, String id, JsonNode function, boolean noIndex) {
    String name = Json.text(function, "name");
    if (name.isEmpty()) {
      return false;
    }
    boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
    boolean whole =
        call.arguments.complete() && !Json.argumentText(function.path("arguments")).isBlank();
    boolean otherName = call.started && !name.equals(call.name);
    return otherId || whole || otherName || (noIndex && id.isEmpty() && call.started);
  }

  private @Nullable Call last() {
    return calls.isEmpty() ? null : calls.getLast();
  }

  private Call next() {
    calls.stream().filter(call -> !call.started && !call.name.isEmpty()).forEach(this::start);
    var call = new Call(calls.size());
    calls.add(call);
    return call;
  }

  /// A name may come in pieces, or again and again; with the arguments it is whole.
  private void piece(Call call, JsonNode function, boolean namesInPieces) {
    String name = Json.text(function, "name");
    if (!call.started && !name.isEmpty() && !name.equals(call.name)) {
      call.name += name;
    }
    JsonNode given = function.has("input") ? function.path("input") : function.path("arguments");
    String arguments = Json.argumentText(given);
    irregular |= given.isContainer();
    if (!call.started && !call.name.isEmpty() && !(namesInPieces && arguments.isEmpty())) {
      start(call);
    }
    if (arguments.isEmpty()) {
      return;
    }
    call.empty &= arguments.isBlank();
    call.arguments.add(arguments);
    if (call.started) {
      to.accept(new ChatEvent.ToolDelta(call.index, arguments));
    } else {
      call.early.append(arguments);
    }
  }

  private void start(Call call) {
    boolean taken =
        calls.stream().anyMatch(other -> other.index < call.index && other.id.equals(call.id));
    call.started = true;
    irregular |= taken && !call.old;
    if (call.id.isEmpty() || taken) {
      call.id = "call_" + call.index;
    }
    to.accept(new ChatEvent.ToolStart(call.index, call.id, call.name));
    if (!call.early.isEmpty()) {
      to.accept(new ChatEvent.ToolDelta(call.index, call.early.toString()));
    }
  }
}
