package dev.metier.project.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes small Excel workbooks, so that tests need no program that does.
public final class Workbooks {
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String KIN =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

  /// Style 1 is a date.
  private static final String STYLES =
      "<styleSheet xmlns='"
          + MAIN
          + "'><numFmts count='1'><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/></numFmts>"
          + "<cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='164' applyNumberFormat='1'/></cellXfs></styleSheet>";

  private Workbooks() {}

  /// Writes sheets by their names. A cell that begins with `<` is the XML of a cell's inside, with
  /// its attributes before a `|`, as in `<t='b'|<v>1</v>`; every other one is a text.
  public static Path write(Path file, Map<String, List<List<String>>> sheets) throws IOException {
    var names = new ArrayList<>(sheets.keySet());
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      part(zip, "[Content_Types].xml", types(names.size()));
      part(
          zip,
          "_rels/.rels",
          relations(
              "<Relationship Id='r0' Type='"
                  + KIN
                  + "/officeDocument' Target='xl/workbook.xml'/>"));
      var book = new StringBuilder();
      var links =
          new StringBuilder("<Relationship Id='s' Type='" + KIN + "/styles' Target='styles.xml'/>");
      for (int i = 1; i <= names.size(); i++) {
        book.append("<sheet name='").append(names.get(i - 1)).append("' sheetId='").append(i);
        book.append("' r:id='r").append(i).append("'/>");
        links.append("<Relationship Id='r").append(i).append("' Type='").append(KIN);
        links.append("/worksheet' Target='worksheets/sheet").append(i).append(".xml'/>");
        part(
            zip,
            "xl/worksheets/sheet" + i + ".xml",
            sheet(sheets.getOrDefault(names.get(i - 1), List.of())));
      }
      part(zip, "xl/styles.xml", STYLES);
      part(
          zip,
          "xl/workbook.xml",
          "<workbook xmlns='"
              + MAIN
              + "' xmlns:r='"
              + KIN
              + "'><sheets>"
              + book
              + "</sheets></workbook>");
      part(zip, "xl/_rels/workbook.xml.rels", relations(links.toString()));
    }
    return file;
  }

  private static String types(int sheets) {
    var text = new StringBuilder("<Types xmlns='" + PACKAGE + "content-types'>");
    text.append(
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>");
    String kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    text.append("<Override PartName='/xl/workbook.xml' ContentType='")
        .append(kind)
        .append("sheet.main+xml'/>");
    text.append("<Override PartName='/xl/styles.xml' ContentType='")
        .append(kind)
        .append("styles+xml'/>");
    for (int i = 1; i <= sheets; i++) {
      text.append("<Override PartName='/xl/worksheets/sheet")
          .append(i)
          .append(".xml' ContentType='");
      text.append(kind).append("worksheet+xml'/>");
    }
    return text.append("</Types>").toString();
  }

  private static String relations(String links) {
    return "<Relationships xmlns='" + PACKAGE + "relationships'>" + links + "</Relationships>";
  }

  private static String sheet(List<List<String>> rows) {
    var text = new StringBuilder("<worksheet xmlns='" + MAIN + "'><sheetData>");
    for (int r = 0; r < rows.size(); r++) {
      text.append("<row r='").append(r + 1).append("'>");
      for (int c = 0; c < rows.get(r).size(); c++) {
        text.append(cell((char) ('A' + c) + "" + (r + 1), rows.get(r).get(c)));
      }
      text.append("</row>");
    }
    return text.append("</sheetData></worksheet>").toString();
  }

  private static String cell(String at, String value) {
    if (value.startsWith("<")) {
      String[] parts = value.substring(1).split("\\|", 2);
      return "<c r='" + at + "' " + parts[0] + ">" + parts[1] + "</c>";
    }
    String text = value.replace("&", "&amp;").replace("<", "&lt;");
    return value.isEmpty()
        ? ""
        : "<c r='" + at + "' t='inlineStr'><is><t xml:space='preserve'>" + text + "</t></is></c>";
  }

  private static void part(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(("<?xml version='1.0' encoding='UTF-8'?>" + text).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
