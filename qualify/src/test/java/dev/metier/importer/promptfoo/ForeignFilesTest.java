package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.GlobPattern;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.importer.promptfoo.PromptfooImport.Options;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aPatternFollowsNoLinkThatLeavesTheFolder() throws IOException {
    Path secret = Files.writeString(folder.resolveSibling("secret.yaml"), "- {vars: {x: secret}}");
    Files.createSymbolicLink(folder.resolve("b.yaml"), secret);
    Files.writeString(folder.resolve("a.yaml"), "- {vars: {x: a}, assert: [{type: is-json}]}");
    Imported imported = imported(HEAD + "tests: ['[ab].yaml']\n");
    assertThat(imported.losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.why()).contains("outside"));
    assertThat(imported.cases()).isEqualTo(1);
    assertThat(imported.files().toString()).doesNotContain("secret");
  }

  @Test
  void aPatternBeginsInNoFolderThatALinkLeadsTo() throws IOException {
    Path far = Files.createDirectory(folder.resolveSibling("far"));
    Files.writeString(far.resolve("hidden-name.yaml"), "- {vars: {x: secret}}");
    Files.createSymbolicLink(folder.resolve("link"), far);
    Imported imported = imported(HEAD + "tests: ['link/*.yaml']\n");
    assertThat(imported.losses()).anyMatch(loss -> loss.why().contains("outside"));
    assertThat(imported.losses().toString()).doesNotContain("hidden-name");
  }

  @Test
  void aFolderThatCannotBeReadIsNamedAndTheOthersAreRead() throws IOException {
    Path shut = Files.createDirectories(folder.resolve("t/shut"));
    Files.writeString(folder.resolve("t/a.yaml"), "- {vars: {x: a}, assert: [{type: is-json}]}");
    Files.setPosixFilePermissions(shut, Set.of());
    try {
      if (Files.isReadable(shut)) {
        System.err.println("SKIPPED: this user reads every folder, so that none is unreadable.");
      }
      assumeTrue(!Files.isReadable(shut));
      Imported imported = imported(HEAD + "tests: ['t/**.yaml']\n");
      assertThat(imported.cases()).isEqualTo(1);
      assertThat(imported.losses())
          .singleElement()
          .satisfies(loss -> assertThat(loss.why()).contains("`shut` cannot be looked into"));
    } finally {
      Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aPatternOfManyStarsIsMatchedAtOnce() throws IOException {
    Files.writeString(folder.resolve("a".repeat(240)), "");
    Files.writeString(
        folder.resolve("a".repeat(200) + "b.yaml"), "- {vars: {x: a}, assert: [{type: is-json}]}");
    String config = HEAD + "tests: ['" + "*a".repeat(40) + "*b.yaml']\n";
    Imported imported = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> imported(config));
    assertThat(imported.cases()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.y?ml",
        "**/b.yaml",
        "**.yaml",
        "*",
        "a/*",
        "{a,b}/*.{yaml,json}",
        "[!a].yaml",
        "[a-c]*",
        "a[-x]b",
        "\\*",
        "{a,b",
        "{a,{b}}",
        "[a",
        "a\\",
        "a/[!x]b.yaml",
        "{,a/}b.yaml"
      })
  void aPatternMeansWhatThePlatformsDoes(String pattern) {
    for (String path :
        List.of("a.yaml", "b.yaml", "a/b.yaml", "a/b/b.yaml", "a-b", "axb", "*", "b/c.json", "c")) {
      assertThat(matched(() -> new GlobPattern(pattern).matches(path)))
          .as(pattern + " " + path)
          .isEqualTo(
              matched(() ->
                  FileSystems.getDefault()
                      .getPathMatcher("glob:" + pattern)
                      .matches(Path.of(path))));
    }
  }

  private static String matched(BooleanSupplier matches) {
    try {
      return Boolean.toString(matches.getAsBoolean());
    } catch (PatternSyntaxException e) {
      return "no pattern";
    }
  }

  /// A folder with the configuration in `evals`, and what it names beside that.
  private Imported below(Optional<Path> root) throws IOException {
    Path evals = Files.createDirectories(folder.resolve("all/evals"));
    Files.createDirectories(folder.resolve("all/prompts/more"));
    Files.writeString(folder.resolve("all/prompts/say.txt"), "Say {{x}}");
    Files.writeString(folder.resolve("all/prompts/more/tell.txt"), "Tell {{x}}");
    Files.writeString(folder.resolve("secret.txt"), "the secret");
    Files.createSymbolicLink(folder.resolve("all/prompts/link.txt"), folder.resolve("secret.txt"));
    String config =
        """
        prompts: [file://../prompts/say.txt, ../prompts/*/*.txt]
        providers: [ollama:chat:qwen3]
        tests:
        - {vars: {x: a}, assert: [{type: contains, value: file://../prompts/link.txt}]}
        - {vars: {x: b}, assert: [{type: contains, value: file://../../secret.txt}]}
        - {vars: {x: c}, assert: [{type: is-json}]}
        """;
    Path file = Files.writeString(evals.resolve("promptfooconfig.yaml"), config);
    Options options = Options.none(file);
    return PromptfooImport.read(file, root.map(options::withRoot).orElse(options));
  }

  @Test
  void aNamedFolderWidensWhatMayBeRead() throws IOException {
    Imported imported = below(Optional.of(folder.resolve("all")));
    assertThat(imported.files().values()).contains("Say {{x}}", "Tell {{x}}");
    assertThat(imported.jobs()).isEqualTo(2);
    assertThat(imported.losses())
        .extracting(Loss::type)
        .contains("file://../prompts/link.txt", "file://../../secret.txt");
    assertThat(imported.losses())
        .filteredOn(loss -> loss.type().startsWith("file:"))
        .allMatch(loss -> loss.why().contains("outside `--root`"));
    assertThat(imported.files().toString()).doesNotContain("the secret");
  }

  @Test
  void withoutItNothingAboveIsReadAndTheRemedyIsNamed() throws IOException {
    Imported imported = below(Optional.empty());
    assertThat(imported.jobs()).isZero();
    assertThat(imported.losses())
        .filteredOn(loss -> loss.type().contains("prompts/"))
        .hasSize(3)
        .allMatch(loss -> loss.instead().contains("--root"));
  }

  @Test
  void aRootThatDoesNotHoldTheConfigurationIsRefused() {
    assertThatThrownBy(() -> below(Optional.of(folder.resolve("other"))))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("does not hold");
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
