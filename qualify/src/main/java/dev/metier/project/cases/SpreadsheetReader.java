package dev.metier.project.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/// Reads a sheet of an Excel workbook (`.xlsx`) as rows of texts: numbers without a needless point,
/// dates as in ISO 8601, formulas as what they came to when the workbook was saved.
public final class SpreadsheetReader {
  private static final long LARGEST = 512L << 20;

  /// One row that holds something.
  ///
  /// @param line its number in the sheet, from 1
  /// @param values its cells' texts from the first column on; empty where a cell is
  public record SheetRow(int line, List<String> values) {
    public SheetRow {
      values = List.copyOf(values);
    }
  }

  /// What a workbook holds, or why it cannot be read: a sentence.
  public sealed interface Sheeted {
    /// The rows of the sheet.
    ///
    /// @param others the names of the workbook's other sheets
    record Rows(List<SheetRow> rows, List<String> others) implements Sheeted {
      public Rows {
        rows = List.copyOf(rows);
        others = List.copyOf(others);
      }
    }

    /// It is no workbook, too large, or has no such sheet.
    record Unreadable(String why) implements Sheeted {}
  }

  private SpreadsheetReader() {}

  /// The rows of a sheet that hold something.
  ///
  /// @param sheet a sheet's name, or its number from 1; the first one when empty
  public static Sheeted read(Path file, String sheet) {
    try {
      if (unpacked(file) > LARGEST) {
        return new Sheeted.Unreadable("The workbook unpacks to more than 512 MB.");
      }
      boolean styled = hasStyles(file);
      try (var in = Files.newInputStream(file);
          var book = new ReadableWorkbook(in, new ReadingOptions(styled, true))) {
        return read(book, sheet);
      }
    } catch (IOException | ExcelReaderException | java.io.UncheckedIOException e) {
      return new Sheeted.Unreadable("The file is no workbook that can be read (.xlsx).");
    }
  }

  private static Sheeted read(ReadableWorkbook book, String sheet) throws IOException {
    Optional<Sheet> found = sheet(book, sheet);
    if (found.isPresent()) {
      String read = found.get().getName();
      return new Sheeted.Rows(
          rows(found.get()), names(book).stream().filter(name -> !name.equals(read)).toList());
    }
    return new Sheeted.Unreadable(
        "The workbook has no sheet `" + sheet + "`, only " + String.join(", ", names(book)) + ".");
  }

  private static List<String> names(ReadableWorkbook book) {
    return book.getSheets().map(Sheet::getName).toList();
  }

  private static boolean hasStyles(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      return zip.stream().anyMatch(entry -> entry.getName().endsWith("styles.xml"));
    }
  }

  /// How many bytes the parts of the workbook have, by its directory.
  private static long unpacked(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      return zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
    }
  }

  private static Optional<Sheet> sheet(ReadableWorkbook book, String wanted) {
    if (wanted.isEmpty()) {
      return book.getSheets().findFirst();
    }
    Optional<Sheet> named = book.findSheet(wanted);
    return named.isEmpty() && wanted.matches("[1-9]\\d{0,3}")
        ? book.getSheet(Integer.parseInt(wanted) - 1)
        : named;
  }

  private static List<SheetRow> rows(Sheet sheet) throws IOException {
    var rows = new ArrayList<SheetRow>();
    try (Stream<Row> stream = sheet.openStream()) {
      stream.forEach(row -> {
        var values = new ArrayList<String>();
        for (int i = 0; i < row.getCellCount(); i++) {
          values.add(row.getOptionalCell(i).map(SpreadsheetReader::text).orElse(""));
        }
        if (!values.stream().allMatch(String::isBlank)) {
          rows.add(new SheetRow(row.getRowNum(), values));
        }
      });
    }
    return rows;
  }

  private static String text(Cell cell) {
    return switch (cell.getType()) {
      case NUMBER -> isDate(cell) ? date(cell.asDate()) : number(cell);
      case FORMULA -> cell.getRawValue() == null ? "" : cell.getRawValue();
      case BOOLEAN -> String.valueOf(cell.asBoolean());
      case STRING -> cell.asString();
      case ERROR, EMPTY -> "";
    };
  }

  private static String number(Cell cell) {
    var number = cell.asNumber().stripTrailingZeros();
    return number.toPlainString();
  }

  /// Whether a number's format writes years, months or days, or hours.
  private static boolean isDate(Cell cell) {
    String format = cell.getDataFormatString();
    return format != null
        && format.replaceAll("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", "").matches("(?i).*[ymdhs].*")
        && !format.equalsIgnoreCase("general");
  }

  private static String date(LocalDateTime date) {
    return date.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? date.toLocalDate().toString()
        : date.toString();
  }
}
