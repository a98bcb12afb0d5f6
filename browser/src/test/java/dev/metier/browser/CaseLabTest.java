package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The case lab by keys alone: what somebody says of a case changes the verdict, and taking it back
/// restores it.
@ExtendWith(BrowserSession.Extension.class)
class CaseLabTest {
  private static final int CASES = 24;
  private static final String LAB = "/job/sums/cases";

  @TempDir private Path folder = Path.of("");
  private final BrowserSession session;

  CaseLabTest(BrowserSession session) {
    this.session = session;
  }

  /// Of two models one fails the first three cases, and nothing else.
  @BeforeEach
  void answers() throws IOException {
    var cases = new StringBuilder();
    var outcomes = new StringBuilder("case_id,job,model,text\n");
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"t%d\", \"text\": \"question %d%s\", \"expected\": \"a%d\"}\n"
              .formatted(i, i, i == 1 ? "\\nand so on".repeat(40) : "", i));
      outcomes.append("t%d,sums,own,%s\n".formatted(i, i < 3 ? "b" + i : "a" + i));
      outcomes.append("t%d,sums,hosted,a%d\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("cases.jsonl"), cases);
    Files.writeString(folder.resolve("outcomes.csv"), outcomes);
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        models:
          own: {use: "recorded/outcomes.csv#own"}
          hosted: {use: "recorded/outcomes.csv#hosted"}
        jobs:
          sums:
            data: internal
            prompt: "{{text}}"
            cases: cases.jsonl
            duplicates: separate
            graders: [{equals: "{{expected}}"}]
            scope: suite
            needs: {quality: {at_least: 0.90}}
        """);
    ServedProject.run("qualify", "-f", folder.toString(), "--full");
  }

  private static String count(Page page, String kind) {
    return page.locator(".kinds a[href*='only=" + kind + "'] b").innerText();
  }

  private static String verdict(Page page) {
    return page.locator("#a option:checked").textContent();
  }

  @Test
  void aWrongLabelChangesTheVerdictWithoutACallAndUndoRestoresIt() {
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + LAB + "?a=own&b=hosted");
      assertThat(verdict(page)).isEqualTo("own: UNFIT");
      assertThat(count(page, "first-fails")).isEqualTo("3");

      page.keyboard().press("2");
      page.locator("#said").waitFor();

      assertThat(page.locator("#said").innerText())
          .startsWith("Set aside as wrongly labelled, for every model, by anna");
      assertThat(page.locator("#case-title").innerText()).isEqualTo("t0");
      assertThat(verdict(page)).isEqualTo("own: FIT");
      assertThat(count(page, "first-fails")).isEqualTo("2");
      assertThat(count(page, "set-aside")).isEqualTo("1");
      assertThat(page.locator(".items a[aria-current]").getAttribute("aria-label"))
          .isEqualTo("t0: own failed, hosted passed, set aside");
      assertThat(screen.violations()).isEmpty();

      page.keyboard().press("j");
      page.waitForURL("**case=t1**");
      page.goBack();
      page.locator("#said").waitFor();
      page.keyboard().press("u");
      page.locator("#said").waitFor(gone());
      assertThat(verdict(page)).isEqualTo("own: UNFIT");
      assertThat(count(page, "first-fails")).isEqualTo("3");
      assertThat(screen.complaints()).isEmpty();
    }
  }

  private static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
  }

  @Test
  void theRightAnswerCanBeGivenInstead() {
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + LAB + "?a=own&b=hosted");
      page.locator("#correct summary").press("Enter");
      page.locator("#right").fill("b0");
      page.locator(".correct button").press("Enter");
      page.locator("#said").waitFor();

      assertThat(page.locator("#said").innerText()).startsWith("Corrected by anna");
      assertThat(page.locator(".items a[aria-current]").getAttribute("aria-label"))
          .isEqualTo("t0: own passed, hosted failed");
      assertThat(page.locator("main").innerText()).contains("The file of cases expects:");
      page.navigate(served.origin() + "/job/sums/own");
      assertThat(page.locator("main").innerText())
          .contains("What is expected of 1 case was corrected after it was answered.");
    }
  }

  /// While a run goes on, rows and counts move, and what the reader does stays as it is.
  @Test
  void theLabChangesInPlaceWhileARunGoesOn() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String name : List.of("cases.jsonl", "outcomes.csv", "metier.yaml")) {
      Files.copy(folder.resolve(name), other.resolve(name));
    }
    ServedProject.run("qualify", "-f", other.toString(), "--full", "-m", "own");
    try (var served = ServedProject.of(other);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.setViewportSize(1024, 500);
      page.navigate(served.origin() + LAB + "?case=t9");
      assertThat(page.locator(".items a[aria-current]").getAttribute("aria-label"))
          .isEqualTo("t9: own passed, hosted not asked");
      page.locator("#correct summary").click();
      page.locator("#right").fill("half a thought");
      page.locator("#right").focus();
      page.evaluate("() => { scrollTo(0, 120); globalThis.before = document.activeElement; }");
      Object scrolled = page.evaluate("() => scrollY");

      ServedProject.run("qualify", "-f", other.toString(), "--full");
      page.locator(".items a[aria-label='t9: own passed, hosted passed']").waitFor();

      assertThat(count(page, "first-fails")).isEqualTo("3");
      assertThat(page.locator("#case-title").innerText()).isEqualTo("t9");
      assertThat(page.locator("#right").inputValue()).isEqualTo("half a thought");
      assertThat(page.evaluate("() => document.activeElement === globalThis.before"))
          .isEqualTo(true);
      assertThat(page.evaluate("() => scrollY")).isEqualTo(scrolled);
      assertThat(page.locator("#correct").getAttribute("open")).isNotNull();
      page.locator("#spoken p").first().waitFor();
      assertThat(page.locator("#spoken").innerText()).contains("hosted, sums: FIT");
      assertThat(page.locator("#spoken").innerText()).doesNotContain("t9");
      assertThat(screen.complaints()).isEmpty();
    }
  }

  @Test
  void aKeyLeadsToTheNextCaseInPlaceAndItsWordsAreHeard() {
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + LAB + "?a=own&b=hosted");
      page.evaluate("() => { globalThis.sameDocument = true; }");
      page.keyboard().press("j");
      page.waitForURL("**case=t1**");
      page.waitForFunction("() => document.activeElement.id === 'case-title'");

      assertThat(page.evaluate("() => globalThis.sameDocument")).isEqualTo(true);
      assertThat(
              page.locator("#" + page.locator("#case-title").getAttribute("aria-describedby"))
                  .textContent())
          .isEqualTo("own, wrong, expected a1. hosted, right");
      page.goBack();
      page.waitForFunction("() => document.querySelector('#case-title').innerText === 't0'");
      page.goForward();
      page.waitForFunction("() => document.querySelector('#case-title').innerText === 't1'");
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.complaints()).isEmpty();
    }
  }

  @Test
  void aKeyOpensLongTextsAndTheAddressKeepsThat() {
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + LAB + "?a=own&b=hosted&case=t1");
      assertThat(page.locator(".more-text[open]").count()).isZero();
      page.keyboard().press("o");
      page.waitForURL("**whole=yes**");
      page.locator(".more-text[open]").waitFor();
      page.keyboard().press("k");
      page.waitForURL("**case=t0**");
      page.keyboard().press("j");
      page.waitForURL("**case=t1**");
      page.locator(".more-text[open]").waitFor();
      assertThat(screen.violations()).isEmpty();

      page.keyboard().press("o");
      page.waitForFunction("() => !document.querySelector('.more-text[open]')");
      assertThat(page.url()).doesNotContain("whole");
      page.locator(".more-text summary").press("Enter");
      page.locator(".more-text[open]").waitFor();
      assertThat(screen.complaints()).isEmpty();
    }
  }

  @Test
  void theFilteredRowsAreExportedByKeyboard() throws IOException {
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + LAB + "?a=own&b=hosted");
      Download file =
          page.waitForDownload(() -> page.locator("a[href*='as=jsonl']").press("Enter"));

      assertThat(file.suggestedFilename()).isEqualTo("sums-internal-cases.jsonl");
      assertThat(Files.readAllLines(file.path())).hasSize(6).allMatch(line -> line.contains("\"t"));
    }
  }
}
