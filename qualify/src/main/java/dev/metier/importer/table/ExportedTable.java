package dev.metier.importer.table;

import dev.metier.core.text.NumberText;
import dev.metier.importer.table.DataTable.DataRow;
import dev.metier.job.MessageList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What programs that record calls of models write into their exports and people would not: texts
/// as JSON, conversations within an object, a row for each step of an answer.
final class ExportedTable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SPAN = "span_id";
  private static final String ROOT = "root_span_id";

  private ExportedTable() {}

  /// The table as a person would have written it.
  static DataTable plain(DataTable table) {
    DataTable rows = wholes(table);
    Map<String, UnaryOperator<String>> read = new HashMap<>();
    for (String column : rows.columns()) {
      for (UnaryOperator<String> form :
          List.<UnaryOperator<String>>of(ExportedTable::text, ExportedTable::messages)) {
        boolean all =
            rows.values(column).findAny().isPresent()
                && rows.values(column).noneMatch(value -> form.apply(value).isEmpty());
        if (all) {
          read.putIfAbsent(column, form);
        }
      }
    }
    return read.isEmpty()
        ? rows
        : new DataTable(
            rows.file(),
            rows.columns(),
            rows.rows().stream().map(row -> read(row, read)).toList(),
            rows.notes());
  }

  private static DataRow read(DataRow row, Map<String, UnaryOperator<String>> read) {
    var values = new HashMap<>(row.values());
    read.forEach(
        (column, form) -> values.computeIfPresent(column, (_, value) -> form.apply(value)));
    return new DataRow(row.line(), values);
  }

  /// The rows of whole answers; those of their steps are left out.
  private static DataTable wholes(DataTable table) {
    if (!table.columns().containsAll(List.of(SPAN, ROOT))) {
      return table;
    }
    var whole =
        table.rows().stream().filter(row -> row.value(SPAN).equals(row.value(ROOT))).toList();
    int steps = table.rows().size() - whole.size();
    if (whole.isEmpty() || steps == 0) {
      return table;
    }
    var notes = new ArrayList<>(table.notes());
    notes.add(
        NumberText.count(
            steps,
            "row is a step within another, and left out.",
            "rows are steps within others, and left out."));
    return new DataTable(table.file(), table.columns(), whole, notes);
  }

  /// The text that a JSON string holds; nothing when it is none.
  private static String text(String value) {
    return json(value).filter(JsonNode::isString).map(JsonNode::stringValue).orElse("");
  }

  /// The list in `{"messages": [...]}`; nothing when there is none that can be said.
  private static String messages(String value) {
    return json(value)
        .map(node -> node.path("messages"))
        .filter(JsonNode::isArray)
        .map(JsonNode::toString)
        .filter(list -> MessageList.of(list).isPresent())
        .orElse("");
  }

  private static Optional<JsonNode> json(String value) {
    if (!value.startsWith("\"") && !value.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(value));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// The members of a list in JSON, or of one with commas or semicolons.
  static List<String> members(String value) {
    try {
      if (value.startsWith("[")) {
        return JSON.readTree(value)
            .valueStream()
            .map(node -> node.isString() ? node.stringValue() : node.toString())
            .toList();
      }
    } catch (JacksonException e) {
      // no list in JSON: brackets that belong to the text
    }
    return List.of(value.split("[;,]", -1));
  }
}
