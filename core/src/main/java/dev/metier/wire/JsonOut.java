package dev.metier.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.util.RawValue;

/// Writes JSON straight on, as UTF-8 bytes; whoever uses it sees to the grammar. Not thread-safe.
public final class JsonOut {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  public JsonOut() {
    this(512);
  }

  /// @param expected about how many bytes will be written
  private JsonOut(int expected) {
    bytes = new byte[expected];
  }

  /// A value as JSON text without white space, in UTF-8.
  static byte[] bytes(JsonNode node) {
    return new JsonOut(about(node)).node(node).take();
  }

  /// About how many bytes a value takes; more only where much must be escaped.
  private static int about(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        int sum = 2;
        for (var field : object.properties()) {
          sum += field.getKey().length() + 4 + about(field.getValue());
        }
        yield sum;
      }
      case ArrayNode array -> {
        int sum = 2;
        for (JsonNode element : array) {
          sum += 1 + about(element);
        }
        yield sum;
      }
      case StringNode text -> {
        int length = text.stringValue().length();
        yield length + length / 8 + 8;
      }
      case POJONode raw when raw.getPojo() instanceof RawValue json ->
          String.valueOf(json.rawValue()).length() + 8;
      default -> 16;
    };
  }

  /// Bytes that are JSON already.
  public JsonOut raw(byte[] json) {
    raw(json, 0, json.length);
    return this;
  }

  /// Text that is JSON already, of ASCII characters alone.
  @SuppressWarnings("deprecation")
  public JsonOut raw(String ascii) {
    room(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, size);
    size += ascii.length();
    return this;
  }

  public JsonOut number(long value) {
    return raw(Long.toString(value));
  }

  /// A string, with its quotes. Half of a surrogate pair at either end is written as an escape,
  /// since the other half may come in the next piece of a stream; elsewhere it becomes a question
  /// mark, as UTF-8 cannot hold it.
  public JsonOut string(String value) {
    int last = value.length() - 1;
    int from = last >= 0 && Character.isLowSurrogate(value.charAt(0)) ? 1 : 0;
    int to = last > from && Character.isHighSurrogate(value.charAt(last)) ? last : last + 1;
    raw("\"");
    if (from > 0) {
      escape(value.charAt(0));
    }
    boolean all = from == 0 && to > last;
    utf8((all ? value : value.substring(from, to)).getBytes(StandardCharsets.UTF_8));
    if (to == last) {
      escape(value.charAt(last));
    }
    return raw("\"");
  }

  /// A whole value.
  public JsonOut node(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        raw("{");
        boolean first = true;
        for (var field : object.properties()) {
          raw(first ? "" : ",");
          text(field.getKey()).raw(":").node(field.getValue());
          first = false;
        }
        raw("}");
      }
      case ArrayNode array -> {
        raw("[");
        for (int i = 0; i < array.size(); i++) {
          raw(i == 0 ? "" : ",").node(array.get(i));
        }
        raw("]");
      }
      case StringNode text -> text(text.stringValue());
      case POJONode raw when raw.getPojo() instanceof RawValue json ->
          raw(String.valueOf(json.rawValue()).getBytes(StandardCharsets.UTF_8));
      // its own text is made by an object mapper
      case NumericNode number -> raw(number.asString());
      case BooleanNode flag -> raw(flag.booleanValue() ? "true" : "false");
      case NullNode _ -> raw("null");
      default -> throw new IllegalArgumentException("not a value of JSON: " + node.getNodeType());
    }
    return this;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// All that was written since the last time.
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  private JsonOut text(String value) {
    raw("\"").utf8(value.getBytes(StandardCharsets.UTF_8));
    return raw("\"");
  }

  private void utf8(byte[] text) {
    int from = 0;
    int i = Bytes.special(text, 0);
    while (i < text.length) {
      raw(text, from, i);
      control(text[i]);
      from = i + 1;
      i = Bytes.special(text, from);
    }
    raw(text, from, text.length);
  }

  private void raw(byte[] text, int from, int to) {
    room(to - from);
    System.arraycopy(text, from, bytes, size, to - from);
    size += to - from;
  }

  private void control(byte b) {
    room(6);
    switch (b) {
      case '"', '\\' -> pairOf(b);
      case '\n' -> pairOf((byte) 'n');
      case '\r' -> pairOf((byte) 'r');
      case '\t' -> pairOf((byte) 't');
      case '\b' -> pairOf((byte) 'b');
      case '\f' -> pairOf((byte) 'f');
      default -> escape((char) b);
    }
  }

  private void pairOf(byte second) {
    bytes[size++] = '\\';
    bytes[size++] = second;
  }

  private void escape(char c) {
    room(6);
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[size++] = HEX[(c >> shift) & 15];
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
