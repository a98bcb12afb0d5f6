package dev.metier.importer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.PatternSyntaxException;

/// A pattern of paths as [java.nio.file.FileSystem#getPathMatcher(String)] has them: `*`, `**`,
/// `?`, `[a-z]`, `{a,b}`. Its time grows with the pattern's length times the path's, whatever
/// stands in either; one that tries again from each star would take years for some names.
public final class GlobPattern {
  private static final int MOST = 256;

  /// @param star whether it stands for any number of such characters
  private record Token(IntPredicate takes, boolean star) {}

  private final List<List<Token>> choices = new ArrayList<>();

  /// @throws PatternSyntaxException when it is no pattern, or has more than 256 alternatives
  public GlobPattern(String pattern) {
    for (String each : alternatives(pattern)) {
      choices.add(tokens(each));
    }
  }

  /// Whether a path with `/` between its folders is meant.
  public boolean matches(String path) {
    return choices.stream().anyMatch(tokens -> matches(tokens, path));
  }

  private static boolean matches(List<Token> tokens, String path) {
    BitSet at = new BitSet();
    at.set(0);
    for (int i = 0; i < path.length() && !at.isEmpty(); i++) {
      pass(tokens, at);
      var next = new BitSet();
      char read = path.charAt(i);
      at.stream()
          .filter(k -> k < tokens.size() && tokens.get(k).takes.test(read))
          .forEach(k -> next.set(tokens.get(k).star ? k : k + 1));
      at = next;
    }
    pass(tokens, at);
    return at.get(tokens.size());
  }

  /// A star may stand for nothing.
  private static void pass(List<Token> tokens, BitSet at) {
    for (int k = at.nextSetBit(0); k >= 0 && k < tokens.size(); k = at.nextSetBit(k + 1)) {
      if (tokens.get(k).star) {
        at.set(k + 1);
      }
    }
  }

  /// The patterns without braces that one with braces stands for.
  private static List<String> alternatives(String pattern) {
    var done = new ArrayList<String>();
    var open = new ArrayList<>(List.of(pattern));
    while (!open.isEmpty()) {
      String each = open.removeLast();
      int from = find(each, 0, "{");
      if (from < 0) {
        done.add(each);
      } else {
        int to = find(each, from + 1, "}");
        int nested = find(each, from + 1, "{");
        if (to < 0 || (nested >= 0 && nested < to)) {
          throw new PatternSyntaxException("Braces do not close or are nested", pattern, from);
        }
        for (int begin = from + 1; begin <= to; ) {
          int comma = find(each, begin, ",");
          int end = comma < 0 || comma > to ? to : comma;
          open.add(each.substring(0, from) + each.substring(begin, end) + each.substring(to + 1));
          begin = end + 1;
        }
      }
      if (done.size() + open.size() > MOST) {
        throw new PatternSyntaxException("Too many alternatives", pattern, 0);
      }
    }
    return done;
  }

  /// Where such a character stands that is neither escaped nor in brackets; -1 where none does.
  private static int find(String text, int from, String wanted) {
    for (int i = from; i < text.length(); i++) {
      char read = text.charAt(i);
      if (read == '\\') {
        i++;
      } else if (read == '[') {
        int close = text.indexOf(']', i + 2);
        i = close < 0 ? i : close;
      } else if (wanted.indexOf(read) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static List<Token> tokens(String pattern) {
    var tokens = new ArrayList<Token>();
    for (int i = 0; i < pattern.length(); i++) {
      char read = pattern.charAt(i);
      switch (read) {
        case '*' -> {
          boolean deep = i + 1 < pattern.length() && pattern.charAt(i + 1) == '*';
          tokens.add(new Token(c -> deep || c != '/', true));
          i += deep ? 1 : 0;
        }
        case '?' -> tokens.add(new Token(c -> c != '/', false));
        case '[' -> {
          int close = pattern.indexOf(']', i + 2);
          if (close < 0) {
            throw new PatternSyntaxException("A bracket does not close", pattern, i);
          }
          tokens.add(new Token(oneOf(pattern.substring(i + 1, close)), false));
          i = close;
        }
        default -> {
          i += read == '\\' ? 1 : 0;
          if (i == pattern.length()) {
            throw new PatternSyntaxException("Nothing is escaped", pattern, i - 1);
          }
          char same = pattern.charAt(i);
          tokens.add(new Token(c -> c == same, false));
        }
      }
    }
    return tokens;
  }

  private static IntPredicate oneOf(String said) {
    boolean not = said.startsWith("!");
    String set = not ? said.substring(1) : said;
    IntPredicate in = c -> false;
    for (int i = 0; i < set.length(); i++) {
      char low = set.charAt(i);
      boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
      char high = range ? set.charAt(i + 2) : low;
      in = in.or(c -> c >= low && c <= high);
      i += range ? 2 : 0;
    }
    IntPredicate all = in;
    return c -> c != '/' && all.test(c) != not;
  }
}
