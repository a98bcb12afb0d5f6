package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The five questions of docs/guide/look.md, each answered by what stands on the demo's screens, on
/// the way that a newcomer clicks.
@ExtendWith(BrowserSession.Extension.class)
class NewcomerTest {
  private final BrowserSession session;

  NewcomerTest(BrowserSession session) {
    this.session = session;
  }

  private static String main(Page page) {
    return page.locator("main").innerText().replaceAll("\\s+", " ");
  }

  /// Follows a link that is seen.
  private static void follow(Page page, String address) {
    page.locator("a[href='" + address + "']:visible").first().click();
    page.waitForURL("**" + address);
  }

  @Test
  void whichJobsCanStayInTheHouse() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      String headline = page.locator("h1").innerText();
      assertThat(headline).matches("\\d+ of 16 jobs can stay on your own machines\\.");
      String local = headline.replaceFirst(" .*", "");
      assertThat(main(page)).contains(local + " FIT on your own machines");
      page.locator("a[href*='show=local']:visible").first().click();
      page.waitForURL("**show=local**");
      assertThat(page.locator(".matrix tbody tr").count()).isEqualTo(Integer.parseInt(local));
    }
  }

  @Test
  void whichJobMayNotLeaveTheHouseAndWhy() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      Locator barred =
          page.locator(".cell a[href='/job/triage-templated/claude-sonnet-4']:visible");
      assertThat(barred.innerText()).contains("FORBIDDEN", "host reads up to internal");
      follow(page, "/learn");
      follow(page, "/learn/where-data-goes");
      assertThat(main(page))
          .contains("2 of your 16 jobs may not leave the house")
          .contains("above what any hosted model's host may read (internal)")
          .contains("triage-templated, triage-paraphrased");
    }
  }

  @Test
  void whyIsThisModelNotFit() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      follow(page, "/job/numbers/gemma-3-27b");
      assertThat(main(page))
          .containsPattern("UNFIT quality >= 0.90: not met, with 95 % confidence; \\d+ of \\d+")
          .containsPattern("The \\d+ cases that failed");
      assertThat(page.locator("a[href^='/job/numbers/cases?'][href*='case=']").count())
          .isPositive();
    }
  }

  @Test
  void wouldMoreCasesHelp() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      follow(page, "/job/family_relationships/qwq-32b");
      assertThat(main(page))
          .contains("What would settle it")
          .contains("is too close to 0.80 to say yes or no")
          .containsPattern("\\d+ (more )?cases");
      page.navigate(session.demo().origin() + "/learn/not-yet-a-yes");
      assertThat(page.locator("h1").innerText()).contains("is not yet a yes");
    }
  }

  @Test
  void threeClicksLeadToTheNineCasesThatLeaveAVerdictOpen() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      follow(page, "/job/family_relationships/qwq-32b");
      assertThat(main(page))
          .contains("UNDECIDED It passed 41 of 50 cases.")
          .contains("and all cases are used.")
          .contains("Why 41 of 50 is not yet a yes")
          .contains("The 9 cases that failed");
      follow(page, "/job/family_relationships/cases?a=qwq-32b&only=fails");
      assertThat(page.locator(".kinds a[aria-current]").innerText())
          .isEqualTo("all that qwq-32b fails 9");
      Locator failed = page.locator(".items li a");
      assertThat(failed.count()).isEqualTo(9);
      String last = failed.last().innerText().lines().findFirst().orElseThrow();
      failed.last().click();
      page.waitForURL("**only=fails**case=**");
      assertThat(page.locator(".items a[aria-current]").innerText()).startsWith(last);
      assertThat(main(page)).contains("case 9 of 9", "Expected", "recorded as failed");
    }
  }

  @Test
  void whatWouldChangeAFit() {
    try (var screen = session.open("/")) {
      Page page = screen.page();
      follow(page, "/job/triage-templated/ticket-words");
      assertThat(main(page)).contains("FIT It passed", "What would change it");
      assertThat(main(page).replaceFirst(".*What would change it", ""))
          .contains("build", "prompt", "parameters");
    }
  }
}
