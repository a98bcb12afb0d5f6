package dev.metier.importer.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Rows with named values, wherever they were read from.
///
/// @param columns the names, in the order of the file
/// @param rows those that hold something
/// @param notes what was passed over
public record DataTable(Path file, List<String> columns, List<DataRow> rows, List<String> notes) {
  /// One row; values that are absent or blank are not in it.
  ///
  /// @param line where it begins, from 1
  public record DataRow(int line, Map<String, String> values) {
    public DataRow {
      values = Map.copyOf(values);
    }

    String value(String column) {
      return values.getOrDefault(column, "");
    }
  }

  public DataTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  DataTable(Path file, List<String> columns, List<DataRow> rows) {
    this(file, columns, rows, List.of());
  }

  /// The values of a column that are there.
  Stream<String> values(String column) {
    return rows.stream().map(row -> row.value(column)).filter(text -> !text.isEmpty());
  }

  /// Where a row is, for people.
  String origin(DataRow row) {
    return file.getFileName() + ":" + row.line();
  }
}
