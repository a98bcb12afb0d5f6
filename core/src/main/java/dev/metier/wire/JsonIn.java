package dev.metier.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Reads JSON (RFC 8259) from UTF-8 bytes into a tree. An agent sends long texts in few fields, all
/// of them again with every turn: these are read faster here than by a general parser, which looks
/// at every byte. Not thread-safe.
final class JsonIn {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 500;
  private static final int LONGEST_NUMBER = 1000;
  private static final int SAFE_DIGITS = 18;

  private final byte[] in;
  private final Set<String> kept;
  private final JsonStrings strings;
  private int at;
  private int depth;

  /// @param kept names of fields whose objects are kept as the text that they are
  JsonIn(byte[] in, Set<String> kept) {
    this.in = in;
    this.kept = kept;
    this.strings = new JsonStrings(in);
  }

  /// The one value that the bytes are.
  ///
  /// @throws MalformedException when they are something else
  JsonNode whole() {
    try {
      if (in.length > 2 && in[0] == (byte) 0xEF && in[1] == (byte) 0xBB && in[2] == (byte) 0xBF) {
        at = 3;
      }
      blanks();
      JsonNode value = value();
      while (at < in.length) {
        if (!isBlank(in[at++])) {
          throw new MalformedException("something follows the value");
        }
      }
      return value;
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new MalformedException("it ends too early");
    } catch (NumberFormatException e) {
      throw new MalformedException("a wrong escape, or a number out of all bounds");
    }
  }

  private JsonNode value() {
    return switch (in[at]) {
      case '"' -> NODES.stringNode(string());
      case '{' -> object();
      case '[' -> array();
      case 't' -> word("true", NODES.booleanNode(true));
      case 'f' -> word("false", NODES.booleanNode(false));
      case 'n' -> word("null", NODES.nullNode());
      default -> number();
    };
  }

  private ObjectNode object() {
    ObjectNode object = NODES.objectNode();
    if (opened('}')) {
      do {
        String name = name();
        object.set(name, in[at] == '{' && kept.contains(name) ? text() : value());
      } while (more('}'));
    }
    return object;
  }

  private ArrayNode array() {
    ArrayNode array = NODES.arrayNode();
    if (opened(']')) {
      do {
        array.add(value());
      } while (more(']'));
    }
    return array;
  }

  /// A field's name; what comes next is its value.
  private String name() {
    String name = strings.name(at);
    at = strings.end();
    colon();
    return name;
  }

  private String string() {
    String text = strings.text(at);
    at = strings.end();
    return text;
  }

  private JsonNode word(String word, JsonNode value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  /// The object that begins here, checked but not read.
  private JsonNode text() {
    int from = at;
    skip();
    return NODES.rawValueNode(new RawValue(JsonStrings.utf8(in, from, at)));
  }

  private void skip() {
    switch (in[at]) {
      case '"' -> skipString();
      case '{' -> {
        if (opened('}')) {
          do {
            skipString();
            colon();
            skip();
          } while (more('}'));
        }
      }
      case '[' -> {
        if (opened(']')) {
          do {
            skip();
          } while (more(']'));
        }
      }
      default -> value();
    }
  }

  private void skipString() {
    strings.skip(at);
    at = strings.end();
  }

  // -- numbers -----------------------------------------------------------------------------------

  private JsonNode number() {
    int from = at;
    if (in[at] == '-') {
      at++;
    }
    if (in[at] == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (at < in.length && in[at] == '.') {
      at++;
      digits();
      whole = false;
    }
    if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
      at++;
      if (in[at] == '+' || in[at] == '-') {
        at++;
      }
      digits();
      whole = false;
    }
    return number(from, whole);
  }

  private void digits() {
    int from = at;
    while (at < in.length && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw new MalformedException("a value is missing");
    }
  }

  private JsonNode number(int from, boolean whole) {
    if (at - from > LONGEST_NUMBER) {
      throw new MalformedException("a number of more than " + LONGEST_NUMBER + " characters");
    }
    var text = new String(in, from, at - from, StandardCharsets.ISO_8859_1);
    if (!whole) {
      double value = Double.parseDouble(text);
      return Double.isFinite(value)
          ? NODES.numberNode(value)
          : NODES.numberNode(new BigDecimal(text));
    }
    if (text.length() > SAFE_DIGITS) {
      var value = new BigInteger(text);
      return value.bitLength() < Long.SIZE
          ? NODES.numberNode(value.longValue())
          : NODES.numberNode(value);
    }
    long value = Long.parseLong(text);
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  // -- what stands between -----------------------------------------------------------------------

  /// Goes behind an opening bracket; false when nothing stands in the brackets, and it went behind
  /// the closing one.
  private boolean opened(char closing) {
    if (depth == DEEPEST) {
      throw new MalformedException("more than " + DEEPEST + " levels deep");
    }
    at++;
    blanks();
    if (in[at] == closing) {
      at++;
      return false;
    }
    depth++;
    return true;
  }

  /// Goes behind a comma, to what follows it, or behind the closing bracket.
  private boolean more(char closing) {
    blanks();
    if (in[at] == ',') {
      at++;
      blanks();
      return true;
    }
    expect(closing);
    depth--;
    return false;
  }

  private void colon() {
    blanks();
    expect(':');
    blanks();
  }

  private void blanks() {
    while (isBlank(in[at])) {
      at++;
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void expect(char c) {
    if (in[at++] != c) {
      throw new MalformedException("not " + c);
    }
  }
}
