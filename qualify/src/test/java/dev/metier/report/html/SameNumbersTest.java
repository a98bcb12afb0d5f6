package dev.metier.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.qualify.CellResult;
import dev.metier.report.Medium;
import dev.metier.report.SampleMatrix;
import dev.metier.report.SampleResults;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.WhyViews;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A number that differs between two media would be a lie in one of them.
class SameNumbersTest {
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(?:\\.\\d+)?");

  private record Media(Document screen, Element inReport, JsonNode json) {}

  private record Sample(FitMatrix matrix, List<CellResult> results) {}

  private static List<Sample> samples() {
    var counted = SampleResults.all();
    var all = SampleMatrix.support();
    return List.of(
        new Sample(SampleResults.matrix(counted), counted), new Sample(all, SampleResults.of(all)));
  }

  private static List<Media> media() {
    var media = new ArrayList<Media>();
    for (Sample sample : samples()) {
      var results = sample.results();
      Document report =
          Jsoup.parse(FrozenReportTest.html(sample.matrix(), results, CaseDisclosure.ALL));
      JsonNode json =
          JsonMapper.shared()
              .readTree(Medium.JSON.render(sample.matrix(), RenderOptions.plain("1")));
      for (CellResult result : results) {
        String job = result.job().name().text();
        String model = result.model().name().text();
        media.add(
            new Media(
                Jsoup.parse(Screens.why(WhyViews.of(sample.matrix(), results, result))),
                FrozenReportTest.place(report, FileLinks.whyId(job, model)),
                model(json, job, model)));
      }
    }
    return media;
  }

  private static JsonNode model(JsonNode matrix, String job, String model) {
    for (JsonNode row : matrix.path("jobs")) {
      for (JsonNode cell : row.path("models")) {
        if (row.path("job").asString().equals(job) && cell.path("model").asString().equals(model)) {
          return cell;
        }
      }
    }
    throw new AssertionError(job + " x " + model);
  }

  @Test
  void theScreenAndTheReportShowTheSame() {
    assertThat(media())
        .isNotEmpty()
        .allSatisfy(one -> {
          for (String part : List.of(".says", ".needs", ".ways", "svg.path", ".chart figcaption")) {
            assertThat(one.inReport().select(part).text())
                .as(part)
                .isEqualTo(
                    one.screen().select(part.equals(".says") ? ".banner .says" : part).text());
          }
        });
  }

  @Test
  void theMatrixOfTheReportIsThatOfTheScreen() {
    for (Sample sample : samples()) {
      Document report =
          Jsoup.parse(
              FrozenReportTest.html(sample.matrix(), sample.results(), CaseDisclosure.USUAL));
      Document screen =
          Jsoup.parse(Screens.matrix(MatrixViews.of(sample.matrix(), MatrixQuery.ALL)));
      assertThat(report.select("table.matrix").text())
          .isEqualTo(screen.select("table.matrix").text());
    }
  }

  @Test
  void everyNumberOfANeedIsThatOfTheJson() {
    for (Media one : media()) {
      List<Element> rows = one.inReport().select(".needs tbody tr");
      JsonNode findings = one.json().path("findings");
      assertThat(rows).hasSize(findings.size());
      for (int i = 0; i < rows.size(); i++) {
        JsonNode finding = findings.get(i);
        Element row = rows.get(i);
        assertThat(row.select(".word").text()).isEqualTo(finding.path("status").asString());
        assertThat(numbers(row.select("th small").text()).getFirst())
            .isEqualTo(finding.path("confidence").asDouble() * 100, within(1e-9));
        same(row.select(".axis text.limit").text(), List.of(finding.path("bar")));
        var told = new ArrayList<JsonNode>();
        told.add(finding.path("estimate"));
        finding.path("interval").forEach(told::add);
        same(row.select(".evidence .small").text(), told);
      }
    }
  }

  @Test
  void whatWasMeasuredIsThatOfTheJson() {
    for (Sample sample : samples()) {
      Document report =
          Jsoup.parse(
              FrozenReportTest.html(sample.matrix(), sample.results(), CaseDisclosure.USUAL));
      JsonNode json =
          JsonMapper.shared()
              .readTree(Medium.JSON.render(sample.matrix(), RenderOptions.plain("1")));
      for (Element table :
          report.select("section.part table.list:has(caption:contains(Measured))")) {
        String job =
            Objects.requireNonNull(table.closest("section")).id().substring("job/".length());
        for (Element row : table.select("tbody tr")) {
          JsonNode cell = model(json, job, row.select("th").text());
          List<Double> calls = numbers(row.child(1).text());
          assertThat(calls.get(0)).isEqualTo(cell.path("trials").asDouble());
          assertThat(calls.get(1)).isEqualTo(cell.path("available").asDouble());
          assertThat(calls.size() > 2 ? calls.get(2) : 0)
              .isEqualTo(cell.at("/facts/not_served").asDouble());
          assertThat(millis(row.child(2).text()))
              .isCloseTo(cell.at("/facts/first_token_p50_ms").asDouble(), within(60.0));
          assertThat(millis(row.child(3).text()))
              .isCloseTo(cell.at("/facts/total_p95_ms").asDouble(), within(600.0));
          assertThat(numbers(row.child(5).text()).getFirst())
              .isEqualTo(cell.at("/facts/per_thousand").asDouble(), within(0.01));
        }
      }
    }
  }

  private static double millis(String text) {
    double number = numbers(text).getFirst();
    return text.endsWith("ms") ? number : number * 1000;
  }

  private static List<Double> numbers(String text) {
    return NUMBER
        .matcher(text.replace("..", " "))
        .results()
        .map(found -> Double.parseDouble(found.group().replace(",", "")))
        .toList();
  }

  /// Each number shown is one of the exact ones, rounded to its last digit, or in milliseconds.
  private static void same(String text, List<JsonNode> exact) {
    List<Double> known =
        exact.stream().filter(node -> !node.isNull()).map(JsonNode::asDouble).toList();
    List<String> shown =
        NUMBER.matcher(text.replace("..", " ")).results().map(MatchResult::group).toList();
    assertThat(shown).isNotEmpty();
    for (String number : shown) {
      var told = new BigDecimal(number.replace(",", ""));
      double half = 0.5001 * Math.pow(10, -told.scale());
      assertThat(known)
          .as(text)
          .anyMatch(value ->
              Math.abs(value - told.doubleValue()) <= half
                  || Math.abs(value * 1000 - told.doubleValue()) <= half);
    }
  }
}
