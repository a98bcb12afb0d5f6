package dev.metier.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTest {
  private static final Invocation ELSEWHERE =
      new Invocation("./metier", Optional.of(Path.of("my-jobs")));

  @ParameterizedTest
  @CsvSource({
    "check, ./metier check -f my-jobs",
    "qualify triage, ./metier qualify triage -f my-jobs",
    "key add NAME, ./metier key add NAME -f my-jobs",
    "init, ./metier init my-jobs",
    "init FOLDER, ./metier init FOLDER",
    "demo, ./metier demo",
    "check -f other, ./metier check -f other",
    "serve --policy policy.json, ./metier serve --policy policy.json",
    "connect --help, ./metier connect --help",
  })
  void aCommandNamesTheProjectThatTheUserNamed(String words, String typed) {
    assertThat(ELSEWHERE.command(words)).isEqualTo(typed);
  }

  @Test
  void theProjectOfThisFolderNeedsNoName() {
    assertThat(Invocation.of(Optional.of(Path.of("."))).command("check")).isEqualTo("metier check");
    assertThat(Invocation.of(Optional.empty()).command("check")).isEqualTo("metier check");
  }

  @Test
  void everyCommandInBackquotesIsSpelledAndNothingElseIs() {
    assertThat(
            ELSEWHERE.in(
                "`metier init` writes one, `metier check` reads it; `model` and metier stay."))
        .isEqualTo(
            "`./metier init my-jobs` writes one, `./metier check -f my-jobs` reads it;"
                + " `model` and metier stay.");
  }

  @Test
  void aFolderThatTheShellWouldSplitIsQuoted() {
    var spaced = new Invocation("metier", Optional.of(Path.of("my jobs' place")));
    assertThat(spaced.command("check")).isEqualTo("metier check -f 'my jobs'\\'' place'");
  }
}
