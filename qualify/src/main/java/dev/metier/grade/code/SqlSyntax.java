package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.statement.Statement;

/// SQL that can be parsed, whatever the dialect.
final class SqlSyntax {
  private static final int LONGEST = 100_000;
  private static final long MILLIS = 1_000;

  /// What a text is: statements, of which there is one at least, or no SQL.
  sealed interface Read {
    record Sql(List<Statement> statements) implements Read {}

    record NoSql(String why) implements Read {}
  }

  private SqlSyntax() {}

  /// Why the text is not SQL; empty when it is.
  static Optional<String> wrong(String text) {
    return read(text) instanceof Read.NoSql(var why) ? Optional.of(why) : Optional.empty();
  }

  static Read read(String text) {
    if (text.length() > LONGEST) {
      return new Read.NoSql("The SQL is longer than " + LONGEST + " characters.");
    }
    try {
      var statements =
          CCJSqlParserUtil.parseStatements(
              text, parser -> parser.withTimeOut(MILLIS).withSquareBracketQuotation(false));
      return statements == null || statements.isEmpty()
          ? new Read.NoSql("There is no SQL statement in " + quote(text) + ".")
          : new Read.Sql(List.copyOf(statements));
    } catch (JSQLParserException e) {
      return new Read.NoSql(place(e) + " in " + quote(text) + ".");
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
