package dev.metier.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A browser that was let into the demo's screens; one for all test classes, which ask for it as a
/// parameter.
record BrowserSession(Chromium chromium, ServedProject demo, Path folder, BrowserContext context)
    implements AutoCloseable {

  /// Starts it for the first class that asks; skips them all, loudly, where there is no Chromium.
  static final class Extension implements ParameterResolver, ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(BrowserSession.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
      return condition(Chromium.candidates());
    }

    static ConditionEvaluationResult condition(List<Path> candidates) {
      if (Chromium.program(candidates).isPresent()) {
        return ConditionEvaluationResult.enabled("there is a Chromium");
      }
      System.err.println(
          "SKIPPED, the screens were not looked at in a browser: " + Chromium.ABSENT);
      return ConditionEvaluationResult.disabled(Chromium.ABSENT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == BrowserSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent("session", _ -> BrowserSession.start(), BrowserSession.class);
    }
  }

  private static BrowserSession start() {
    Chromium chromium = Chromium.start();
    try {
      Path folder = Files.createTempDirectory("metier-screens");
      var demo = ServedProject.of(Projects.demo(folder.resolve("demo")));
      return new BrowserSession(chromium, demo, folder, entered(chromium, demo));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A browser that came by the project's link.
  static BrowserContext entered(Chromium chromium, ServedProject project) {
    BrowserContext context = chromium.browser().newContext();
    context.newPage().navigate(project.link());
    return context;
  }

  /// The same reader in a browser that is set otherwise.
  BrowserContext otherwise(Browser.NewContextOptions options) {
    BrowserContext other = chromium.browser().newContext(options);
    other.addCookies(context.cookies().stream().map(BrowserSession::same).toList());
    return other;
  }

  private static com.microsoft.playwright.options.Cookie same(
      com.microsoft.playwright.options.Cookie cookie) {
    return new com.microsoft.playwright.options.Cookie(cookie.name, cookie.value)
        .setDomain(cookie.domain)
        .setPath(cookie.path);
  }

  OpenScreen open(String address) {
    return open(context, address);
  }

  OpenScreen open(BrowserContext with, String address) {
    var screen = new OpenScreen(with);
    screen.page().navigate(demo.origin() + address);
    return screen;
  }

  @Override
  public void close() {
    demo.close();
    chromium.close();
    Projects.delete(folder);
  }
}
