package dev.metier.report;

import dev.metier.job.Requirement;
import dev.metier.report.FitMatrix.Cell;
import dev.metier.report.FitMatrix.JobRow;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The fit matrix as JUnit XML: a suite for each job, a test for each model and need. A need that
/// is not met is a failure; what is not decided, forbidden or expired is skipped.
final class JunitMatrix implements Medium.Renderer {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  /// One test.
  ///
  /// @param notes what is to be read before the text
  private record Test(
      String model, Requirement need, Outcome outcome, String text, List<String> notes) {}

  private enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  JunitMatrix(RenderOptions options) {}

  @Override
  public String render(FitMatrix matrix) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      List<Test> all = matrix.jobs().stream().flatMap(r -> tests(r).stream()).toList();
      xml.writeCharacters("\n");
      start(xml, "testsuites", matrix.project(), all);
      for (JobRow row : matrix.jobs()) {
        suite(xml, matrix, row);
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

  private static void suite(XMLStreamWriter xml, FitMatrix matrix, JobRow row)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    start(xml, "testsuite", row.job().name().text(), tests(row));
    xml.writeAttribute("timestamp", SECONDS.format(matrix.at()));
    for (Test test : tests(row)) {
      test(xml, row, test);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void start(XMLStreamWriter xml, String element, String name, List<Test> tests)
      throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("name", legal(name));
    xml.writeAttribute("tests", String.valueOf(tests.size()));
    xml.writeAttribute("failures", count(tests, Outcome.FAILED));
    xml.writeAttribute("errors", "0");
    if (element.equals("testsuite")) {
      xml.writeAttribute("skipped", count(tests, Outcome.SKIPPED));
    }
    xml.writeAttribute("time", "0");
  }

  private static String count(List<Test> tests, Outcome outcome) {
    return String.valueOf(tests.stream().filter(t -> t.outcome() == outcome).count());
  }

  private static void test(XMLStreamWriter xml, JobRow row, Test test) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    boolean passed = test.outcome() == Outcome.PASSED;
    boolean bare = passed && test.notes().isEmpty();
    if (bare) {
      xml.writeEmptyElement("testcase");
    } else {
      xml.writeStartElement("testcase");
    }
    xml.writeAttribute("classname", row.job().name() + "." + test.model());
    xml.writeAttribute("name", legal(test.model() + ": " + test.need().label()));
    xml.writeAttribute("time", "0");
    if (bare) {
      return;
    }
    if (!passed) {
      xml.writeCharacters("\n      ");
      xml.writeEmptyElement(test.outcome() == Outcome.FAILED ? "failure" : "skipped");
      xml.writeAttribute("message", legal(test.text()));
      if (test.outcome() == Outcome.FAILED) {
        xml.writeAttribute("type", "UNMET");
      }
    }
    notes(xml, test.notes());
    xml.writeCharacters("\n    ");
    xml.writeEndElement();
  }

  private static void notes(XMLStreamWriter xml, List<String> notes) throws XMLStreamException {
    if (!notes.isEmpty()) {
      xml.writeCharacters("\n      ");
      xml.writeStartElement("system-out");
      xml.writeCharacters(legal(String.join("\n", notes)));
      xml.writeEndElement();
    }
  }

  private static List<Test> tests(JobRow row) {
    return row.cells().stream()
        .flatMap(cell -> row.job().needs().stream().map(need -> test(cell, need)))
        .toList();
  }

  private static Test test(Cell cell, Requirement need) {
    Verdict verdict = cell.verdict();
    String model = cell.model().name().text();
    Optional<Finding> found =
        verdict instanceof Verdict.Expired
            ? Optional.empty()
            : verdict.findings().stream().filter(f -> f.need().equals(need)).findFirst();
    return found
        .map(f -> new Test(model, need, outcome(f), f.reason(), cell.notes()))
        .orElseGet(() ->
            new Test(
                model,
                need,
                Outcome.SKIPPED,
                verdict.word() + ": " + verdict.reason(),
                cell.notes()));
  }

  private static Outcome outcome(Finding finding) {
    return switch (finding.status()) {
      case MET -> Outcome.PASSED;
      case UNMET -> Outcome.FAILED;
      case UNDECIDED -> Outcome.SKIPPED;
    };
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
