package dev.metier.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where the fields of a JSON object lie in its bytes. Only the outermost object is looked at, so
/// that a large request is understood as far as a gateway needs without being read whole; what lies
/// deeper is checked for balanced brackets and whole strings, and remembered as far as its readers
/// would else look through all of it again. Immutable.
public final class Fields {
  /// One field: its name, and where its value begins and ends in the bytes.
  ///
  /// @param start where the name's quote stands
  public record Field(String name, int start, int from, int to) {}

  private static final int MOST_FIELDS = 1000;

  private static final Set<String> WORDS = Set.of("true", "false", "null");

  private static final Pattern LITERAL =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private final byte[] json;
  private final List<Field> fields;
  private final int open;
  private final InnerNames names;
  private final ShortTexts texts;

  private Fields(Scan scan, List<Field> fields) {
    this.json = scan.json;
    this.fields = List.copyOf(fields);
    this.open = scan.open;
    this.names = scan.names;
    this.texts = scan.texts;
  }

  /// The fields of the object that these bytes are; empty when they are none. The bytes are kept,
  /// not copied.
  public static Optional<Fields> of(byte[] json) {
    try {
      var scan = new Scan(json, 0);
      return Optional.of(new Fields(scan, scan.object()));
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
    return field(name).flatMap(this::text);
  }

  /// The text that a field is; empty when it is none.
  public Optional<String> text(Field field) {
    if (json[field.from()] != '"') {
      return Optional.empty();
    }
    try {
      return Optional.of(unquoted(field.from(), field.to()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
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

  /// The fields of one name in the objects of a list, in the order of the text. Some readers look
  /// over the case of names, so this does too; of an object with several of them all are told.
  ///
  /// @param name in lower case
  public List<Field> inner(Field list, String name) {
    var found = new ArrayList<Field>();
    if (json[list.from()] == '[') {
      var scan = new Scan(json, list.from());
      for (int i = names.first(list.from()); names.before(i, list.to()); i++) {
        scan.fieldOf(name, names.at(i)).ifPresent(found::add);
      }
    }
    return found;
  }

  /// Whether a string of this text may stand somewhere, at any depth, as a name or a value; when
  /// not, none does but one that is written with escapes.
  ///
  /// @param text at most 15 ASCII characters
  public boolean mayHold(String text) {
    return texts.mayHold(text);
  }

  /// Whether more than one string of this text may stand somewhere, as for [#mayHold(String)].
  public boolean mayRepeat(String text) {
    return texts.mayRepeat(text);
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
    private final InnerNames names = new InnerNames();
    private final ShortTexts texts = new ShortTexts();
    private int at;
    private int open;

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

    /// The field that begins there, if this is its name; most others are known by their length.
    Optional<Field> fieldOf(String name, int start) {
      int end = Bytes.either(json, start + 1, json.length, '"', '\\');
      if (json[end] == '"' && !isNamed(start + 1, end, name)) {
        return Optional.empty();
      }
      at = start;
      try {
        return Optional.of(field()).filter(field -> field.name().equalsIgnoreCase(name));
      } catch (MalformedException e) {
        return Optional.empty();
      }
    }

    private boolean isNamed(int from, int to, String name) {
      if (to - from != name.length()) {
        return false;
      }
      for (int i = 0; i < name.length(); i++) {
        if (Character.toLowerCase((char) json[from + i]) != name.charAt(i)) {
          return false;
        }
      }
      return true;
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
      if (isWholeNumber(from, at)) {
        return;
      }
      String word = new String(json, from, at - from, StandardCharsets.ISO_8859_1);
      if (!WORDS.contains(word) && !LITERAL.matcher(word).matches()) {
        throw new MalformedException("a value is missing");
      }
    }

    private boolean isWholeNumber(int from, int to) {
      boolean digits = to > from && (json[from] != '0' || to - from == 1);
      for (int i = from; i < to && digits; i++) {
        digits = json[i] >= '0' && json[i] <= '9';
      }
      return digits;
    }

    private void container() {
      boolean list = json[at] == '[';
      int depth = 0;
      do {
        switch (json[at]) {
          case '"' -> {
            int start = at;
            string();
            if (depth == 2 && list && isName()) {
              names.add(start);
            }
          }
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

    /// Whether the string that was just read is the name of a field.
    private boolean isName() {
      int next = at;
      while (isBlank(json[next])) {
        next++;
      }
      return json[next] == ':';
    }

    /// Moves behind the string that begins here.
    private void string() {
      expect('"');
      int from = at;
      while (true) {
        int found = Bytes.either(json, at, json.length, '"', '\\');
        if (found < 0) {
          throw new MalformedException("a string without its end");
        }
        if (json[found] == '"') {
          at = found + 1;
          texts.add(json, from, found);
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
