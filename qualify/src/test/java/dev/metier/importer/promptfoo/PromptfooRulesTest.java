package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules that nobody expects, as promptfoo 0.123.1 was seen to follow them.
class PromptfooRulesTest {
  private static final String HEAD = "prompts: ['Say {{x}}']\nproviders: [ollama:chat:qwen3]\n";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Imported imported(String tests) throws IOException {
    file("promptfooconfig.yaml", HEAD + tests);
    return PromptfooImport.read(folder.resolve("promptfooconfig.yaml"));
  }

  private Job job(String tests) throws IOException {
    Imported imported = imported(tests);
    assertThat(imported.losses()).isEmpty();
    for (var each : imported.files().entrySet()) {
      file("out/" + each.getKey(), each.getValue());
    }
    return ProjectReader.read(folder.resolve("out")).jobs().getFirst();
  }

  private static String said(Job job, String answer) {
    Grade grade = Graders.of(job).grade(Answers.saying(answer, job.cases().getFirst()));
    return grade.broken() ? "broken" : grade.passed() ? "passes" : "fails";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          threshold: 0.5, assert: [{type: contains, value: b, weight: 3}, {type: contains, value: a}] | a | fails
          threshold: 0.5, assert: [{type: assert-set, assert: [{type: contains, value: b}, {type: contains, value: a}]}] | a | passes
          threshold: 0.7, assert: [{type: assert-set, threshold: 0.5, assert: [{type: contains, value: b}, {type: contains, value: a}]}] | a | fails
          threshold: 0.5, assert: [{type: assert-set, weight: 3, assert: [{type: contains, value: b}]}, {type: contains, value: a}] | a | fails
          assert: [{type: assert-set, threshold: 0.5, assert: [{type: contains, value: b}, {type: contains, value: a}]}] | a | passes
          assert: [{type: assert-set, assert: [{type: contains, value: b, weight: 0}, {type: contains, value: a}]}] | a | passes
          assert: [{type: assert-set, weight: 0, assert: [{type: contains, value: b}]}, {type: contains, value: a}] | a | fails
          threshold: , assert: [{type: contains, value: b}, {type: contains, value: a}] | a | fails
          threshold: 0, assert: [{type: contains, value: b}] | a | passes
          """)
  void weightsAndThresholdsCountAsThere(String test, String answer, String result)
      throws IOException {
    assertThat(said(job("tests: [{" + test + "}]\n"), answer)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threshold: 0.5, assert: [{type: contains, value: b, weight: 0}]",
        "assert: [{type: assert-set, threshold: 0.5, assert: [{type: equals, value: b, weight:"
            + " 0}]}]"
      })
  void whatNeverPassesThereIsNamed(String test) throws IOException {
    assertThat(imported("tests: [{" + test + "}]\n").losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.why()).contains("never passes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: javascript, value: output.length - 5}                         | hello! | passes
          {type: javascript, value: output.length - 5}                         | hello  | fails
          {type: javascript, value: output.length - 5}                         | hi     | fails
          {type: javascript, value: "output.length > 2; // long"}              | hello  | passes
          {type: javascript, value: "const a = output; a > '' // long"}        | hello  | passes
          {type: javascript, value: "const a = output; a > ''; // long"}       | hello  | fails
          {type: javascript, value: "const a = 1;\\na > 0"}                    | hello  | fails
          {type: is-json}                                                      | '```json{}```' | fails
          {type: contains-json}                                                | '```json{"a":1}```' | passes
          {type: is-refusal}                                                   | ''     | passes
          {type: not-is-refusal}                                               | ''     | fails
          {type: equals, value: 'file://want.txt'}                             | a b    | passes
          {type: not-icontains-all, value: [A, b]}                             | a      | passes
          {type: not-contains-any, value: [A, b]}                              | b      | fails
          {type: equals, value: 0.10}                                          | 0.1    | passes
          {type: contains, value: 010}                                         | 10     | passes
          {type: contains, value: 7.0}                                         | 7      | passes
          {type: contains, value: yes}                                         | yes    | passes
          """)
  void assertionsJudgeAsThere(String assertion, String answer, String result) throws IOException {
    file("want.txt", "  a b \n");
    String test = "tests:\n- vars: {x: hello}\n  assert: [" + assertion + "]\n";
    assertThat(said(job(test), answer)).isEqualTo(result);
  }

  @Test
  void aBlockKeepsItsLastNewline() throws IOException {
    Job job = job("tests:\n- vars: {x: a}\n  assert:\n  - type: equals\n    value: |\n      a\n");
    assertThat(said(job, "a\n")).isEqualTo("passes");
    assertThat(said(job, "a")).isEqualTo("fails");
  }

  @ParameterizedTest
  @CsvSource({
    "yes, yes",
    "on, on",
    "12:30, 12:30",
    "010, 10",
    "0.10, 0.1",
    "1.0, 1",
    "1., 1",
    ".5, 0.5",
    "+5, 5",
    "-0, 0",
    "1e3, 1000",
    "1.10e2, 110",
    "0x1F, 31",
    "0o17, 15",
    "1_000, 1_000",
    "12345678901234567890, 12345678901234567000",
    "1e21, 1e+21",
    "0.00000012, 1.2e-7",
    ".inf, Infinity",
    "TRUE, true",
    "~, ''",
    "'\"010\"', 010"
  })
  void valuesWithoutQuotesAreWhatJavaScriptMakesOfThem(String written, String value)
      throws IOException {
    Case given =
        job("tests: [{vars: {x: " + written + "}, assert: [{type: is-json}]}]\n")
            .cases()
            .getFirst();
    assertThat(given.vars()).containsEntry("x", value);
  }

  @Test
  void aDateWithoutQuotesIsNoText() throws IOException {
    Imported asked = imported("tests: [{vars: {x: 2026-01-01}, assert: [{type: is-json}]}]\n");
    assertThat(asked.notes()).anyMatch(note -> note.contains("[object Object]"));
    for (String value : new String[] {"2026-01-01", "[2026-01-01]"}) {
      assertThat(imported("tests: [{assert: [{type: contains-any, value: " + value + "}]}]\n"))
          .returns(0, Imported::cases)
          .satisfies(made ->
              assertThat(made.losses()).extracting(Loss::instead).containsExactly("Quote it."));
    }
    assertThat(imported("tests: [{assert: [{type: contains, value: '2026-01-01'}]}]\n").losses())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{foo: 1}                                             | foo",
        "{properties: {a: {anyOf: [{bar: 1}]}}}               | bar",
        "{type: object, unevaluatedProperties: false}         | unevaluatedProperties",
        "{items: {format: nosuch}}                            | nosuch",
        "{$schema: 'https://json-schema.org/draft/2020-12/schema'} |"
            + " https://json-schema.org/draft/2020-12/schema",
        "{properties: {foo: {type: string, nullable: true}}, required: [foo]} | ''",
        "{$schema: 'http://json-schema.org/draft-07/schema#', title: t, format: email} | ''",
      })
  void aWordThatNoSchemaHasIsAnErrorThere(String schema, String word) throws IOException {
    for (String type : new String[] {"is-json", "contains-json"}) {
      Imported made =
          imported("tests: [{assert: [{type: " + type + ", value: " + schema + "}]}]\n");
      assertThat(made.losses())
          .hasSize(word.isEmpty() ? 0 : 1)
          .allMatch(loss -> loss.why().contains("`" + word + "`"));
    }
  }

  @Test
  void variablesOfAFileAreNamedWithoutAScheme() throws IOException {
    file("x.json", "{\"x\": \"j\"}");
    String tests = "tests: [{vars: x.json, assert: [{type: is-json}]}]\n";
    assertThat(job(tests).cases().getFirst().vars()).containsEntry("x", "j");
    assertThat(imported(tests.replace("x.json", "file://x.json")).losses())
        .extracting(Loss::type)
        .containsExactly("vars");
  }

  @Test
  void assertionsInOtherPlacesAreTold() throws IOException {
    String rest = "tests: [{vars: {x: a%s}, assert: [{type: is-json}]}]\n";
    String stray = "assert: [{type: contains, value: q}]";
    for (String tests :
        new String[] {stray + "\n" + rest.formatted(""), rest.formatted(", " + stray)}) {
      assertThat(imported(tests).losses()).extracting(Loss::type).containsExactly("assert");
    }
  }

  @Test
  void filesOfATestsFileAreRelativeToTheConfiguration() throws IOException {
    file("want.txt", "right\n");
    file("sub/want.txt", "wrong\n");
    file("sub/t.yaml", "- {vars: {x: file://want.txt}, assert: [{type: equals, value: right}]}\n");
    assertThat(job("tests: file://sub/t.yaml\n").cases().getFirst().vars())
        .containsEntry("x", "right");
  }

  @Test
  void onlyFilesOfPromptsAreParted() throws IOException {
    file(
        "promptfooconfig.yaml",
        """
        prompts: ["one {{x}}\\n---\\ntwo {{x}}"]
        providers: [ollama:chat:qwen3]
        tests: [{vars: {x: a}, assert: [{type: is-json}]}]
        """);
    assertThat(PromptfooImport.read(folder.resolve("promptfooconfig.yaml")).jobs()).isOne();
  }

  @Test
  void variablesWithinVariablesAreFilledIn() throws IOException {
    Job job =
        job(
            "tests: [{vars: {a: hi, x: '{{a}} there'}, assert: [{type: equals, value:"
                + " '{{x}}'}]}]\n");
    assertThat(said(job, "hi there")).isEqualTo("passes");
  }

  @Test
  void whatAllTestsShareHoldsInScenariosToo() throws IOException {
    Job job =
        job(
            """
            defaultTest: {assert: [{type: contains, value: q}]}
            scenarios:
            - config: [{vars: {x: a}, assert: [{type: contains, value: z}]}]
              tests: [{assert: [{type: contains, value: b}]}]
            """);
    assertThat(said(job, "qzb")).isEqualTo("passes");
    for (String answer : new String[] {"qz", "qb", "zb"}) {
      assertThat(said(job, answer)).isEqualTo("fails");
    }
  }

  @Test
  void metadataIsLeftOutAndTold() throws IOException {
    file("t.csv", "x,__expected,__metadata:lang,__metric\na,b,de,m\n");
    String written = "[{vars: {x: a}, metadata: {lang: de}, assert: [{type: is-json}]}]";
    for (String tests : new String[] {"file://t.csv", written}) {
      assertThat(imported("tests: " + tests + "\n"))
          .returns(1, Imported::cases)
          .satisfies(made -> assertThat(made.losses()).isEmpty())
          .satisfies(made ->
              assertThat(made.notes()).anyMatch(note -> note.startsWith("`metadata` of tests")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "contains: b             | a b     | a",
        "not-contains:b          | a       | b",
        "icontains: B            | b       | a",
        "contains-all: a,b       | b a     | a",
        "contains-any: \"a, b\",c | a, b    | a b",
        "levenshtein(2): abc     | abd     | xyz",
        "eval: output.length > 1 | ab      | a",
        "fn:output === 'c'       | c       | d",
        "javascript: output > '' | a       | ``",
        "file://want.txt         | right   | file://want.txt",
        "Contains: z             | Contains: z | z",
        "not-a-type: z           | not-a-type: z | z",
        "plain                   | plain   | plane"
      })
  void everyFormOfACellIsRead(String cell, String passes, String fails) throws IOException {
    file("want.txt", "right\n");
    file("t.csv", "x,__expected\na,\"" + cell.replace("\"", "\"\"") + "\"\n");
    Job job = job("tests: file://t.csv\n");
    assertThat(said(job, passes)).isEqualTo("passes");
    assertThat(said(job, fails)).isEqualTo("fails");
  }
}
