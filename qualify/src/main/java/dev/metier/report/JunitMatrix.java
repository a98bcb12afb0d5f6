package dev.metier.report;

import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.matrix.Renderer;
import dev.metier.report.matrix.WorkflowFigures;
import dev.metier.verdict.Finding;
import dev.metier.workflow.search.WorkflowResult;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The fit matrix as JUnit XML: a suite with one test for each job and workflow, which passes when
/// a model, or a choice of models, is FIT, as the exit code does. How each candidate and need
/// stands are properties of the suite and the output of the test: that a candidate is UNFIT is a
/// finding, and no failure of the build.
final class JunitMatrix implements Renderer {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  JunitMatrix(RenderOptions options) {}

  @Override
  public String render(FitMatrix matrix) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      long failures =
          matrix.jobs().stream().filter(row -> !row.hasFit()).count()
              + matrix.workflows().stream().filter(each -> each.chosen().isEmpty()).count();
      start(
          xml,
          "testsuites",
          matrix.project(),
          matrix.jobs().size() + matrix.workflows().size(),
          failures);
      for (JobRow row : matrix.jobs()) {
        suite(xml, matrix, row);
      }
      for (WorkflowResult each : matrix.workflows()) {
        suite(xml, matrix, each);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private static void start(
      XMLStreamWriter xml, String element, String name, int tests, long failures)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("name", legal(name));
    xml.writeAttribute("tests", String.valueOf(tests));
    xml.writeAttribute("failures", String.valueOf(failures));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("time", "0");
  }

  private static void suite(XMLStreamWriter xml, FitMatrix matrix, JobRow row)
      throws XMLStreamException {
    begin(xml, matrix, row.job().name().text(), row.hasFit());
    properties(xml, row);
    test(
        xml,
        matrix.project() + "." + row.job().name(),
        row.job().name() + ": a model is FIT",
        row.hasFit() ? Optional.empty() : Optional.of(failure(row)),
        candidates(row));
    end(xml);
  }

  private static void suite(XMLStreamWriter xml, FitMatrix matrix, WorkflowResult result)
      throws XMLStreamException {
    String name = result.workflow().name().text();
    begin(xml, matrix, name, result.chosen().isPresent());
    test(
        xml,
        matrix.project() + "." + name,
        name + ": a choice of models is FIT from end to end",
        result.chosen().isPresent() ? Optional.empty() : Optional.of(failure(result)),
        assignments(result));
    end(xml);
  }

  private static void begin(XMLStreamWriter xml, FitMatrix matrix, String name, boolean fit)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    start(xml, "testsuite", name, 1, fit ? 0 : 1);
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("timestamp", SECONDS.format(matrix.at()));
  }

  private static void end(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void properties(XMLStreamWriter xml, JobRow row) throws XMLStreamException {
    if (row.cells().isEmpty()) {
      return;
    }
    xml.writeCharacters("\n    ");
    xml.writeStartElement("properties");
    for (Cell cell : row.cells()) {
      String model = cell.model().name().text();
      property(xml, model, cell.verdict().word());
      for (Finding finding : cell.verdict().findings()) {
        property(
            xml, model + ": " + finding.need().label(), finding.status() + ": " + finding.reason());
      }
    }
    xml.writeCharacters("\n    ");
    xml.writeEndElement();
  }

  private static void property(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeCharacters("\n      ");
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", legal(name));
    xml.writeAttribute("value", legal(value));
  }

  private static void test(
      XMLStreamWriter xml, String group, String name, Optional<String> failure, String candidates)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", legal(group));
    xml.writeAttribute("name", legal(name));
    xml.writeAttribute("time", "0");
    if (failure.isPresent()) {
      xml.writeCharacters("\n      ");
      xml.writeEmptyElement("failure");
      xml.writeAttribute("message", legal(failure.get()));
      xml.writeAttribute("type", "NO_FIT_MODEL");
    }
    xml.writeCharacters("\n      ");
    xml.writeStartElement("system-out");
    xml.writeCharacters(legal(candidates));
    xml.writeEndElement();
    xml.writeCharacters("\n    ");
    xml.writeEndElement();
  }

  private static String failure(JobRow row) {
    return row.cells().isEmpty()
        ? "No model was tried."
        : "No model is FIT: "
            + row.cells().stream()
                .map(cell -> cell.model().name() + " is " + cell.verdict().word())
                .collect(Collectors.joining(", "))
            + ".";
  }

  /// How each candidate stands, a line each.
  private static String candidates(JobRow row) {
    var lines = new ArrayList<String>();
    for (Cell cell : row.cells()) {
      var parts = new ArrayList<>(cell.notes());
      parts.add(cell.verdict().reason());
      lines.add(
          cell.model().name() + ": " + cell.verdict().word() + ". " + String.join(" ", parts));
    }
    return String.join("\n", lines);
  }

  private static String failure(WorkflowResult result) {
    return result
        .impossible()
        .map(why -> "Nobody can run it: " + why + ".")
        .orElse("No choice of models is FIT from end to end.");
  }

  /// How each choice of models stands, a line each.
  private static String assignments(WorkflowResult result) {
    return result.rows().stream()
        .map(row ->
            WorkflowFigures.told(result.workflow(), row.models())
                + ": "
                + row.cell().verdict().word()
                + ". "
                + row.cell().verdict().reason())
        .collect(Collectors.joining("\n"));
  }

  /// The text without the characters that XML 1.0 forbids.
  private static String legal(String text) {
    var kept = new StringBuilder();
    text.codePoints()
        .filter(c -> c == '\t' || c == '\n' || c == '\r' || c >= 0x20)
        .filter(c -> !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
