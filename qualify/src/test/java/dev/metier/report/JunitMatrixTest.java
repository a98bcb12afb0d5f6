package dev.metier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.verdict.Verdict;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class JunitMatrixTest {
  private static String xml(FitMatrix matrix) {
    return Medium.JUNIT.render(matrix, RenderOptions.plain("0.1.0"));
  }

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static void validate(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(JunitMatrixTest.class.getResource("/report/junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  @Test
  void saysWhatItAlwaysSaid() {
    Golden.check("junit.xml", xml(SampleMatrix.support()));
  }

  @Test
  void buildServersCanReadIt() {
    assertThatCode(() -> validate(xml(SampleMatrix.support()))).doesNotThrowAnyException();
    assertThatCode(() -> validate(xml(SampleMatrix.large()))).doesNotThrowAnyException();
  }

  @Test
  void eachJobIsOneTestThatFailsWhenNoModelIsFit() throws Exception {
    for (FitMatrix matrix : List.of(SampleMatrix.support(), SampleMatrix.large())) {
      Document xml = parsed(xml(matrix));
      long without = matrix.jobs().stream().filter(row -> !row.hasFit()).count();
      assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(matrix.jobs().size());
      assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo((int) without);
      assertThat(xml.getDocumentElement().getAttribute("failures"))
          .isEqualTo(String.valueOf(without));
      assertThat(xml.getElementsByTagName("skipped").getLength()).isZero();
    }
  }

  @Test
  void charactersThatXmlForbidsAreLeftOut() {
    var row = SampleMatrix.support().jobs().getFirst();
    var cell =
        new FitMatrix.Cell(
            SampleMatrix.model("qwen"),
            new Verdict.Unfit(List.of(), "found \u0000\u001b\uFFFF\uD800 ]]> <a&b> \"q\""),
            FitMatrix.Facts.none(3),
            List.of());
    var matrix =
        new FitMatrix(
            "p & q",
            SampleMatrix.AT,
            List.of(new FitMatrix.JobRow(row.job(), List.of(cell))),
            new FitMatrix.Calls(0, 3),
            Optional.empty(),
            List.of());
    assertThatCode(() -> validate(xml(matrix))).doesNotThrowAnyException();
  }
}
