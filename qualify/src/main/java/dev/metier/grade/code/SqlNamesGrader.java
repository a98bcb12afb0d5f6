package dev.metier.grade.code;

import dev.metier.core.text.Quotation;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.BoundedPattern;
import dev.metier.job.GraderSpec.SqlNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The SQL of the answer names only tables and columns that it may name, and does with them only
/// what it may.
public final class SqlNamesGrader implements Grader {
  /// A table or column as people write it: it may be read.
  private static final Pattern PLAIN =
      Pattern.compile("(?:(\\w+)\\.)?(\\w+|\\*)", Pattern.UNICODE_CHARACTER_CLASS);

  private final SqlNames spec;
  private final List<BoundedPattern> tables;
  private final List<BoundedPattern> columns;

  private SqlNamesGrader(SqlNames spec) {
    this.spec = spec;
    this.tables =
        spec.tables().stream().map(SqlNamesGrader::written).map(SqlNamesGrader::pattern).toList();
    this.columns =
        spec.columns().stream()
            .map(SqlNamesGrader::written)
            .flatMap(SqlNamesGrader::alsoBare)
            .map(SqlNamesGrader::pattern)
            .toList();
  }

  public static SqlNamesGrader of(SqlNames spec) {
    return new SqlNamesGrader(spec);
  }

  @Override
  public Grade grade(Sample sample) {
    String text = sample.reply().text().strip();
    List<String> blocks = spec.found() ? FoundGrader.fenced(text) : List.of();
    Optional<String> first = Optional.empty();
    for (String candidate : blocks.isEmpty() ? List.of(text) : blocks) {
      Optional<String> wrong;
      try {
        wrong = wrong(candidate);
      } catch (StackOverflowError e) {
        return Grade.broken("What is allowed nests too deeply as a pattern for this answer.");
      }
      if (wrong.isEmpty()) {
        return Grade.pass("The SQL names only what it may.");
      }
      first = first.or(() -> wrong);
    }
    return Grade.fail(first.orElse("The answer is empty."));
  }

  private Optional<String> wrong(String sql) {
    return switch (SqlSyntax.read(sql)) {
      case SqlSyntax.Read.NoSql(var why) -> Optional.of(why);
      case SqlSyntax.Read.Sql(var statements) ->
          NamedInSql.of(statements, spec.mysql())
              .map(named ->
                  other(named.tables(), tables, spec.tables(), "tables")
                      .or(() -> other(named.columns(), columns, spec.columns(), "columns")))
              .orElse(Optional.of("What this kind of statement names cannot be told."));
    };
  }

  /// The first name that is not allowed; where nothing is listed, all are.
  private static Optional<String> other(
      Set<String> names, List<BoundedPattern> allowed, List<String> listed, String what) {
    return allowed.isEmpty()
        ? Optional.empty()
        : names.stream()
            .filter(name -> allowed.stream().noneMatch(pattern -> pattern.on(name).find()))
            .findFirst()
            .map(name ->
                "Expected only the "
                    + what
                    + " "
                    + Quotation.named(listed)
                    + "; found "
                    + Quotation.quote(name)
                    + ".");
  }

  /// What is allowed, in the form in which statements are read.
  private static String written(String name) {
    Matcher m = PLAIN.matcher(name);
    if (!m.matches()) {
      return name;
    }
    String owner = Optional.ofNullable(m.group(1)).orElse("null");
    return "select::" + owner + "::" + (m.group(2).equals("*") ? ".*" : m.group(2));
  }

  /// A column of a table, also where it is named without it.
  private static Stream<String> alsoBare(String name) {
    String[] parts = name.split("::", -1);
    return parts.length == 3 && !parts[1].equals("null")
        ? Stream.of(name, parts[0] + "::null::" + parts[2])
        : Stream.of(name);
  }

  /// Without regard to case. An expression with `|` begins at the start or stops at the end.
  private static BoundedPattern pattern(String name) {
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return new BoundedPattern(Pattern.compile("^" + name + "\\z", flags));
  }
}
