package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `qualify --confirm`: verdicts on held-out cases, told apart and counted.
class ConfirmTest {
  @TempDir private Path folder;

  @BeforeEach
  void holdOut() {
    Path yaml = Shell.recorded(folder);
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml").replaceFirst("(\n +)cases: ", "$1holdout: 0.4$1cases: "));
    assertThat(yaml).exists();
  }

  private Shell run(String... words) {
    var args = new java.util.ArrayList<>(java.util.List.of(words));
    args.addAll(java.util.List.of("-f", folder.toString()));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void aConfirmationIsToldAsOneInTextJsonAndHtml() {
    run("qualify");
    Shell confirmed = run("qualify", "--confirm");
    assertThat(confirmed.out())
        .contains(".held-out")
        .contains("cases that tuning never saw. They have been spent once.");
    Shell json = run("verdict", "--confirm", "--json");
    assertThat(JsonMapper.shared().readTree(json.out()).toString())
        .contains(".held-out", "spent once");
    assertThat(folder.resolve(".metier/confirmation.html")).content().contains("spent once");
    assertThat(folder.resolve(".metier/report.html")).content().doesNotContain("spent once");
    assertThat(Files.exists(folder.resolve(".metier/report.html"))).isTrue();
  }

  @Test
  void tuningNeverAsksAHeldOutCase() {
    run("qualify", "--full");
    String asked = run("export").out();
    run("qualify", "--confirm", "--full");
    String both = run("export").out();
    assertThat(both).isEqualTo(asked);
    assertThat(asked.lines().count()).isLessThan(3 * 200);
    assertThat(run("verdict", "--confirm").out()).doesNotContain("not fresh");
  }

  @Test
  void casesThatWereAskedBeforeTheyWereHeldOutAreNotFresh() {
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml").replaceFirst(" +holdout: 0.4\n", ""));
    run("qualify", "--full");
    holdOut();
    assertThat(run("qualify", "--confirm").out()).contains("they are not fresh");
  }

  @Test
  void withoutHeldOutCasesThereIsNothingToConfirmOn() {
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml").replaceFirst(" +holdout: 0.4\n", ""));
    Shell refused = run("qualify", "--confirm");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("no held-out cases", "`holdout: 0.3`");
  }
}
