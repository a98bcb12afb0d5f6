package dev.metier.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the fields of a JSON object lie in its bytes. Only the outermost object is looked at, so
/// that a large request is understood as far as a gateway needs without being read whole; what lies
/// deeper is checked for balanced brackets and whole strings, no more. Immutable.
public final class Fields {
  /// One field: its name, and where its value begins and ends in the bytes.
  ///
  /// @param start where the name's quote stands
  public record Field(String name, int start, int from, int to) {}

  private static final int MOST_FIELDS = 1000;

  private static final Pattern LITERAL =
      Pattern.compile("true|false|null|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private final byte[] json;
  private final List<Field> fields;
  private final int open;

  private Fields(byte[] json, List<Field> fields, int open) {
    this.json = json;
    this.fields = List.copyOf(fields);
    this.open = open;
  }

  /// The fields of the object that these bytes are; empty when they are none. The bytes are kept,
  /// not copied.
  public static Optional<Fields> of(byte[] json) {
    try {
      var scan = new Scan(json);
      return Optional.of(new Fields(json, scan.object(), scan.open));
    } catch (MalformedException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  public byte[] json() {
    return json;
  }

  /// All fields in the order of the text.
  public List<Field> all() {
    return fields;
  }

  /// Where the object's opening bracket stands.
  public int open() {
    return open;
  }

  /// The last field of this name, as most parsers take it.
  public Optional<Field> field(String name) {
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (fields.get(i).name().equals(name)) {
        return Optional.of(fields.get(i));
      }
    }
    return Optional.empty();
  }

  /// The text in a field; empty when it is absent or no text.
  public Optional<String> text(String name) {
    return field(name)
        .filter(f -> json[f.from()] == '"')
        .flatMap(f -> {
          try {
            return Optional.of(unquoted(f.from(), f.to()));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
  }

  /// Whether a field is `true`.
  public boolean isTrue(String name) {
    return field(name).filter(f -> json[f.from()] == 't').isPresent();
  }

  /// The whole number in a field; empty when it is absent, no whole number or out of range.
  public Optional<Long> number(String name) {
    return field(name)
        .flatMap(f -> {
          try {
            return Optional.of(Long.parseLong(raw(f)));
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        });
  }

  /// The JSON text of a field's value.
  public String raw(Field field) {
    return new String(json, field.from(), field.to() - field.from(), StandardCharsets.UTF_8);
  }

  /// Where the elements of a field's list lie, without names; none when it is no list that can be
  /// read.
  public List<Field> elements(Field list) {
    try {
      return json[list.from()] == '[' ? new Scan(json, list.from()).elements() : List.of();
    } catch (MalformedException | ArrayIndexOutOfBoundsException e) {
      return List.of();
    }
  }

  private String unquoted(int from, int to) {
    return unquoted(json, from, to);
  }

  private static String unquoted(byte[] json, int from, int to) {
    return Bytes.find(json, from, to, '\\') < 0
        ? new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8)
        : Json.value(new String(json, from, to - from, StandardCharsets.UTF_8)).stringValue("");
  }

  /// One pass over the bytes; running over their end is caught by whoever scans.
  private static final class Scan {
    private final byte[] json;
    private int at;
    private int open;

    Scan(byte[] json) {
      this(json, 0);
    }

    Scan(byte[] json, int at) {
      this.json = json;
      this.at = at;
    }

    /// Only of a list that was scanned as a value before.
    List<Field> elements() {
      var elements = new ArrayList<Field>();
      expect('[');
      blanks();
      while (json[at] != ']') {
        int from = at;
        value();
        elements.add(new Field("", from, from, at));
        blanks();
        if (json[at] == ',') {
          at++;
          blanks();
        }
      }
      return elements;
    }

    List<Field> object() {
      var fields = new ArrayList<Field>();
      if (json.length > 2 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB) {
        at = 3;
      }
      blanks();
      open = at;
      expect('{');
      blanks();
      if (json[at] == '}') {
        at++;
      } else {
        do {
          fields.add(field());
        } while (more() && fields.size() < MOST_FIELDS);
      }
      while (at < json.length) {
        if (!isBlank(json[at++])) {
          throw new MalformedException("something follows the object");
        }
      }
      return fields;
    }

    private Field field() {
      blanks();
      int start = at;
      string();
      String name = name(start, at);
      blanks();
      expect(':');
      blanks();
      int from = at;
      value();
      return new Field(name, start, from, at);
    }

    private String name(int from, int to) {
      try {
        return unquoted(json, from, to);
      } catch (IllegalArgumentException e) {
        throw new MalformedException("a name with a wrong escape");
      }
    }

    private boolean more() {
      blanks();
      if (json[at] == ',') {
        at++;
        return true;
      }
      expect('}');
      return false;
    }

    private void value() {
      switch (json[at]) {
        case '"' -> string();
        case '{', '[' -> container();
        default -> literal();
      }
    }

    /// Servers disagree about what looks like one and is none: `tru`, `0x10`, `NaN`.
    private void literal() {
      int from = at;
      while (json[at] != ',' && json[at] != '}' && json[at] != ']' && json[at] > ' ') {
        at++;
      }
      String word = new String(json, from, at - from, StandardCharsets.ISO_8859_1);
      if (!LITERAL.matcher(word).matches()) {
        throw new MalformedException("a value is missing");
      }
    }

    private void container() {
      int depth = 0;
      do {
        switch (json[at]) {
          case '"' -> string();
          case '{', '[' -> {
            depth++;
            at++;
          }
          case '}', ']' -> {
            depth--;
            at++;
          }
          default -> at++;
        }
      } while (depth > 0);
    }

    /// Moves behind the string that begins here.
    private void string() {
      expect('"');
      while (true) {
        int found = Bytes.either(json, at, json.length, '"', '\\');
        if (found < 0) {
          throw new MalformedException("a string without its end");
        }
        if (json[found] == '"') {
          at = found + 1;
          return;
        }
        at = found + 2;
        switch (json[found + 1]) {
          case 'u' -> hex();
          case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
          default -> throw new MalformedException("a wrong escape");
        }
      }
    }

    private void hex() {
      for (int end = at + 4; at < end; at++) {
        if (Character.digit((char) json[at], 16) < 0) {
          throw new MalformedException("a wrong escape");
        }
      }
    }

    private void blanks() {
      while (isBlank(json[at])) {
        at++;
      }
    }

    private static boolean isBlank(byte b) {
      return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private void expect(char c) {
      if (json[at++] != c) {
        throw new MalformedException("not " + c);
      }
    }
  }
}
