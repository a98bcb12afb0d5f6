package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.report.view.ChangesView;
import dev.metier.terminal.Console;
import dev.metier.web.PastChanges;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page of changes gets to show.
class ChangesPageTest {
  private static final int CASES = 30;

  @TempDir private Path folder;

  @BeforeEach
  void project() {
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append("{\"id\": \"c%d\", \"q\": \"question %d\"}\n".formatted(i, i));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models: {m: {use: "recorded/m.csv#m"}}
        jobs:
          answer:
            data: internal
            prompt: "{{q}}"
            cases: cases.jsonl
            needs: {quality: {at_least: 0.60}}
        """);
    passing(Set.of(3));
  }

  /// What the model does, case by case.
  private void passing(Set<Integer> failed) {
    var rows = new StringBuilder("case_id,model,passed\n");
    for (int i = 0; i < CASES; i++) {
      rows.append("c%d,m,%d\n".formatted(i, failed.contains(i) ? 0 : 1));
    }
    Shell.write(folder, "m.csv", rows.toString());
  }

  private void qualify() {
    assertThat(Shell.run("qualify", "-f", folder.toString(), "--full").exit()).isZero();
  }

  private PastChanges changes(String since) {
    var silent = new PrintStream(PrintStream.nullOutputStream());
    var workplace =
        new Workplace(
            new Console(silent, silent, false, Map.of()),
            (model, _) -> RecordedProvider.open(model),
            Clock.systemUTC(),
            "test");
    return new UiSnapshots(workplace, folder, Optional.empty())
        .changes(Optional.of(since).filter(text -> !text.isEmpty()));
  }

  private void askAgainWithAnotherPrompt() throws IOException {
    qualify();
    Path yaml = folder.resolve("metier.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("{{q}}", "Please: {{q}}"));
    passing(Set.of(7));
    qualify();
  }

  @Test
  void aPromptThatWasEditedAndAskedAgainNamesExactlyTheCasesThatTurned() throws IOException {
    askAgainWithAnotherPrompt();
    var view = ChangesView.of(changes("").changes().orElseThrow());

    assertThat(view.turned()).isEmpty();
    assertThat(view.moved())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.passNoMore()).containsExactly("c7");
          assertThat(row.passNow()).containsExactly("c3");
          assertThat(row.causes()).contains("another prompt or setting");
          assertThat(row.both()).isEqualTo(CASES);
        });
  }

  @Test
  void thePageAndTheCommandLineTellTheSame() throws IOException {
    askAgainWithAnotherPrompt();
    String text = Shell.run("verdict", "-f", folder.toString(), "--since", "previous").out();

    assertThat(changes("").changes().orElseThrow().text()).isEqualTo(text);
    assertThat(changes("").since()).isEqualTo("1");
    assertThat(changes("").moments().getFirst().value()).isEqualTo("1");
  }

  @Test
  void nonsenseIsTheUsualViewAndNotKnown() throws IOException {
    askAgainWithAnotherPrompt();
    for (String nonsense :
        new String[] {"nonsense", "yesterday", "77", "2026-13-45", "previous "}) {
      PastChanges past = changes(nonsense);
      assertThat(past.known()).as(nonsense).isFalse();
      assertThat(past.changes()).isEqualTo(changes("").changes());
    }
  }

  @Test
  void aDayBeginsAtMidnightUtc() throws IOException {
    askAgainWithAnotherPrompt();
    var today = LocalDate.now(ZoneOffset.UTC);
    var before = changes(today.minusDays(1).toString()).changes().orElseThrow();
    var after = changes(today.plusDays(1).toString()).changes().orElseThrow();

    assertThat(before.different())
        .singleElement()
        .satisfies(change -> assertThat(change.then().word()).isEqualTo("UNDECIDED"));
    assertThat(after.different()).isEmpty();
    assertThat(
            Shell.run("verdict", "-f", folder.toString(), "--since", today.plusDays(1).toString())
                .out())
        .contains("1 verdict is as it was.");
  }

  @Test
  void afterASingleRunThereIsNothingToLookBackAt() {
    qualify();
    PastChanges past = changes("");

    assertThat(past.changes()).isEmpty();
    assertThat(past.moments()).isEmpty();
  }
}
