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

/// The Chromium of this machine, without a window. Whatever it asks of another machine goes to a
/// proxy that is not there.
final class Chromium implements AutoCloseable {
  private static final List<String> USUAL =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  static final String ABSENT = "there is no Chromium; get one with: apt-get install chromium";
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

  static Chromium start() {
    return new Chromium(program(candidates()).orElseThrow(() -> new IllegalStateException(ABSENT)));
  }

  /// The program that the environment names, and the usual ones.
  static List<Path> candidates() {
    return Stream.concat(Stream.ofNullable(System.getenv("METIER_CHROMIUM")), USUAL.stream())
        .map(Path::of)
        .toList();
  }

  static Optional<Path> program(List<Path> candidates) {
    return candidates.stream().filter(Files::isExecutable).findFirst();
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
