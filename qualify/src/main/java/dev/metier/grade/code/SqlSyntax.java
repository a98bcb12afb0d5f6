package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import java.util.Optional;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;

/// SQL that can be parsed, whatever the dialect.
final class SqlSyntax {
  private static final int LONGEST = 100_000;
  private static final long MILLIS = 1_000;

  private SqlSyntax() {}

  /// Why the text is not SQL; empty when it is.
  static Optional<String> wrong(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("The SQL is longer than " + LONGEST + " characters.");
    }
    try {
      var statements =
          CCJSqlParserUtil.parseStatements(
              text, parser -> parser.withTimeOut(MILLIS).withSquareBracketQuotation(false));
      return statements == null || statements.isEmpty()
          ? Optional.of("There is no SQL statement in " + quote(text) + ".")
          : Optional.empty();
    } catch (JSQLParserException e) {
      return Optional.of(place(e) + " in " + quote(text) + ".");
    }
  }

  private static String place(JSQLParserException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParseException p && p.currentToken != null) {
        var token = p.currentToken.next == null ? p.currentToken : p.currentToken.next;
        return token.image.isEmpty()
            ? "Not SQL: it ends too early,"
            : "Not SQL at line "
                + token.beginLine
                + ", column "
                + token.beginColumn
                + ", near "
                + quote(token.image)
                + ",";
      }
    }
    return "Not SQL that can be read";
  }
}
