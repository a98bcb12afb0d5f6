package dev.metier.importer.typescript;

import dev.metier.importer.typescript.TypedCode.Kind;
import dev.metier.importer.typescript.TypedCode.Token;
import java.util.Set;

/// The operators of expressions, by where they stand.
final class Operators {
  private static final Set<String> SIGNS_BEFORE = Set.of("!", "~", "+", "-", "++", "--");
  private static final Set<String> WORDS_BEFORE = Set.of("typeof", "void", "delete", "await");
  private static final Set<String> BETWEEN =
      words(
          "= += -= *= /= %= &= |= ^= **= <<= &&= ||= ??= == != === !== < <= + - * / % & | ^ ** <<"
              + " && || ?? instanceof in");

  private static final Set<String> CLOSER = words("+ - * / % ** << >");

  /// What begins no expression, so that types in `<...>` before it are arguments.
  private static final Set<String> BEHIND =
      words(") ] } , ; : . ?. ? = == === != !== && || ?? & | ^ * % instanceof in as satisfies");

  private Operators() {}

  private static Set<String> words(String all) {
    return Set.of(all.split(" "));
  }

  /// Whether it stands before one operand.
  static boolean isBefore(Token token) {
    return token.kind() == Kind.SIGN
        ? SIGNS_BEFORE.contains(token.text())
        : token.isName() && WORDS_BEFORE.contains(token.text());
  }

  /// Whether it stands between two operands; `>` and what begins with it does too.
  static boolean isBetween(Token token) {
    return BETWEEN.contains(token.text());
  }

  /// Whether it binds closer than `as`.
  static boolean isCloser(Token token) {
    return CLOSER.contains(token.text());
  }

  /// Whether it begins no expression, so that types in `<...>` before it are arguments.
  static boolean isBehind(Token token) {
    return token.kind() == Kind.END || BEHIND.contains(token.text());
  }

  /// Whether it goes on with an operator that begins with `>`.
  static boolean startsWithEqual(Token token) {
    return token.is("=") || token.is("==") || token.is("===");
  }
}
