package dev.metier.project.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.project.cases.SpreadsheetReader.SheetRow;
import dev.metier.project.cases.SpreadsheetReader.Sheeted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadsheetReaderTest {
  @TempDir Path folder;

  @Test
  void cellsAreTextsAsASheetShowsThem() throws IOException {
    Path file =
        workbook(
            List.of(
                List.of("text", "  Zwei & drei ", "", "last"),
                List.of("<|<v>5</v>", "<|<v>1234.50</v>", "<t='b'|<v>1</v>", "<s='1'|<v>45992</v>"),
                List.of("", "", "", ""),
                List.of(
                    "<t='str'|<f>A1&amp;\"x\"</f><v>textx</v>",
                    "<s='1'|<v>45992.5</v>",
                    "<t='e'|<v>#N/A</v>")));
    assertThat(SpreadsheetReader.read(file, ""))
        .isEqualTo(
            new Sheeted.Rows(
                List.of(
                    new SheetRow(1, List.of("text", "  Zwei & drei ", "", "last")),
                    new SheetRow(2, List.of("5", "1234.5", "true", "2025-12-01")),
                    new SheetRow(4, List.of("textx", "2025-12-01T12:00", ""))),
                List.of()));
  }

  @Test
  void sheetsAreFoundByNameAndByNumber() throws IOException {
    var sheets = new LinkedHashMap<String, List<List<String>>>();
    sheets.put("One", List.of(List.of("a")));
    sheets.put("Two", List.of(List.of("b")));
    Path file = Workbooks.write(folder.resolve("two.xlsx"), sheets);
    var second = new Sheeted.Rows(List.of(new SheetRow(1, List.of("b"))), List.of("One"));
    assertThat(SpreadsheetReader.read(file, "Two")).isEqualTo(second);
    assertThat(SpreadsheetReader.read(file, "2")).isEqualTo(second);
    assertThat(SpreadsheetReader.read(file, "Three"))
        .isEqualTo(new Sheeted.Unreadable("The workbook has no sheet `Three`, only One, Two."));
  }

  @Test
  void whatIsNoWorkbookIsTold() throws IOException {
    Path text = Files.writeString(folder.resolve("no.xlsx"), "a,b\n1,2\n");
    Path whole = workbook(List.of(List.of("a", "b")));
    byte[] bytes = Files.readAllBytes(whole);
    Path half =
        Files.write(folder.resolve("half.xlsx"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    for (Path each : List.of(text, half)) {
      assertThat(SpreadsheetReader.read(each, ""))
          .isEqualTo(new Sheeted.Unreadable("The file is no workbook that can be read (.xlsx)."));
    }
  }

  private Path workbook(List<List<String>> rows) throws IOException {
    var sheets = new LinkedHashMap<String, List<List<String>>>();
    sheets.put("Sheet1", rows);
    return Workbooks.write(folder.resolve("book.xlsx"), sheets);
  }
}
