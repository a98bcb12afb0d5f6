package dev.metier.browser;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A page of a browser that keeps a list of what must not happen on it: errors, and requests to
/// other machines.
final class OpenScreen implements AutoCloseable {
  private static final int HEIGHT = 900;

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

  /// What axe-core finds wrong for people who see, hear or move otherwise.
  List<String> violations() {
    return found(axe());
  }

  /// The same of its colours alone, which is quicker.
  List<String> wrongColours() {
    return found(axe().withRules(List.of("color-contrast", "link-in-text-block")));
  }

  private AxeBuilder axe() {
    var options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    return new AxeBuilder(page).options(options).setLegacyMode(true);
  }

  private static List<String> found(AxeBuilder axe) {
    return axe.analyze().getViolations().stream()
        .map(rule ->
            rule.getId()
                + " at "
                + rule.getNodes().stream()
                    .limit(3)
                    .map(CheckedNode::getHtml)
                    .collect(Collectors.joining(" | ")))
        .toList();
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
