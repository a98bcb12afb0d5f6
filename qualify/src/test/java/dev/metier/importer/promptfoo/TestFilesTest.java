package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.project.cases.Workbooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that stand in tables beside a configuration.
class TestFilesTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  private Imported imported(String tests) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("promptfooconfig.yaml"),
            "prompts: ['Say {{x}}']\nproviders: [ollama:chat:qwen3]\ntests: " + tests + "\n");
    return PromptfooImport.read(file);
  }

  private static String cases(Imported imported) {
    return imported.files().getOrDefault("cases/promptfoo.jsonl", "");
  }

  @Test
  void aSheetIsReadLikeATable() throws IOException {
    var sheets = new LinkedHashMap<String, List<List<String>>>();
    sheets.put("Notes", List.of(List.of("nothing here")));
    sheets.put(
        "Tests",
        List.of(
            List.of("x", "__expected", "__expected2", "__description"),
            List.of("<|<v>7</v>", "contains: seven", "", "a number"),
            List.of("", "", "", ""),
            List.of("eight", "8", "not-contains: 9")));
    Workbooks.write(folder.resolve("t.xlsx"), sheets);
    Imported imported = imported("file://t.xlsx#Tests");
    assertThat(imported.losses()).isEmpty();
    assertThat(cases(imported).lines().map(line -> line.replaceAll("\"strict\":true,?", "")))
        .containsExactly(
            "{\"id\":\"a"
                + " number\",\"vars\":{\"x\":\"7\"},\"graders\":[{\"contains\":{\"texts\":[\"seven\"],}}]}",
            "{\"id\":\"eight\",\"vars\":{\"x\":\"eight\"},\"graders\":[{\"equals\":{\"expected\":\"8\",\"exact\":true}},{\"not_contains\":{\"texts\":[\"9\"],}}]}");
    assertThat(cases(imported("t.xlsx#2"))).isEqualTo(cases(imported));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provider: ollama:chat:qwen3           | 0 | 1",
        "provider: {id: 'ollama:chat:qwen3'}   | 0 | 1",
        "providers: ['ollama:*']               | 0 | 1",
        "providers: [openai:gpt-5, ollama:chat]| 0 | 1",
        "providers: []                         | 1 | 0",
        "providers: [openai:gpt-5]             | 1 | 0",
        "provider: openai:gpt-5                | 1 | 1",
      })
  void aTestThatChoosesOtherModelsThanAllIsNamed(String choice, int losses, int cases)
      throws IOException {
    Imported made =
        imported("\n- {vars: {x: a}, " + choice + ", assert: [{type: contains, value: a}]}");
    assertThat(made.losses()).extracting(Loss::type).hasSize(losses).allMatch("provider"::equals);
    assertThat(made.losses()).allMatch(loss -> loss.place().line() == 4);
    assertThat(made.cases()).isEqualTo(cases);
  }

  @Test
  void aSheetThatIsNotThereIsNamed() throws IOException {
    var sheets = new LinkedHashMap<String, List<List<String>>>();
    sheets.put("Tests", List.of(List.of("x")));
    Workbooks.write(folder.resolve("t.xlsx"), sheets);
    assertThat(imported("t.xlsx#More").losses().stream().map(Loss::why))
        .containsExactly("The workbook has no sheet `More`, only Tests.");
  }

  @Test
  void scenariosStandInFilesToo() throws IOException {
    Files.writeString(
        folder.resolve("one.yaml"),
        """
        config: [{vars: {x: a}}, {vars: {x: b}}]
        tests: [{assert: [{type: contains, value: '{{x}}'}]}]
        """);
    Files.writeString(
        folder.resolve("two.yaml"),
        "- {config: [{vars: {x: c}}], tests: [{assert: [{type: is-json}]}]}\n- 7\n");
    Path config = folder.resolve("promptfooconfig.yaml");
    Files.writeString(
        config,
        """
        prompts: ['{{x}}']
        providers: [ollama:chat:q]
        scenarios: [file://one.yaml, file://t*.yaml]
        """);
    var made = PromptfooImport.read(config);
    assertThat(made.cases()).isEqualTo(3);
    assertThat(made.losses())
        .singleElement()
        .satisfies(l -> assertThat(l.type()).isEqualTo("scenario"));
  }

  @Test
  void anAnswerThatLaterTestsReadIsNamed() throws IOException {
    String tests =
        """

        - {vars: {x: a}, options: {storeOutputAs: y}, assert: [{type: is-json}]}
        - {vars: {x: '{{y}}'}, assert: [{type: is-json}]}
        """;
    assertThat(imported(tests).losses())
        .extracting(Loss::type)
        .containsExactly("options.storeOutputAs");
  }

  @Test
  void semicolonsPartNoColumnsAndEmptyCellsExpectNothing() throws IOException {
    Files.writeString(folder.resolve("semi.csv"), "x;__expected\na;b\n");
    Files.writeString(folder.resolve("comma.csv"), "x,__expected\na,\nb,b\n");
    Imported semicolons = imported("file://semi.csv");
    assertThat(semicolons.cases()).isZero();
    assertThat(semicolons.notes()).anyMatch(note -> note.contains("semi.csv: semicolons"));
    Imported commas = imported("file://comma.csv");
    assertThat(commas.cases()).isEqualTo(1);
    assertThat(commas.losses()).isEmpty();
  }

  @Test
  void referencesAreNamedWithTheirLine() throws IOException {
    String tests = "[{vars: {x: a}, assert: [{$ref: '#/templates/a'}, {type: is-json}]}]";
    assertThat(imported(tests).losses())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.type()).isEqualTo("$ref");
          assertThat(loss.place().line()).isEqualTo(3);
        });
  }
}
