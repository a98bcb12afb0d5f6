package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /// What becomes of a ledger while a page is open. Nobody can lock it meanwhile: who watches it
  /// has it open.
  enum Broken {
    DAMAGED("is damaged", "Put a copy from before in its place"),
    NEWER("newer Metier", "name another file for the ledger");

    private final String told;
    private final String remedy;

    Broken(String told, String remedy) {
      this.told = told;
      this.remedy = remedy;
    }
  }

  private interface Mending extends AutoCloseable {
    @Override
    void close() throws IOException, SQLException;
  }

  private Mending broken(Broken how) throws IOException, SQLException {
    if (how == Broken.DAMAGED) {
      byte[] whole = Files.readAllBytes(ledger());
      byte[] noise = whole.clone();
      Arrays.fill(noise, 4096, noise.length, (byte) 0x5a);
      Files.write(ledger(), noise);
      return () -> Files.write(ledger(), whole);
    }
    var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger());
    try (var statement = connection.createStatement()) {
      long version = statement.executeQuery("pragma user_version").getLong(1);
      statement.execute("pragma user_version = 99");
      return () -> {
        try (connection;
            var back = connection.createStatement()) {
          back.execute("pragma user_version = " + version);
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageStaysReadableWhileItsLedgerCannotBeRead(Broken how) throws IOException, SQLException {
    project();
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      Page page = screen.page();
      page.navigate(served.origin() + "/");
      assertThat(word(page)).isEqualTo("FIT");
      Locator stale = page.locator("#stale");
      try (Mending mended = broken(how)) {
        stale.waitFor();
        assertThat(stale.innerText()).contains(how.told, how.remedy);
        assertThat(word(page)).isEqualTo("FIT");
        assertThat(mended).isNotNull();
      }
      stale.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
      assertThat(word(page)).isEqualTo("FIT");
      assertThat(screen.violations()).isEmpty();
    }
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
      stale.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
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
