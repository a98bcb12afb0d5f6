package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where there is no browser the screens' tests are skipped, and do not fail.
class AbsentChromiumTest {
  @TempDir Path folder;

  @Test
  void testsAreSkippedWithWhatBringsIt() {
    var condition = BrowserSession.Extension.condition(List.of(folder.resolve("chromium")));
    assertThat(condition.isDisabled()).isTrue();
    assertThat(condition.getReason().orElseThrow()).contains("apt-get install chromium");
  }

  @Test
  void anyProgramThatIsThereServes() throws Exception {
    Path program = Files.createFile(folder.resolve("chromium"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    var condition = BrowserSession.Extension.condition(List.of(folder.resolve("none"), program));
    assertThat(condition.isDisabled()).isFalse();
  }
}
