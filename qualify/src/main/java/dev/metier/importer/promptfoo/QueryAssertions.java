package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.Rules;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.node.ObjectNode;

/// Graders of SQL: well-formed, and with nothing named but what may be.
///
/// @param found whether it may stand in a code fence
record QueryAssertions(ConfigFolder source, boolean found) {
  private static final String TABLES = "allowedTables";
  private static final String COLUMNS = "allowedColumns";
  private static final Set<String> KNOWN = Set.of("databaseType", TABLES, COLUMNS);
  private static final Set<String> MYSQL = Set.of("mysql", "mariadb");

  /// What a grader of ours takes for a name, and promptfoo for an expression that nothing matches.
  private static final Pattern NAME =
      Pattern.compile("(?:\\w+\\.)?(?:\\w+|\\*)", Pattern.UNICODE_CHARACTER_CLASS);

  Optional<ObjectNode> grader(Assertion each) {
    Optional<Written> value = each.value().filter(written -> !written.textOrJson().equals("null"));
    if (value.isEmpty()) {
      return Optional.of(Rules.bare(found ? "sql_found" : "sql_valid"));
    }
    if (!(value.get() instanceof Written.Entries said)) {
      return lost(each, "Its value is no object, which promptfoo takes for an error.", "");
    }
    source.note("SQL of any common dialect is well-formed here, not that of `databaseType` alone.");
    said.keys().stream()
        .filter(key -> !KNOWN.contains(key))
        .forEach(key ->
            source.note(
                "`" + key + "` of `" + each.typed() + "` means nothing to promptfoo; left out."));
    Optional<List<String>> tables = names(each, said, TABLES);
    Optional<List<String>> columns = names(each, said, COLUMNS);
    if (tables.isEmpty() || columns.isEmpty()) {
      return Optional.empty();
    }
    if (tables.get().isEmpty() && columns.get().isEmpty()) {
      return Optional.of(Rules.bare(found ? "sql_found" : "sql_valid"));
    }
    return Optional.of(names(tables.get(), columns.get(), isMysql(said)));
  }

  private static boolean isMysql(Written.Entries said) {
    return said.find("databaseType")
        .map(e -> MYSQL.contains(e.value().textOrJson().toLowerCase(Locale.ROOT)))
        .orElse(true);
  }

  private ObjectNode names(List<String> tables, List<String> columns, boolean mysql) {
    var node = Rules.object();
    var settings = node.putObject("sql_names");
    if (!tables.isEmpty()) {
      tables.forEach(settings.putArray("tables")::add);
    }
    if (!columns.isEmpty()) {
      columns.forEach(settings.putArray("columns")::add);
    }
    if (mysql) {
      settings.put("mysql", true);
    }
    if (found) {
      settings.put("found", true);
    }
    return node;
  }

  /// A list of the assertion, which may be empty; nothing when it is none, which is told.
  private Optional<List<String>> names(Assertion each, Written.Entries said, String key) {
    Optional<Written> written =
        said.find(key).map(Written.Entry::value).filter(w -> !w.textOrJson().equals("null"));
    if (written.isEmpty()) {
      return Optional.of(List.of());
    }
    if (!(written.get() instanceof Written.Items(_, var items))
        || !items.stream().allMatch(Written.Scalar.class::isInstance)) {
      lost(each, "`" + key + "` is no list of names, which promptfoo takes for an error.", "");
      return Optional.empty();
    }
    var names = new ArrayList<String>();
    for (Written item : items) {
      String name = item.textOrJson();
      if (name.contains("{{") || !isExpression(name)) {
        lost(
            each,
            "`" + name + "` of `" + key + "` is no name and no regular expression.",
            "Write it as `select::null::orders`.");
        return Optional.empty();
      }
      if (NAME.matcher(name).matches()) {
        source.note(
            "`"
                + name
                + "` of `"
                + key
                + "` allows nothing in promptfoo, which asks for `select::null::"
                + name
                + "`, and nothing here.");
        name = "^" + name;
      }
      names.add(name);
    }
    return Optional.of(names);
  }

  private static boolean isExpression(String name) {
    try {
      Pattern.compile("^" + name);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private Optional<ObjectNode> lost(Assertion each, String why, String instead) {
    source.lost(each.typed(), each.place(), why, instead);
    return Optional.empty();
  }
}
