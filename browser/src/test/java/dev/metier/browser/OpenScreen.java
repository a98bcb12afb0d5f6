package dev.metier.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A page of a browser that keeps a list of what must not happen on it: errors, and requests to
/// other machines.
final class OpenScreen implements AutoCloseable {
  private static final int HEIGHT = 900;
  private static final String AXE = AxeBuilder.getAxeScript();

  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  OpenScreen(BrowserContext context) {
    page = context.newPage();
    page.onConsoleMessage(said -> {
      if (said.type().equals("error") && !said.text().contains("the server responded with")) {
        complaints.add("console: " + said.text());
      }
    });
    page.onPageError(error -> complaints.add("script: " + error));
    page.onRequest(request -> {
      URI asked = URI.create(request.url());
      if (!"127.0.0.1".equals(asked.getHost()) && !"file".equals(asked.getScheme())) {
        complaints.add("request: " + request.url());
      }
    });
  }

  Page page() {
    return page;
  }

  /// What happened that must not.
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  void look(int width, ColorScheme scheme) {
    page.setViewportSize(width, HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  /// What axe-core finds wrong, by all its rules, for people who see, hear or move otherwise. It is
  /// loaded once a page: its text is longer than any of ours.
  List<String> violations() {
    if (!(boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(AXE);
    }
    var found =
        (List<?>)
            page.evaluate(
                "() => axe.run(document, {resultTypes: ['violations']}).then(found =>"
                    + " found.violations.map(rule => rule.id + ' at ' +"
                    + " rule.nodes.slice(0, 3).map(node => node.html).join(' | ')))");
    return found.stream().map(String::valueOf).toList();
  }

  /// By how many pixels the page is wider than its window.
  int overflow() {
    return ((Number)
            page.evaluate(
                "() => document.documentElement.scrollWidth -"
                    + " document.documentElement.clientWidth"))
        .intValue();
  }

  /// What reaches furthest to the right, to mend a page that is too wide.
  String widest() {
    return (String)
        page.evaluate(
            "() => { const all = [...document.querySelectorAll('body *')];"
                + " const right = e => e.getBoundingClientRect().right;"
                + " const e = all.reduce((a, b) => right(b) > right(a) ? b : a);"
                + " return e.outerHTML.slice(0, 200) + ' in ' + e.parentElement.className; }");
  }

  void picture(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    page.close();
  }
}
