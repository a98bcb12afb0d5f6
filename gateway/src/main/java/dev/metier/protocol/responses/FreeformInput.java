package dev.metier.protocol.responses;

/// Takes the text out of `{"input": "…"}` while that arrives in pieces. Arguments of another shape
/// are the text themselves, as they stand: some models write it without the object around. Not
/// thread-safe.
final class FreeformInput {
  private enum State {
    /// Before and in `{"input": "`.
    OPENING,
    TEXT,
    ESCAPE,
    CLOSED,
    /// Something else than that object.
    OTHER
  }

  private static final String NAME = "\"input\"";
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private final StringBuilder opening = new StringBuilder();
  private final StringBuilder escape = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private State state = State.OPENING;

  /// The text that this piece of the arguments adds.
  String add(String piece) {
    int before = text.length();
    for (int i = 0; i < piece.length(); i++) {
      add(piece.charAt(i));
    }
    return text.substring(before);
  }

  /// The text that the end of the arguments adds: what was kept back.
  String end() {
    if (state != State.OPENING) {
      return "";
    }
    state = State.OTHER;
    String rest = opening.toString().strip();
    // an empty object, or the beginning of the usual one, says nothing
    String added = rest.equals("{}") || opens(rest.replaceAll("\\s", "")) ? "" : rest;
    text.append(added);
    return added;
  }

  /// The whole text so far.
  String text() {
    return text.toString();
  }

  private void add(char c) {
    switch (state) {
      case OPENING -> {
        opening.append(c);
        opening(c);
      }
      case TEXT -> inText(c);
      case ESCAPE -> {
        escape.append(c);
        escaped();
      }
      case CLOSED -> {}
      case OTHER -> text.append(c);
    }
  }

  /// The opening is short, so it is compared anew with each character that is no space.
  private void opening(char c) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      return;
    }
    String seen = opening.toString().replaceAll("\\s", "");
    if (seen.equals("{" + NAME + ":\"")) {
      state = State.TEXT;
    } else if (!opens(seen) && !seen.equals("{}")) {
      state = State.OTHER;
      text.append(opening.toString().stripLeading());
    }
  }

  private static boolean opens(String seen) {
    return ("{" + NAME + ":\"").startsWith(seen);
  }

  private void inText(char c) {
    if (c == '\\') {
      state = State.ESCAPE;
    } else if (c == '"') {
      state = State.CLOSED;
    } else {
      text.append(c);
    }
  }

  private void escaped() {
    char kind = escape.charAt(0);
    if (kind == 'u' && escape.length() <= HEX_DIGITS) {
      return;
    }
    switch (kind) {
      case 'u' -> text.append(unit(escape.substring(1)));
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      default -> text.append(kind);
    }
    escape.setLength(0);
    state = State.TEXT;
  }

  private static char unit(String hex) {
    try {
      return (char) Integer.parseInt(hex, HEX);
    } catch (NumberFormatException e) {
      return '\uFFFD';
    }
  }
}
