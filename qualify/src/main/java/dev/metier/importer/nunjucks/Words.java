package dev.metier.importer.nunjucks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of an expression, one after the other. Not thread-safe.
final class Words {
  private static final Pattern WORD =
      Pattern.compile(
          "\\s*(?:(?<text>'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\")"
              + "|(?<number>\\d+(?:\\.\\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<sign>===|!==|==|!=|<=|>=|//|\\*\\*|[-+*/%~<>|.,:()\\[\\]{}=]))",
          Pattern.DOTALL);

  enum Kind {
    TEXT,
    NUMBER,
    NAME,
    SIGN,
    END
  }

  /// @param text as written; of a text what it says
  record Word(Kind kind, String text) {}

  private final List<Word> words;
  private int at;
  private int deeper;

  private Words(List<Word> words) {
    this.words = words;
  }

  static Words of(String expression) throws NotRendered {
    var words = new ArrayList<Word>();
    Matcher next = WORD.matcher(expression);
    int end = expression.stripTrailing().length();
    int at = 0;
    while (at < end) {
      if (!next.region(at, expression.length()).lookingAt()) {
        throw new NotRendered("`" + expression.strip() + "`, which cannot be read");
      }
      words.add(word(next));
      at = next.end();
    }
    return new Words(words);
  }

  private static Word word(Matcher found) {
    if (found.group("text") != null) {
      String inner = found.group("text");
      return new Word(Kind.TEXT, unescaped(inner.substring(1, inner.length() - 1)));
    }
    if (found.group("number") != null) {
      return new Word(Kind.NUMBER, found.group("number"));
    }
    return found.group("name") != null
        ? new Word(Kind.NAME, found.group("name"))
        : new Word(Kind.SIGN, found.group("sign"));
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\(.)", Pattern.DOTALL)
        .matcher(text)
        .replaceAll(escape ->
            Matcher.quoteReplacement(
                switch (escape.group(1)) {
                  case "n" -> "\n";
                  case "t" -> "\t";
                  case "r" -> "\r";
                  default -> escape.group(1);
                }));
  }

  /// Counts what may lie within something else, so that no expression is read or had too deep.
  void deeper() throws NotRendered {
    deeper++;
    if (deeper > Work.DEEPEST) {
      throw new NotRendered("an expression of more than 200 parts within each other");
    }
  }

  Word peek() {
    return at < words.size() ? words.get(at) : new Word(Kind.END, "");
  }

  Word next() {
    Word word = peek();
    at++;
    return word;
  }

  /// Whether these signs or names come next; then they are taken.
  boolean take(String... texts) {
    for (int i = 0; i < texts.length; i++) {
      Word word = at + i < words.size() ? words.get(at + i) : new Word(Kind.END, "");
      boolean plain = word.kind() == Kind.SIGN || word.kind() == Kind.NAME;
      if (!plain || !word.text().equals(texts[i])) {
        return false;
      }
    }
    at += texts.length;
    return true;
  }

  void need(String text) throws NotRendered {
    if (!take(text)) {
      throw new NotRendered("`" + peek().text() + "` where `" + text + "` is needed");
    }
  }

  String name() throws NotRendered {
    Word word = next();
    if (word.kind() != Kind.NAME) {
      throw new NotRendered("`" + word.text() + "` where a name is needed");
    }
    return word.text();
  }

  void end() throws NotRendered {
    if (peek().kind() != Kind.END) {
      throw new NotRendered("`" + peek().text() + "` in an expression");
    }
  }
}
