package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What comes out of the printer: A4, by the browser's own PDF.
@ExtendWith(BrowserSession.Extension.class)
class PaperTest {
  private static final int MODELS = 15;
  private static final int CASES = 40;

  /// The room between the margins of A4, in pixels of 1/96 inch.
  private static final int PAPER = 703;

  private static final Pattern SHEET = Pattern.compile("/Type\\s*/Page[^s]");

  @TempDir private Path folder;
  private final BrowserSession session;

  PaperTest(BrowserSession session) {
    this.session = session;
  }

  private static int sheets(Page page) {
    byte[] pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setFormat("A4"));
    var found = SHEET.matcher(new String(pdf, StandardCharsets.ISO_8859_1));
    return (int) found.results().count();
  }

  /// One job with four needs, fifteen models, and answers long enough to be cut.
  private void project() throws IOException {
    var models = new StringBuilder();
    var answers = new StringBuilder("job,case,model,text\n");
    for (int m = 0; m < MODELS; m++) {
      models.append(
          "  model-%02d: {use: \"recorded/answers.csv#m%d\", host: here}\n".formatted(m, m));
      for (int i = 0; i < CASES; i++) {
        boolean right = m < 9 && (m == 0 || i % (m + 3) != 0);
        answers.append(
            "clauses,c%d,m%d,%s\n".formatted(i, m, right ? "right" : "a long answer ".repeat(60)));
      }
    }
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"%d %s\", \"expected\": \"right\", \"slices\": [\"%s\"]}\n"
              .formatted(i, i, "a long clause ".repeat(60), i % 2 == 0 ? "amounts" : "dates"));
    }
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        models:
        %shosts: {here: {clearance: restricted}}
        jobs:
          clauses:
            purpose: take the clauses out of contracts of many kinds, whatever their length
            data: internal
            prompt: "{{text}}"
            cases: cases.jsonl
            graders: [{equals: "{{expected}}"}]
            needs: {quality: {at_least: 0.8, confidence: 0.9, slices: {amounts: 0.6, dates: 0.6}}}
        """
            .formatted(models));
    Files.writeString(folder.resolve("cases.jsonl"), cases.toString());
    Files.writeString(folder.resolve("answers.csv"), answers.toString());
    ServedProject.run("qualify", "-f", folder.toString(), "--full");
  }

  @Test
  void theSummaryIsOneSheetTheRecordAtMostSixAndTheMatrixLosesNoModel() throws IOException {
    project();
    ServedProject.run("record", "new", "-f", folder.toString(), "clauses", "--model", "model-03");
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + "/record/MDR-0001");
      assertThat(page.locator(".sheet.first table").innerText()).contains("amounts", "dates");
      assertThat(page.locator(".sheet").last().innerText()).contains(names());
      assertThat(sheets(page)).as("the whole record").isBetween(2, 6);
      page.evaluate(
          "() => document.querySelectorAll('.sheet.first ~ *, main ~ *').forEach(e => e.remove())");
      assertThat(sheets(page)).as("its first page").isOne();

      page.navigate(served.origin() + "/");
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      page.setViewportSize(PAPER, 1000);
      assertThat(screen.overflow()).as(screen.widest()).isZero();
      for (String model : names()) {
        var cell = page.locator("td.cell a[href='/job/clauses/" + model + "']");
        assertThat(cell.isVisible()).as(model).isTrue();
        assertThat(cell.innerText()).contains(model);
        var box = cell.boundingBox();
        assertThat(box.x + box.width).as(model).isLessThanOrEqualTo(PAPER);
      }
      assertThat(sheets(page)).as("the matrix").isOne();
    }
  }

  private static List<String> names() {
    return IntStream.range(0, MODELS).mapToObj("model-%02d"::formatted).toList();
  }
}
