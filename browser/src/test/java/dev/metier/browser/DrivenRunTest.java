package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A run that a browser starts, watches and stops, by the keyboard, while a scripted vendor
/// answers.
@ExtendWith(BrowserSession.Extension.class)
class DrivenRunTest {
  private static final Path PICTURES = Path.of("target/screens");
  private static final List<Integer> WIDTHS = List.of(390, 1440);
  private static final int CASES = 30;

  @TempDir private Path folder;
  private final BrowserSession session;

  DrivenRunTest(BrowserSession session) {
    this.session = session;
  }

  /// A model that answers every case rightly.
  private void project(HeldVendor vendor) throws IOException {
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        models:
          qwen: {use: vllm/qwen, url: "%s", host: here, price: {input: 1, output: 2}}
        hosts: {here: {clearance: restricted}}
        jobs:
          labels:
            data: internal
            prompt: "{{text}}"
            settings: {max_tokens: 12}
            cases: cases.jsonl
            duplicates: separate
            graders: [{equals: "{{expected}}"}]
            needs: {quality: {at_least: 0.8}}
        """
            .formatted(vendor.address()));
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"ticket %d\", \"expected\": \"right\"}\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("cases.jsonl"), cases.toString());
  }

  private void look(OpenScreen screen, String state) {
    for (int width : WIDTHS) {
      screen.look(width, ColorScheme.LIGHT);
      screen.picture(PICTURES.resolve("run-" + state + "-" + width + "-light.png"));
      assertThat(screen.overflow()).as("%s at %s: %s", state, width, screen.widest()).isZero();
    }
    assertThat(screen.violations()).as(state).isEmpty();
  }

  private static void start(Page page, String budget) {
    page.locator("#budget").fill(budget);
    page.keyboard().press("Enter");
  }

  @Test
  void aRunIsStartedByTheFormAndItsVerdictArrivesInPlace() throws IOException {
    try (var vendor = new HeldVendor()) {
      project(vendor);
      try (var served = ServedProject.of(folder);
          BrowserContext context = BrowserSession.entered(session.chromium(), served);
          var screen = new OpenScreen(context)) {
        Page page = screen.page();
        page.navigate(served.origin() + "/run");
        start(page, "1,50");
        page.locator("#wrong").waitFor();
        assertThat(page.locator("#wrong").innerText()).contains("1,50", "1.50");
        assertThat(vendor.asked()).isZero();
        look(screen, "refused");

        start(page, "0.50");
        page.locator("form.stop button").waitFor();
        page.waitForCondition(() -> vendor.asked() > 0);
        look(screen, "going");
        vendor.let();
        page.locator(".reached-list li").waitFor();
        assertThat(page.locator(".reached-list").innerText()).contains("FIT", "labels × qwen");
        page.locator("#going-title").getByText("went").waitFor(attached());
        assertThat(vendor.asked()).isBetween(14, CASES);
        look(screen, "ended");
        page.navigate(served.origin() + "/job/labels/qwen");
        assertThat(page.locator("#banner .word").innerText()).isEqualTo("FIT");
        assertThat(screen.complaints()).isEmpty();
      }
    }
  }

  @Test
  void aRunIsStoppedByTheKeyboardAndThePageSaysSo() throws IOException {
    try (var vendor = new HeldVendor()) {
      project(vendor);
      try (var served = ServedProject.of(folder);
          BrowserContext context = BrowserSession.entered(session.chromium(), served);
          var screen = new OpenScreen(context)) {
        Page page = screen.page();
        page.navigate(served.origin() + "/run");
        start(page, "0.50");
        page.waitForCondition(() -> vendor.asked() > 0);
        page.locator("form.stop button").press("Enter");
        vendor.let();
        page.locator("#start").waitFor();
        assertThat(page.locator(".lead").innerText()).contains("stopped");
        look(screen, "stopped");
        assertThat(screen.complaints()).isEmpty();
      }
    }
  }

  private static Locator.WaitForOptions attached() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
  }
}
