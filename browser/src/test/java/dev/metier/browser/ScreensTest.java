package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every screen in every state, light and dark, on a telephone, a tablet and a desk. Pictures of
/// all are left in `target/screens`.
@ExtendWith(BrowserSession.Extension.class)
class ScreensTest {
  private static final Path PICTURES = Path.of("target/screens");
  private static final List<Integer> WIDTHS = List.of(390, 1024, 1440);
  private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);

  /// A window of 1280 pixels at 400 %.
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
          new State("learn", "/learn"),
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

  private void look(State state) {
    try (var screen = session.open(state.address())) {
      for (int width : WIDTHS) {
        for (ColorScheme scheme : SCHEMES) {
          String name = state.name() + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
          screen.look(width, scheme);
          screen.picture(PICTURES.resolve(name + ".png"));
          assertThat(screen.violations()).as(name).isEmpty();
        }
        assertThat(screen.overflow()).as("%s wider than %s", state.name(), width).isZero();
      }
      screen.look(MAGNIFIED, ColorScheme.LIGHT);
      assertThat(screen.overflow()).as("%s at 400 %%: %s", state.name(), screen.widest()).isZero();
      assertThat(screen.complaints()).isEmpty();
    }
  }
}
