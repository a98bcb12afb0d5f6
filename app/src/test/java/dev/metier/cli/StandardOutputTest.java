package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-o -` is the standard output, or is refused; it never makes a file of that name.
class StandardOutputTest {
  @TempDir private Path folder;

  @AfterEach
  void noFileIsCalledDash() {
    assertThat(Path.of("-")).doesNotExist();
    assertThat(folder.resolve("-")).doesNotExist();
  }

  private String decided() {
    String project = Shell.recorded(folder).toString();
    Shell.run("qualify", "-f", project);
    return project;
  }

  @Test
  void theReportIsPrinted() {
    var shell = Shell.run("report", "-f", decided(), "-o", "-");
    assertThat(shell.exit()).isZero();
    assertThat(shell.out().strip()).startsWith("<!doctype html>").endsWith("</html>");
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void theTrialsArePrintedAsByDefault() {
    String project = decided();
    assertThat(Shell.run("export", "-f", project, "-o", "-").out())
        .isEqualTo(Shell.run("export", "-f", project).out())
        .isNotEmpty();
  }

  @Test
  void aPolicyAndADrillAreWrittenToFilesOnly() {
    String project = decided();
    var compile = Shell.run("compile", "-f", project, "-o", "-");
    assertThat(compile.exit()).isEqualTo(2);
    assertThat(compile.err()).contains("-o - is no file.", "compile --dry-run");
    Shell.run("compile", "-f", project);
    assertThat(Files.exists(folder.resolve("policy.json"))).isTrue();
    var drill = Shell.run("drill", "-f", project, "-o", "-");
    assertThat(drill.exit()).isEqualTo(2);
    assertThat(drill.err()).contains("-o - is no file.", "--json");
  }
}
