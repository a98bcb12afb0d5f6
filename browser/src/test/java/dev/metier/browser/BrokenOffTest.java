package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An open page whose ledger or server goes away: what it shows stays, and it says so in place.
@ExtendWith(BrowserSession.Extension.class)
class BrokenOffTest {
  @TempDir private Path folder;
  private final BrowserSession session;

  BrokenOffTest(BrowserSession session) {
    this.session = session;
  }

  private Path ledger() {
    return folder.resolve(".metier/ledger.db");
  }

  /// One job of twenty cases and one model that passes them all.
  private void project() throws IOException {
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        models: {m: {use: "recorded/answers.csv#m", host: here}}
        hosts: {here: {clearance: restricted}}
        jobs:
          greet:
            data: public
            prompt: "{{id}}"
            cases: cases.jsonl
            needs: {quality: {at_least: 0.5, confidence: 0.9}}
        """);
    var cases = new StringBuilder();
    var answers = new StringBuilder("job,case,model,score\n");
    for (int i = 0; i < 20; i++) {
      cases.append("{\"id\": \"c").append(i).append("\"}\n");
      answers.append("greet,c").append(i).append(",m,1\n");
    }
    Files.writeString(folder.resolve("cases.jsonl"), cases.toString());
    Files.writeString(folder.resolve("answers.csv"), answers.toString());
    ServedProject.run("qualify", "-f", folder.toString());
  }

  private static String word(Page page) {
    assertThat(page.locator(".cell .word").count()).as("no part is doubled").isOne();
    return page.locator(".cell .word").innerText();
  }

  @Test
  void aPageOutlivesItsLedgerAndItsServer() throws IOException {
    project();
    Path away = folder.resolve("away.db");
    var served = ServedProject.of(folder);
    try (BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + "/");
      assertThat(word(page)).isEqualTo("FIT");
      Locator stale = page.locator("#stale");
      for (String beside : List.of("ledger.db-wal", "ledger.db-shm")) {
        Files.deleteIfExists(ledger().resolveSibling(beside));
      }
      Files.move(ledger(), away);
      stale.waitFor();
      assertThat(stale.innerText()).contains("was there, and is gone", "Put it back from a copy.");
      assertThat(word(page)).isEqualTo("FIT");

      Files.move(away, ledger());
      stale.waitFor(
          new Locator.WaitForOptions()
              .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN));
      assertThat(word(page)).isEqualTo("FIT");

      served.close();
      stale.waitFor();
      assertThat(stale.innerText()).matches(Pattern.compile("Not live since \\d\\d:\\d\\d"));
      assertThat(word(page)).isEqualTo("FIT");
      assertThat(screen.violations()).isEmpty();
    } finally {
      served.close();
    }
  }
}
