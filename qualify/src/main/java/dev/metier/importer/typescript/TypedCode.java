package dev.metier.importer.typescript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The text of a file, where reading stands in it, and what is erased of it so far. Not
/// thread-safe.
final class TypedCode {
  /// A pair of brackets in brackets in brackets, and so on, is read up to here.
  private static final int DEEPEST = 300;

  private static final String[] SIGNS =
      ("... === !== **= <<= &&= ||= ??= => == != <= ++ -- && || ?? ?. += -= *= /= %= &= |= ^= **"
              + " <<")
          .split(" ");

  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    SIGN,
    END
  }

  /// A word of the code.
  ///
  /// @param after whether a line ends before it
  record Token(Kind kind, String text, int start, int end, boolean after) {
    boolean is(String other) {
      return (kind == Kind.NAME || kind == Kind.SIGN) && text.equals(other);
    }

    boolean isName() {
      return kind == Kind.NAME;
    }
  }

  /// A name that is imported or exported, and where it stands.
  record Named(String text, int at, int end) {}

  /// A statement that imports names.
  record Import(int start, int end, List<Named> names) {}

  private record Erased(int start, int end, Map<Integer, Character> put) {}

  private final String text;
  private final List<Erased> erased = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<Named> exports = new ArrayList<>();
  private final Set<String> types = new HashSet<>();
  private final Set<String> values = new HashSet<>();
  private final Map<Integer, Token> scanned = new HashMap<>();
  private final Map<Integer, Token> words = new HashMap<>();
  private int at;
  private int depth;

  TypedCode(String text) {
    this.text = text;
  }

  // Reading --------------------------------------------------------------------------------------

  /// The next word, which stays the next.
  Token peek() throws NotErased {
    return scan(at);
  }

  /// The word behind another.
  Token behind(Token token) throws NotErased {
    return scan(token.end());
  }

  /// The next word, which is passed.
  Token next() throws NotErased {
    Token token = peek();
    at = token.end();
    if (token.isName()) {
      words.put(token.start(), token);
    }
    return token;
  }

  boolean sees(String word) throws NotErased {
    return peek().is(word);
  }

  /// Passes the next word where it is this one.
  boolean skips(String word) throws NotErased {
    if (sees(word)) {
      next();
      return true;
    }
    return false;
  }

  Token expect(String word) throws NotErased {
    if (!sees(word)) {
      throw unread();
    }
    return next();
  }

  Token name() throws NotErased {
    if (!peek().isName()) {
      throw unread();
    }
    return next();
  }

  int at() {
    return at;
  }

  /// Goes back, and forgets what was erased since.
  void back(int where, int erasures) {
    at = where;
    erased.subList(Math.min(erasures, erased.size()), erased.size()).clear();
  }

  int erasures() {
    return erased.size();
  }

  /// Goes one level deeper.
  ///
  /// @throws NotErased when that is too deep
  void deeper() throws NotErased {
    if (++depth > DEEPEST) {
      throw refused("more brackets in brackets than are read");
    }
  }

  void higher() {
    depth--;
  }

  int depth() {
    return depth;
  }

  void depth(int before) {
    depth = before;
  }

  NotErased unread() throws NotErased {
    Token token = peek();
    return refused(
        token.kind() == Kind.END
            ? "an end where more is expected"
            : "`" + token.text() + "` where it is not understood");
  }

  NotErased refused(String what) {
    return new NotErased(what, line(Math.min(at, text.length())));
  }

  private int line(int offset) {
    int start = blanks(offset);
    return 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
  }

  // What is found --------------------------------------------------------------------------------

  List<Import> imports() {
    return imports;
  }

  List<Named> imported() {
    return imports.stream().flatMap(each -> each.names().stream()).toList();
  }

  List<Named> exports() {
    return exports;
  }

  /// Names of what is a type alone.
  Set<String> types() {
    return types;
  }

  /// Names of what is there when the code runs.
  Set<String> values() {
    return values;
  }

  /// All words that are names.
  List<Token> words() {
    return List.copyOf(words.values());
  }

  // Erasing --------------------------------------------------------------------------------------

  void erase(int start, int end) {
    erase(new Erased(start, end, Map.of()));
  }

  /// The same, with a sign in place of one that is erased.
  void erase(int start, int end, int where, char put) {
    erase(new Erased(start, end, Map.of(where, put)));
  }

  private void erase(Erased whole) {
    erased.removeIf(part -> part.start() >= whole.start() && part.end() <= whole.end());
    erased.add(whole);
  }

  /// Leaves a `;`, so that what stands before and behind are no statement together.
  void eraseStatement(int start, int end) {
    erase(start, end, start, ';');
  }

  /// Exports of names that are types alone.
  void eraseTypesOfExports() {
    exports.stream()
        .filter(name -> types.contains(name.text()) && !values.contains(name.text()))
        .forEach(name -> {
          int comma = blanks(name.end());
          boolean more = comma < text.length() && text.charAt(comma) == ',';
          erase(name.at(), more ? comma + 1 : name.end());
        });
  }

  boolean isErased(int offset) {
    return erased.stream().anyMatch(e -> e.start() <= offset && offset < e.end());
  }

  boolean hasLine(int start, int end) {
    return text.substring(start, end).indexOf('\n') >= 0;
  }

  char sign(int offset) {
    return offset < text.length() ? text.charAt(offset) : '\0';
  }

  String erased() {
    char[] out = text.toCharArray();
    for (Erased each : erased) {
      for (int i = each.start(); i < each.end(); i++) {
        if (out[i] != '\n' && out[i] != '\r') {
          out[i] = ' ';
        }
      }
    }
    erased.forEach(each -> each.put().forEach((where, sign) -> out[where] = sign));
    return new String(out);
  }

  // Words ----------------------------------------------------------------------------------------

  private Token scan(int from) throws NotErased {
    Token kept = scanned.get(from);
    if (kept == null) {
      kept = scanned(from);
      scanned.put(from, kept);
    }
    return kept;
  }

  private Token scanned(int from) throws NotErased {
    int start = blanks(from);
    boolean after = text.substring(from, start).indexOf('\n') >= 0;
    if (start >= text.length()) {
      return new Token(Kind.END, "", start, start, true);
    }
    char c = text.charAt(start);
    int end = start + 1;
    if (Character.isUnicodeIdentifierStart(text.codePointAt(start)) || "_$#\\".indexOf(c) >= 0) {
      end = word(start);
      return new Token(Kind.NAME, text.substring(start, end), start, end, after);
    }
    if (Character.isDigit(c) || (c == '.' && Character.isDigit(sign(start + 1)))) {
      return new Token(Kind.NUMBER, "number", start, number(start), after);
    }
    if (c == '"' || c == '\'') {
      end = quoted(start);
      return new Token(Kind.TEXT, text.substring(start, end), start, end, after);
    }
    for (String sign : SIGNS) {
      boolean optional = sign.equals("?.") && Character.isDigit(sign(start + 2));
      if (text.startsWith(sign, start) && !optional) {
        end = start + sign.length();
        break;
      }
    }
    return new Token(Kind.SIGN, text.substring(start, end), start, end, after);
  }

  /// Behind white space and comments.
  private int blanks(int from) {
    int i = from;
    while (i < text.length()) {
      if (Character.isWhitespace(text.charAt(i)) || "\uFEFF\u00A0".indexOf(text.charAt(i)) >= 0) {
        i++;
      } else if (text.startsWith("//", i) || (i == 0 && text.startsWith("#!"))) {
        int end = text.indexOf('\n', i);
        i = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", i)) {
        int end = text.indexOf("*/", i + 2);
        i = end < 0 ? text.length() : end + 2;
      } else {
        return i;
      }
    }
    return i;
  }

  private int word(int start) {
    int i = start + 1;
    while (i < text.length()
        && (Character.isUnicodeIdentifierPart(text.codePointAt(i))
            || "$\u200C\u200D".indexOf(text.charAt(i)) >= 0)) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private int number(int start) {
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean power =
          (c == '+' || c == '-')
              && "eE".indexOf(text.charAt(i - 1)) >= 0
              && !text.startsWith("0x", start);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '.' && !power) {
        break;
      }
      i++;
    }
    return i;
  }

  private int quoted(int start) throws NotErased {
    int i = start + 1;
    while (sign(i) != text.charAt(start)) {
      if (i >= text.length() || sign(i) == '\n') {
        throw new NotErased("a text that does not end", line(start));
      }
      i += sign(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /// Passes a pattern between `/`.
  void pattern() throws NotErased {
    int i = peek().start() + 1;
    boolean set = false;
    while (set || sign(i) != '/') {
      if (i >= text.length() || sign(i) == '\n') {
        throw refused("a pattern that does not end");
      }
      set = sign(i) == '[' || (set && sign(i) != ']');
      i += sign(i) == '\\' ? 2 : 1;
    }
    at = word(i);
  }

  /// Passes the text of a template up to `${`, or to its end.
  ///
  /// @return whether an expression follows
  boolean template() throws NotErased {
    int i = at;
    while (i < text.length()) {
      if (sign(i) == '`') {
        at = i + 1;
        return false;
      }
      if (text.startsWith("${", i)) {
        at = i + 2;
        return true;
      }
      i += sign(i) == '\\' ? 2 : 1;
    }
    throw refused("a template that does not end");
  }
}
