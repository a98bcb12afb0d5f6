package dev.metier.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `metier import cases`: nothing is written before it is confirmed, and what is written can be
/// checked at once.
class ImportCasesTest {
  @TempDir private Path folder;

  private Path file = Path.of("tickets.csv");

  @BeforeEach
  void writeTickets() throws IOException {
    var rows = new StringBuilder("id,text,label,lang\n");
    for (int i = 0; i < 30; i++) {
      rows.append(
          "t%d,\"Message %d, which is about %s\",%s,%s\n"
              .formatted(
                  i,
                  i,
                  i % 3 == 0 ? "money" : "an error",
                  i % 3 == 0 ? "billing" : "bug",
                  i % 2 == 0 ? "en" : "de"));
    }
    file = Files.writeString(folder.resolve("tickets.csv"), rows.toString());
  }

  private Shell imported(String... more) {
    var args = new ArrayList<>(List.of("import", "cases", file.toString()));
    args.addAll(List.of("--to", folder.resolve("project").toString()));
    args.addAll(List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  @Test
  void nothingIsWrittenWithoutAWord() {
    Shell shown = imported();
    assertThat(shown.exit()).isEqualTo(2);
    assertThat(shown.out())
        .contains("input     text")
        .contains("expected  label: labels (billing, bug)")
        .contains("tickets.csv:2 [en]");
    assertThat(shown.err()).contains("Add `--yes`");
    assertThat(folder.resolve("project")).doesNotExist();
  }

  @Test
  void whatWasMadeCanBeCheckedAtOnce() {
    Shell made = imported("--yes", "--purpose", "Sort the mail");
    assertThat(made.exit()).as(made.out() + made.err()).isZero();
    assertThat(made.out()).contains("Wrote the job tickets with 30 cases to a new ");
    Shell check = Shell.run("check", "-f", folder.resolve("project").toString());
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
    assertThat(check.out())
        .contains("tickets: 30 cases, internal data; needs quality at least 0.8");
  }

  @Test
  void namedColumnsNeedNoWord() {
    assertThat(imported("--input", "text", "--expected", "label").exit()).isZero();
  }

  @Test
  void aSecondImportAddsAJob() {
    imported("--yes");
    assertThat(imported("--yes").err()).contains("has a job tickets already");
    Shell second = imported("--yes", "--name", "sample", "--sample", "10");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(Shell.run("check", "-f", folder.resolve("project").toString()).out())
        .contains("sample: 10 cases");
  }

  @Test
  void programsSeeTheMappingAndWriteWithAWord() {
    Shell shown = imported("--json");
    assertThat(shown.exit()).isEqualTo(2);
    var told = JsonMapper.shared().readTree(shown.out());
    assertThat(told.path("mapping").path("input").path(0).stringValue()).isEqualTo("text");
    assertThat(told.path("expected_answers").stringValue()).isEqualTo("labels");
    assertThat(told.path("written").booleanValue()).isFalse();
    assertThat(
            JsonMapper.shared()
                .readTree(imported("--json", "--yes").out())
                .path("written")
                .booleanValue())
        .isTrue();
  }

  @Test
  void personalDataMakesTheJobConfidential() throws IOException {
    Files.writeString(file, "text,label\npay to DE89 3704 0044 0532 0130 00,x\nhello,x\n");
    assertThat(imported("--yes").out()).contains("1 of 2 cases holds personal data");
    assertThat(Files.readString(folder.resolve("project/metier.yaml")))
        .contains("data: confidential    # 1 of 2 cases holds personal data: IBAN");
  }
}
