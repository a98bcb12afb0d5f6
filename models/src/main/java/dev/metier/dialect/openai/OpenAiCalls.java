package dev.metier.dialect.openai;

import dev.metier.chat.ChatEvent;
import dev.metier.wire.Json;
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

  /// A call under way; it is told once its name is known to be whole.
  private static final class Call {
    private final int index;
    private String id = "";
    private String name = "";
    private boolean started;
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
    if (call == null || whole || another(call, id, function, key.isEmpty())) {
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
    piece(open.computeIfAbsent("function_call", key -> next()), function, false);
  }

  void end() {
    calls.stream().filter(call -> !call.started).forEach(this::start);
  }

  /// Some servers give every call the same index, or none; then the id tells them apart, but only
  /// together with a name, since others invent a new id for each piece.
  private static boolean another(Call call, String id, JsonNode function, boolean noIndex) {
    boolean named = !Json.text(function, "name").isEmpty();
    boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
    return named && (otherId || (noIndex && id.isEmpty() && call.started));
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
    if (!call.started && !call.name.isEmpty() && !(namesInPieces && arguments.isEmpty())) {
      start(call);
    }
    if (arguments.isEmpty()) {
      return;
    }
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
    if (call.id.isEmpty() || taken) {
      call.id = "call_" + call.index;
    }
    to.accept(new ChatEvent.ToolStart(call.index, call.id, call.name));
    if (!call.early.isEmpty()) {
      to.accept(new ChatEvent.ToolDelta(call.index, call.early.toString()));
    }
  }
}
