package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every screen in every state, light and dark, on a telephone, a tablet and a desk. Pictures of
/// all are left in `target/screens`.
@ExtendWith(BrowserSession.Extension.class)
class ScreensTest {
  private static final Path PICTURES = Path.of("target/screens");
  private static final List<Integer> WIDTHS = List.of(390, 1024, 1440);
  private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);

  /// Windows of 1280 pixels at 200 % and at 400 %.
  private static final int TWICE = 640;

  private static final int MAGNIFIED = 320;

  /// What is looked at: a new screen, or another state of one, is a line here.
  private static final List<State> STATES =
      List.of(
          new State("matrix", "/"),
          new State("matrix-dense", "/?view=dense&data=restricted"),
          new State("matrix-compact", "/?view=compact&q=o&data=restricted"),
          new State("matrix-none", "/?q=nothing-of-this-name&show=nonsense"),
          new State("why-undecided", "/job/family_relationships/qwq-32b"),
          new State("why-fit", "/job/triage-templated/ticket-words"),
          new State("why-range", "/job/numbers/claude-sonnet-4"),
          new State("why-unfit", "/job/numbers/gemma-3-27b"),
          new State("why-expired", "/job/triage-paraphrased/paraphrased-words"),
          new State("why-forbidden", "/job/triage-templated/claude-sonnet-4"),
          new State("why-not-asked", "/job/triage-paraphrased/tiny"),
          new State("cases", "/job/numbers/cases"),
          new State("cases-outcomes", "/job/family_relationships/cases?only=all"),
          new State("cases-cause", "/job/numbers/cases?only=asked&q=prime"),
          new State("cases-none", "/job/triage-templated/cases?only=unserved"),
          new State("changes", "/changes"),
          new State("changes-day", "/changes?since=2026-11-20"),
          new State("run", "/run"),
          new State("records", "/record"),
          new State("record", "/record/MDR-0001"),
          new State("learn", "/learn"),
          new State("learn-guess", "/learn/guess"),
          new State("learn-kinds", "/learn/kinds"),
          new State("learn-yes", "/learn/not-yet-a-yes"),
          new State("learn-ranking", "/learn/no-ranking"),
          new State("learn-cost", "/learn/local-cost"),
          new State("learn-data", "/learn/where-data-goes"),
          new State("learn-fast", "/learn/fast-and-slow"),
          new State("learn-two", "/learn/two-models"),
          new State("learn-cases", "/learn/good-cases"),
          new State("words", "/words"),
          new State("model", "/model/qwq-32b"),
          new State("missing", "/jobs"));

  private final BrowserSession session;

  ScreensTest(BrowserSession session) {
    this.session = session;
  }

  /// A screen in a state.
  private record State(String name, String address) {}

  @TestFactory
  Stream<DynamicTest> everyScreenIsForEverybodyAndAsksNobodyElse() {
    return STATES.stream().map(state -> DynamicTest.dynamicTest(state.name(), () -> look(state)));
  }

  /// So that a page that asks for anything elsewhere fails, whatever name it gives it.
  @Test
  void whateverIsElsewhereGoesToAProxyThatIsNotThere() {
    for (String elsewhere : List.of("http://elsewhere.invalid/", "http://192.0.2.1/")) {
      try (var screen = new OpenScreen(session.context())) {
        assertThatThrownBy(() -> screen.page().navigate(elsewhere))
            .hasMessageContaining("ERR_PROXY_CONNECTION_FAILED");
        assertThat(screen.complaints()).singleElement().asString().startsWith("request: ");
      }
    }
  }

  /// The report is opened as a file, by whoever it was sent to; only the file itself is loaded.
  @Test
  void theReportIsForEverybodyAndLoadsNothing() {
    Path report = session.folder().resolve("demo/.metier/report.html");
    try (var screen = new OpenScreen(session.context())) {
      var loaded = new ArrayList<String>();
      screen.page().onRequest(request -> loaded.add(request.url()));
      screen.page().navigate(report.toUri().toString());
      for (int width : WIDTHS) {
        screen.look(width, ColorScheme.DARK);
        screen.picture(PICTURES.resolve("report-" + width + "-dark.png"));
        assertThat(screen.overflow()).as("%s: %s", width, screen.widest()).isZero();
      }
      assertThat(screen.violations()).isEmpty();
      screen.look(MAGNIFIED, ColorScheme.LIGHT);
      assertThat(screen.overflow()).as(screen.widest()).isZero();
      assertThat(screen.violations()).isEmpty();
      for (Locator table : screen.page().locator(".short .wide-table").all()) {
        assertThat(table.evaluate("e => e.scrollWidth - e.clientWidth")).isEqualTo(0);
        assertThat(table.locator("caption").boundingBox().height).as("its title").isLessThan(80);
      }
      assertThat(loaded).hasSize(1).first().asString().startsWith("file:");
      assertThat(screen.complaints()).isEmpty();
    }
  }

  private void look(State state) {
    try (var screen = session.open(state.address())) {
      look(screen, state.name());
    }
  }

  private void look(OpenScreen screen, String state) {
    for (int width : WIDTHS) {
      for (ColorScheme scheme : SCHEMES) {
        String name = state + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        screen.look(width, scheme);
        screen.picture(PICTURES.resolve(name + ".png"));
        assertThat(screen.violations()).as(name).isEmpty();
      }
      assertThat(screen.overflow()).as("%s wider than %s", state, width).isZero();
    }
    screen.look(TWICE, ColorScheme.LIGHT);
    assertThat(screen.violations()).as("%s at 200 %%", state).isEmpty();
    assertThat(screen.overflow()).as("%s at 200 %%: %s", state, screen.widest()).isZero();
    screen.look(MAGNIFIED, ColorScheme.LIGHT);
    assertThat(screen.overflow()).as("%s at 400 %%: %s", state, screen.widest()).isZero();
    assertThat(screen.complaints()).isEmpty();
  }
}
