package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.chat.Settings;
import dev.metier.wire.Fields;
import dev.metier.wire.Fields.Field;
import dev.metier.wire.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A request's body with some fields exchanged, added or left out; every other byte is as it was.
public final class Splice {
  private final Fields fields;
  private final Map<String, String> set = new LinkedHashMap<>();
  private final Set<String> renamed = new HashSet<>();
  private Set<String> without = Set.of();

  public Splice(Fields fields) {
    this.fields = fields;
  }

  /// Gives a field this JSON text, whether it is there or not.
  public Splice set(String name, String json) {
    set.put(name, json);
    return this;
  }

  /// Gives a field this text, as [#set(String, String)].
  Splice text(String name, String text) {
    return set(name, Json.quoted(text));
  }

  /// Gives an object this one's fields too, where the client has one; else this one.
  Splice merged(String name, String object) {
    return set(
        name,
        fields
            .field(name)
            .flatMap(field -> Json.tryObject(DialectBridge.utf8(fields.raw(field))))
            .map(own ->
                ((ObjectNode) own).setAll((ObjectNode) Json.object(DialectBridge.utf8(object))))
            .map(ObjectNode::toString)
            .orElse(object));
  }

  /// Gives a field this JSON text where the client has none.
  Splice usually(String name, String json) {
    if (fields.field(name).isEmpty()) {
      set.put(name, json);
    }
    return this;
  }

  /// What a model needs set, where the client does not set it.
  Splice usually(Settings own, String limit) {
    own.temperature().ifPresent(value -> usually("temperature", Double.toString(value)));
    own.maxTokens().ifPresent(value -> usually(limit, Integer.toString(value)));
    own.seed().ifPresent(value -> usually("seed", Long.toString(value)));
    own.extra().forEach(this::usually);
    return this;
  }

  /// Leaves these fields out.
  public Splice without(Set<String> names) {
    without = names;
    return this;
  }

  /// Calls a field that is left out by another name, where the client does not use that too.
  Splice renamed(String name, String other) {
    if (!name.equals(other)) {
      fields.field(name).ifPresent(field -> usually(other, fields.raw(field)));
      renamed.add(name);
    }
    return this;
  }

  /// Fields of the client that the body leaves out, sorted.
  List<String> dropped() {
    if (without.isEmpty()) {
      return List.of();
    }
    return fields.all().stream()
        .map(Field::name)
        .filter(without::contains)
        .filter(name -> !renamed.contains(name))
        .distinct()
        .sorted()
        .toList();
  }

  /// The body, put together of pieces of the one that came: a large one is not copied.
  public Buffer body() {
    List<ByteBuf> out = new ArrayList<>();
    var left = new LinkedHashMap<>(set);
    int written = 0;
    int at = 0;
    for (Field field : fields.all()) {
      String value = left.remove(field.name());
      if (without.contains(field.name())) {
        if (at == 0) {
          out.add(piece(0, field.start()));
        }
        // what lies between it and the field before is left out with it
        at = field.to();
        continue;
      }
      if (written++ == 0 && at > 0) {
        at = field.start();
      }
      int end = value == null ? field.to() : field.from();
      out.add(piece(at, end));
      if (value != null) {
        out.add(piece(value));
      }
      at = field.to();
    }
    if (at == 0) {
      at = fields.open() + 1;
      out.add(piece(0, at));
    }
    without.forEach(left::remove);
    for (Map.Entry<String, String> entry : left.entrySet()) {
      String name = Json.quoted(entry.getKey());
      out.add(piece((written++ == 0 ? "" : ",") + name + ":" + entry.getValue()));
    }
    out.add(piece(at, fields.json().length));
    return EventLoopContext.wrapped(out.toArray(ByteBuf[]::new));
  }

  private ByteBuf piece(int from, int to) {
    return Unpooled.wrappedBuffer(fields.json(), from, to - from);
  }

  private static ByteBuf piece(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
  }
}
