package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The screens for people who use a keyboard, no script, or a browser that is set otherwise.
@ExtendWith(BrowserSession.Extension.class)
class ReadersTest {
  private static final List<String> PLACES =
      List.of("/", "/job/family_relationships/qwq-32b", "/job/numbers/cases");

  /// Every other screen, which the tab key must reach whole as well.
  private static final List<String> OTHERS =
      List.of(
          "/run",
          "/changes",
          "/record",
          "/record/MDR-0001",
          "/learn",
          "/learn/guess",
          "/learn/not-yet-a-yes",
          "/model/qwq-32b",
          "/words",
          "/jobs");

  private final BrowserSession session;

  ReadersTest(BrowserSession session) {
    this.session = session;
  }

  private static String focused(Page page) {
    return (String)
        page.evaluate(
            "() => document.activeElement.getAttribute('aria-label') ??"
                + " document.activeElement.textContent");
  }

  @Test
  void threeKeysLeadFromTheMatrixToTheCasesThatFailed() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      page.locator("th a[href='/job/family_relationships/cases']").focus();
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowRight");
      assertThat(focused(page)).contains("qwq-32b", "family_relationships", "UNDECIDED");
      page.keyboard().press("Enter");
      page.waitForURL("**/job/family_relationships/qwq-32b");
      page.keyboard().press("c");
      page.waitForURL("**/job/family_relationships/cases?a=qwq-32b*");

      assertThat(page.locator("h1").innerText()).contains("qwq-32b");
      page.locator(".items a").first().waitFor();
      assertThat(screen.complaints()).isEmpty();
    }
  }

  @Test
  void threeClicksLeadToEveryCaseThatFailed() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      page.locator("a[href='/job/family_relationships/qwq-32b']").click();
      int failed = page.locator(".path a").count();
      assertThat(failed).isPositive();
      assertThat(page.locator("main").innerText())
          .contains(failed + " failed, still between", "The " + failed + " cases that failed");
      page.locator(".path a").first().click();
      page.waitForURL("**/cases?*case=*");

      assertThat(page.locator("#case-title").innerText()).isNotBlank();
      assertThat(page.locator(".items a[aria-current]").count()).isOne();
    }
  }

  @Test
  void theNextCaseIsAKeyAwayAndBackLeadsBack() {
    try (var screen = session.open("/job/numbers/cases")) {
      Page page = screen.page();
      String first = page.locator("#case-title").innerText();
      page.keyboard().press("j");
      page.waitForURL("**case=**");
      String second = page.locator("#case-title").innerText();
      assertThat(second).isNotEqualTo(first);
      page.keyboard().press("k");
      page.waitForFunction("t => document.querySelector('#case-title').innerText === t", first);
      page.goBack();

      page.waitForFunction("t => document.querySelector('#case-title').innerText === t", second);
    }
  }

  @Test
  void keysAreOffWhileSomebodyTypes() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      page.keyboard().press("/");
      page.keyboard().type("jobs?c");

      assertThat(page.locator("#find").inputValue()).isEqualTo("jobs?c");
      assertThat(page.locator("#keys").isVisible()).isFalse();
      assertThat(page.url()).endsWith("/");
    }
  }

  @Test
  void keysAreListedUnderTheQuestionMarkAndEscapeEndsTheList() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      page.keyboard().press("?");
      assertThat(page.locator("#keys").isVisible()).isTrue();
      assertThat(screen.violations()).isEmpty();
      page.keyboard().press("Escape");
      assertThat(page.locator("#keys").isVisible()).isFalse();
    }
  }

  /// Whoever cannot use a mouse comes everywhere, sees where, and comes away again.
  @Test
  void everythingIsReachedByTheTabKey() {
    for (String place : Stream.concat(PLACES.stream(), OTHERS.stream()).toList()) {
      try (var screen = session.open(place)) {
        Page page = screen.page();
        Locator all =
            page.locator(
                "a[href]:visible, button:not([tabindex]):visible, select:visible,"
                    + " input:not([type=radio]):visible, input[type=radio]:checked:visible");
        int reachable = all.count();
        page.evaluate(
            "() => { globalThis.reached = new Set(); document.addEventListener('focusin', e =>"
                + " reached.add(e.target)); }");
        for (int i = 0; i < reachable + 8; i++) {
          page.keyboard().press("Tab");
        }
        assertThat(((Number) page.evaluate("() => reached.size")).intValue())
            .as(place)
            .isGreaterThanOrEqualTo(reachable);
      }
    }
  }

  @Test
  void withoutAScriptEverythingCanBeReadAndChosen() {
    try (var other =
            session.otherwise(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        var screen = session.open(other, "/job/numbers/cases")) {
      Page page = screen.page();
      String title = page.locator("h1").textContent();
      page.locator("#a").selectOption("claude-sonnet-4");
      page.locator(".steps button").click();

      assertThat(page.locator("h1").textContent()).isNotEqualTo(title).contains("claude-sonnet-4");
      page.locator("nav a[href='/']").first().click();
      page.locator("#find").fill("family");
      page.locator("form[role=search] button").click();
      assertThat(page.locator(".matrix tbody tr").count()).isOne();
      page.locator(".cell a").first().click();
      assertThat(page.locator("h1").textContent()).contains("family_relationships");
      assertThat(page.locator("button.keys").isVisible()).isFalse();
    }
  }

  @Test
  void nothingMovesForThoseWhoAskedForStillness() {
    var still = new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
    try (var other = session.otherwise(still)) {
      for (String place : PLACES) {
        try (var screen = session.open(other, place)) {
          Object moving =
              screen
                  .page()
                  .evaluate(
                      "() => [...document.querySelectorAll('*')].filter(e => { const s ="
                          + " getComputedStyle(e); return s.animationName !== 'none' ||"
                          + " parseFloat(s.transitionDuration) > 0.01 }).length");
          assertThat(((Number) moving).intValue()).as(place).isZero();
        }
      }
    }
  }

  @Test
  void shapesAndWordsStayWhereColoursAreTheReaders() {
    var forced = new Browser.NewContextOptions().setForcedColors(ForcedColors.ACTIVE);
    try (var other = session.otherwise(forced);
        var screen = session.open(other, "/")) {
      Locator marks = screen.page().locator(".cell .mark");
      assertThat(marks.count()).isPositive();
      for (Locator mark : marks.all()) {
        assertThat(mark.locator("svg").boundingBox().width).isPositive();
        assertThat(mark.innerText()).matches(Pattern.compile("[A-Z]{3,}"));
      }
    }
  }

  @Test
  void screenReadersHearTheModelsAndHowTheyDid() {
    try (var screen = session.open("/job/numbers/cases")) {
      assertThat(screen.page().locator(".items a").first().getAttribute("aria-label"))
          .contains("gemma-3-27b failed", "claude-sonnet-4 passed");
      assertThat(screen.page().locator("main").ariaSnapshot()).contains("Expected");
    }
  }

  @Test
  void answersAreLabelledByKeysAndTheLabelIsTakenBack() {
    try (var screen = session.open("/job/numbers/cases")) {
      Page page = screen.page();
      Locator wrong = page.locator("form[data-label]").first().locator("[data-key='w']");
      page.keyboard().press("w");
      page.waitForCondition(() -> "true".equals(wrong.getAttribute("aria-pressed")));
      page.waitForLoadState();
      page.keyboard().press("n");
      page.keyboard().type("no tags 123");
      page.keyboard().press("Enter");
      // what is typed is no attribute, so that it is the page behind the form that has it
      page.locator("form[data-label] input[name=note][value='no tags 123']").first().waitFor();
      assertThat(wrong.getAttribute("aria-pressed")).isEqualTo("true");
      page.waitForLoadState();
      assertThat(screen.violations()).isEmpty();
      page.keyboard().press("u");
      page.waitForCondition(() -> "false".equals(wrong.getAttribute("aria-pressed")));

      assertThat(session.folder().resolve("demo/labels/numbers.jsonl"))
          .content()
          .contains("\"showing\":\"open\"", "\"labeller\":\"anna\"", "\"label\":\"undo\"");
    }
  }

  @Test
  void whatIsFoundAndWhyItFailedStandInTheAddress() {
    try (var screen = session.open("/job/numbers/cases?only=asked")) {
      Page page = screen.page();
      page.keyboard().press("/");
      page.keyboard().type("prime");
      page.keyboard().press("Enter");
      page.waitForURL("**q=prime**");
      int found = page.locator(".items a").count();
      assertThat(found).isPositive();
      page.locator(".causes summary").click();
      page.locator(".causes a").first().click();
      page.waitForURL("**cause=**");
      assertThat(page.locator(".items a").count()).isBetween(1, found);
      page.goBack();
      page.waitForFunction("n => document.querySelectorAll('.items a').length === n", found);
    }
  }

  @Test
  void aPartThatIsOpenStandsInTheAddress() {
    try (var screen = session.open("/?q=family")) {
      Page page = screen.page();
      Locator legend = page.locator("details#legend");
      legend.locator("summary").click();
      assertThat(page.url()).endsWith("/?q=family#legend");
      page.reload();
      assertThat(legend.getAttribute("open")).isNotNull();
      legend.locator("summary").press("Enter");
      assertThat(page.url()).endsWith("/?q=family");
      page.reload();
      assertThat(legend.getAttribute("open")).isNull();
    }
  }

  @Test
  void aWordIsExplainedByKeyboardWhereItStands() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      Locator word = page.locator("a.word-of").first();
      word.focus();
      page.keyboard().press("Enter");
      Locator meaning = page.locator(".popover:popover-open");
      assertThat(meaning.innerText()).contains("a named piece of work");
      assertThat(word.getAttribute("aria-expanded")).isEqualTo("true");
      assertThat(screen.violations()).isEmpty();
      page.keyboard().press("Escape");
      assertThat(meaning.count()).isZero();
      assertThat(focused(page)).contains("Job");
    }
  }

  @Test
  void theFilteredCasesAreKeptAsAFile() {
    try (var screen = session.open("/job/numbers/cases")) {
      Download file =
          screen.page().waitForDownload(() -> screen.page().locator("a[download]").first().click());

      assertThat(file.suggestedFilename()).isEqualTo("numbers-public-cases.csv");
    }
  }
}
