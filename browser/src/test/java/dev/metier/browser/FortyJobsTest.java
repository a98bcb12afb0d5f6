package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The matrix of forty jobs and fifteen models, in a window and on a telephone.
@ExtendWith(BrowserSession.Extension.class)
class FortyJobsTest {
  private static final int JOBS = 40;
  private static final int MODELS = 15;

  @TempDir private Path folder;
  private final BrowserSession session;

  FortyJobsTest(BrowserSession session) {
    this.session = session;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void project() throws IOException {
    var yaml =
        new StringBuilder("hosts: {here: {clearance: restricted}, away: {clearance: public}}\n");
    yaml.append("models:\n");
    for (int i = 0; i < MODELS; i++) {
      yaml.append(
          "  a-model-of-%02d: {use: \"recorded/outcomes.csv#m%d\", host: %s}\n"
              .formatted(i, i, i < 8 ? "here" : "away"));
    }
    yaml.append("jobs:\n");
    for (int i = 0; i < JOBS; i++) {
      yaml.append("  a-job-of-the-team-%02d:\n    purpose: what is done all day\n".formatted(i));
      yaml.append(
          "    data: %s\n    prompt: \"{{text}}\"\n".formatted(i % 3 == 0 ? "internal" : "public"));
      yaml.append("    cases: cases.jsonl\n    graders: [{equals: \"{{expected}}\"}]\n");
      yaml.append("    needs: {quality: {at_least: 0.5, confidence: 0.9}}\n");
    }
    write("metier.yaml", yaml.toString());
    var cases = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"question %d\", \"expected\": \"yes\"}\n".formatted(i, i));
    }
    write("cases.jsonl", cases.toString());
    write("outcomes.csv", "case_id,job,model,passed,text\n");
  }

  private static double top(Locator part) {
    return part.boundingBox().y;
  }

  @Test
  void itNeedsNoScrollingSidewaysItsHeadsStayAndOnATelephoneItIsCards() throws IOException {
    project();
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      screen.look(1440, ColorScheme.LIGHT);
      page.navigate(served.origin() + "/");
      assertThat(page.locator(".matrix tbody tr").count()).isEqualTo(JOBS);
      assertThat(page.locator(".matrix tbody tr:first-child .cell").count()).isEqualTo(MODELS);
      assertThat(page.locator(".matrix.dense").count()).isOne();
      assertThat(screen.overflow()).isZero();
      Object hidden =
          page.evaluate(
              "() => { const s = document.querySelector('.scroll'); return s.scrollWidth -"
                  + " s.clientWidth }");
      assertThat(((Number) hidden).intValue()).isZero();

      Locator head = page.locator(".matrix thead th").first();
      double before = top(head);
      page.evaluate("() => document.querySelector('.scroll').scrollBy(0, 500)");
      assertThat(top(head)).isEqualTo(before);
      screen.look(900, ColorScheme.LIGHT);
      Locator job = page.locator(".matrix tbody th").first();
      double left = job.boundingBox().x;
      page.evaluate("() => document.querySelector('.scroll').scrollBy(200, 0)");
      assertThat(job.boundingBox().x).isEqualTo(left);

      screen.look(390, ColorScheme.LIGHT);
      assertThat(page.locator(".matrix thead").isVisible()).isFalse();
      assertThat(page.locator(".matrix .cell .label").first().isVisible()).isTrue();
      assertThat(screen.overflow()).as(screen.widest()).isZero();
      assertThat(screen.complaints()).isEmpty();
    }
  }
}
