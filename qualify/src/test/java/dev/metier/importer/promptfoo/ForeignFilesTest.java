package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a configuration names that is not read, not run and not copied, and that this is told.
class ForeignFilesTest {
  private static final String HEAD = "prompts: ['Say {{x}}']\nproviders: [ollama:chat:qwen3]\n";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void within() throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("within"));
  }

  private Imported imported(String config) throws IOException {
    return PromptfooImport.read(Files.writeString(folder.resolve("promptfooconfig.yaml"), config));
  }

  private static String test(String value) {
    return HEAD + "tests:\n- {vars: {x: '" + value + "'}, assert: [{type: is-json}]}\n";
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefusedByName() throws IOException {
    Path secret = Files.writeString(folder.resolveSibling("secret.txt"), "the secret");
    Files.createSymbolicLink(folder.resolve("link.txt"), secret);
    Imported imported = imported(test("file://link.txt"));
    assertThat(imported.losses())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.type()).contains("link.txt");
          assertThat(loss.why()).contains("outside");
        });
    assertThat(imported.files().toString()).doesNotContain("the secret");
  }

  @Test
  void aHugeFileIsRefusedUnread() throws IOException {
    try (var huge = new RandomAccessFile(folder.resolve("huge.txt").toFile(), "rw")) {
      huge.setLength(1L << 30);
    }
    assertThat(imported(test("file://huge.txt")).losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.why()).contains("64 MB"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prompts: [file://p.py:make]          | prompt
          prompts: ['exec:./make.sh']          | prompt
          providers: ['exec:python3 m.py']     | provider
          providers: ['package:@a/b:C']        | provider
          providers: ['https://example.org/x'] | provider
          tests: https://example.org/t.csv     | tests
          tests: 'package:@a/b:make'           | tests
          """)
  void programsAndAddressesAreNamedAndNeverRun(String line, String type) throws IOException {
    Files.writeString(folder.resolve("p.py"), "open('ran', 'w')");
    String key = line.substring(0, line.indexOf(':'));
    String others = (HEAD + "tests: [{assert: [{type: is-json}]}]\n");
    String rest = others.lines().filter(l -> !l.startsWith(key)).reduce("", (a, b) -> a + b + "\n");
    assertThat(imported(rest + line + "\n").losses())
        .anySatisfy(loss -> assertThat(loss.type()).startsWith(type));
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void anchorsAndMergesAreWhatTheySay() throws IOException {
    Imported imported =
        imported(
            HEAD
                + "x-usual: &usual {type: contains, value: hello}\n"
                + "tests:\n"
                + "- {vars: {x: a}, assert: [*usual]}\n"
                + "- {vars: {x: b}, assert: [{<<: *usual, value: bye}]}\n");
    assertThat(imported.losses()).isEmpty();
    assertThat(imported.files().get("cases/promptfoo.jsonl")).contains("hello", "bye");
  }

  @Test
  void twoDocumentsAreRefusedInASentence() {
    assertThatThrownBy(() -> imported(HEAD + "tests: []\n---\n" + HEAD))
        .isInstanceOf(ProblemsException.class);
  }
}
