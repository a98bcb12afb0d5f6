package dev.metier.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The Chromium of this machine, without a window. Whatever it asks of another machine goes to a
/// proxy that is not there.
final class Chromium implements AutoCloseable {
  private static final List<String> USUAL =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final String NO_PROXY_THERE = "http://127.0.0.1:9";

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setProxy(new Proxy(NO_PROXY_THERE).setBypass("127.0.0.1"))
                    .setArgs(List.of("--disable-dev-shm-usage", "--font-render-hinting=none")));
  }

  /// Starts it, or skips the tests that ask, loudly, where there is none.
  static Chromium startOrSkip() {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      String why = "there is no Chromium; get one with: apt-get install chromium";
      System.err.println("SKIPPED, the screens were not looked at in a browser: " + why);
      Assumptions.abort(why);
    }
    return new Chromium(program.orElseThrow());
  }

  /// The program that the environment names, or the usual one.
  private static Optional<Path> program() {
    return Stream.concat(Stream.ofNullable(System.getenv("METIER_CHROMIUM")), USUAL.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
