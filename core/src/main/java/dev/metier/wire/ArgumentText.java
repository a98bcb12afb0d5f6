package dev.metier.wire;

import java.util.ArrayDeque;
import java.util.Deque;

/// The arguments of a call on their way from a model to a client that insists on one JSON object.
/// Every piece is passed on as soon as it is known to be sound. What loses nothing is mended:
/// control characters inside strings are escaped, so is a backslash that escapes nothing, a comma
/// at the end is left out, and so is what follows the object. From the first thing on that no
/// object can contain all is passed on as it came: a call that was guessed could do harm. Text that
/// is no object at all becomes `{"arguments":text}`. Not thread-safe.
public final class ArgumentText {
  private enum Next {
    /// A key, or the end of an object that is still empty.
    FIRST_KEY,
    KEY,
    COLON,
    /// A value, or the end of an array that is still empty.
    FIRST_VALUE,
    VALUE,
    COMMA
  }

  private static final String OPEN_ESCAPE = "0000";

  private final Deque<Character> open = new ArrayDeque<>();
  private final StringBuilder unexpected = new StringBuilder();
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder literal = new StringBuilder();
  private Next next = Next.VALUE;
  private boolean begun;
  private boolean inString;
  private boolean isKey;
  private boolean escaped;
  private boolean comma;
  private int hexLeft;
  private boolean complete;
  private boolean broken;

  /// What of this piece, and of those before it, can be passed on now.
  public String add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      if (broken) {
        out.append(piece, i, piece.length());
        break;
      }
      add(piece.charAt(i));
    }
    return taken();
  }

  /// Whether the object is closed: only white space can follow.
  public boolean complete() {
    return complete;
  }

  /// Whether it is no object, nor can be one.
  public boolean broken() {
    return broken;
  }

  /// What is still to be passed on to make it an object.
  public String end() {
    if (complete || broken) {
      return "";
    }
    complete = true;
    if (!begun) {
      return unbegun();
    }
    closeString();
    closeLiteral();
    closeValue();
    while (!open.isEmpty()) {
      out.append(open.pop() == '{' ? '}' : ']');
    }
    return taken();
  }

  private String unbegun() {
    String text = unexpected.toString().strip();
    if (text.isEmpty() || text.equals("null")) {
      return "{}";
    }
    // some servers send the object as the text of a string
    var inner = Json.tryObject(unquoted(text).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return inner.orElseGet(() -> Json.arguments(text)).toString();
  }

  private static String unquoted(String text) {
    try {
      return text.startsWith("\"") ? Json.value(text).stringValue("") : text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private void add(char c) {
    if (!begun) {
      begin(c);
    } else if (complete) {
      return;
    } else if (inString) {
      inString(c);
    } else if (!literal.isEmpty() && !delimits(c)) {
      literal.append(c);
    } else {
      outside(c);
    }
  }

  private void begin(char c) {
    if (unexpected.isEmpty() && c == '{') {
      begun = true;
      open.push('{');
      next = Next.FIRST_KEY;
      out.append(c);
    } else if (!unexpected.isEmpty() || !space(c)) {
      unexpected.append(c);
    }
  }

  private void inString(char c) {
    if (hexLeft > 0) {
      broken = Character.digit(c, 16) < 0;
      hexLeft--;
      out.append(c);
    } else if (escaped) {
      escape(c);
    } else if (c < ' ') {
      out.append(String.format("\\u%04x", (int) c));
    } else {
      out.append(c);
      escaped = c == '\\';
      if (c == '"') {
        inString = false;
        next = isKey ? Next.COLON : Next.COMMA;
      }
    }
  }

  private void escape(char c) {
    escaped = false;
    if ("\"\\/bfnrtu".indexOf(c) >= 0) {
      hexLeft = c == 'u' ? 4 : 0;
      out.append(c);
      return;
    }
    // a backslash that escapes nothing stands for itself
    out.append('\\');
    inString(c);
  }

  private void outside(char c) {
    closeLiteral();
    if (broken || space(c)) {
      out.append(c);
      return;
    }
    boolean fits =
        switch (c) {
          case '"' -> string();
          case '{', '[' -> opened(c);
          case '}', ']' -> closed(c);
          case ':' -> punctuation(Next.COLON, Next.VALUE);
          case ',' -> punctuation(Next.COMMA, inObject() ? Next.KEY : Next.VALUE);
          default -> value();
        };
    if (fits) {
      pass(c);
    } else {
      broken = true;
      out.append(comma ? "," : "").append(c);
    }
  }

  /// A comma waits until something follows it.
  private void pass(char c) {
    if (comma) {
      out.append(c == '}' || c == ']' ? "" : ",");
      comma = false;
    }
    if (c == ',') {
      comma = true;
    } else if (delimits(c)) {
      out.append(c);
    } else {
      literal.append(c);
    }
  }

  private boolean inObject() {
    return !open.isEmpty() && open.peek() == '{';
  }

  private boolean string() {
    isKey = next == Next.KEY || next == Next.FIRST_KEY;
    inString = isKey || value();
    return inString;
  }

  private boolean value() {
    return next == Next.VALUE || next == Next.FIRST_VALUE;
  }

  private boolean opened(char c) {
    if (!value()) {
      return false;
    }
    open.push(c);
    next = c == '{' ? Next.FIRST_KEY : Next.FIRST_VALUE;
    return true;
  }

  private boolean closed(char c) {
    boolean ends =
        next == Next.FIRST_KEY || next == Next.FIRST_VALUE || next == Next.COMMA || comma;
    if (inObject() != (c == '}') || !ends) {
      return false;
    }
    open.pop();
    next = Next.COMMA;
    complete = open.isEmpty();
    return true;
  }

  private boolean punctuation(Next when, Next then) {
    boolean fits = next == when;
    next = fits ? then : next;
    return fits;
  }

  /// Passes a number or a word on once it is whole.
  private void closeLiteral() {
    if (literal.isEmpty()) {
      return;
    }
    String word = literal.toString();
    literal.setLength(0);
    next = Next.COMMA;
    out.append(word);
    broken = !isLiteral(word);
  }

  private static boolean isLiteral(String word) {
    try {
      return !Json.value(word).isMissingNode();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void closeString() {
    if (!inString) {
      return;
    }
    if (escaped) {
      out.append('\\');
    }
    out.append(OPEN_ESCAPE, 0, hexLeft).append('"');
    inString = false;
    next = isKey ? Next.COLON : Next.COMMA;
  }

  /// Gives a key its value, and a comma something behind it.
  private void closeValue() {
    switch (next) {
      case COLON -> out.append(":null");
      case VALUE -> out.append(comma ? "" : "null");
      case KEY, FIRST_KEY, FIRST_VALUE, COMMA -> {}
    }
  }

  private String taken() {
    String taken = out.toString();
    out.setLength(0);
    return taken;
  }

  private static boolean space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private static boolean delimits(char c) {
    return space(c) || "{}[]:,\"".indexOf(c) >= 0;
  }
}
