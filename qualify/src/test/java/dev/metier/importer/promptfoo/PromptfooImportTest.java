package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.Answers;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.importer.javascript.JavaScriptCode;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a promptfoo configuration, and that it judges as promptfoo 0.123 does.
class PromptfooImportTest {
  private static final String HEAD = "prompts: ['Say {{x}}']\nproviders: [ollama:chat:qwen3]\n";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Imported imported(String config) throws IOException {
    return PromptfooImport.read(file("promptfooconfig.yaml", config));
  }

  /// The project as it is read from the files that were made.
  private Project project(Imported imported) throws IOException {
    for (var each : imported.files().entrySet()) {
      file("out/" + each.getKey(), each.getValue());
    }
    return ProjectReader.read(folder.resolve("out"));
  }

  private Job job(String config) throws IOException {
    Imported imported = imported(config);
    assertThat(imported.losses()).isEmpty();
    return project(imported).jobs().getFirst();
  }

  private static boolean passes(Job job, Case given, String answer) {
    return Graders.of(job).grade(Answers.saying(answer, given)).passed();
  }

  private List<String> lost(String config) throws IOException {
    return imported(config).losses().stream().map(Loss::type).toList();
  }

  private static String test(String assertion) {
    return HEAD + "tests:\n- vars: {x: hello}\n  assert: [" + assertion + "]\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: equals, value: 'a b'}               | a b          | ' a b'
          {type: equals, value: '{{x}}'}             | hello        | Hello
          {type: equals, value: {a: 1}}              | {"a": 1}     | {"a": 2}
          {type: not-equals, value: a}               | b            | a
          {type: contains, value: ell}               | hello        | HELLO
          {type: contains, value: 7}                 | it is 7      | it is 8
          {type: icontains, value: ELL}              | hello        | help
          {type: contains-any, value: 'a, b'}        | xbx          | xyz
          {type: contains-any, value: '"a, b", c'}   | a, b         | a b
          {type: not-contains-any, value: [a, b]}    | xyz          | xbx
          {type: contains-all, value: [a, b]}        | b a          | a
          {type: not-contains-all, value: [a, b]}    | a            | a b
          {type: icontains-any, value: [A]}          | xax          | b
          {type: starts-with, value: he}             | hello        | oh he
          {type: regex, value: '^h.*o$'}             | hello        | help
          {type: regex, value: '[^]{5}'}             | hello        | help
          {type: not-regex, value: '\\d'}            | hello        | h3
          {type: word-count, value: 2}               | a b          | a b c
          {type: word-count, value: {min: 2}}        | a b c        | a
          {type: is-json}                            | [1]          | one
          {type: is-json, value: {required: [a]}}    | {"a": 1}     | {"b": 1}
          {type: not-is-json}                        | one          | [1]
          {type: is-xml}                             | <a/>         | a
          {type: contains-json}                      | 'x {a: 1,} y' | '[1]'
          {type: contains-json, value: {required: [a]}} | '{"b": 1} {"a": 1}' | '{"b": 1}'
          {type: contains-xml}                       | 'x <a>1</a>'  | a
          {type: contains-sql}                       | SELECT a FROM t | some words here
          {type: levenshtein, value: hello}          | help         | something
          {type: levenshtein, value: hello, threshold: 0} | hello   | Hello
          {type: not-levenshtein, value: hello, threshold: 1} | help | hell
          {type: bleu, value: a b c d}               | A b c d      | a x
          {type: gleu, value: a b c d}               | A b c d.     | a x
          {type: rouge-n, value: a b c d}            | a b c e      | a x
          {type: meteor, value: a b c d}             | a b c d      | x
          {type: is-refusal}                         | I cannot help with that. | sure
          {type: not-is-refusal}                     | sure         | I cannot help with that.
          {type: regex, value: '^yes$'}         | 'yes'        | ' yes'
          {type: not-regex, value: '(?<!a)b'}        | ab           | cb
          {type: javascript, value: 'output.includes("ell")'}             | hello        | help
          {type: javascript, value: 'output.toLowerCase().includes("x")'} | X            | y
          {type: javascript, value: 'output === "x";'}                    | x            | ' x'
          {type: javascript, value: 'output.split(1).length > 2'}         | 1 1          | 1
          {type: javascript, value: 'JSON.parse(output).a !== 5'}         | {"a":6}      | {"a":5}
          {type: not-javascript, value: 'JSON.parse(output).a === 5'}     | {"a":6}      | none
          {type: javascript, value: 'output.length / 10', threshold: 0.5} | hello        | help
          {type: javascript, value: 'const n = output.length; n > 4;'}    | hello        | help
          {type: javascript, value: "if (output.includes(context.vars.x)) {\\n  return true\\n}\\nreturn false"} | hello | help
          {type: javascript, value: "output.startsWith('{{x}}')"}         | hello        | help
          {type: javascript, value: "context.prompt === 'Say ' + output"} | hello        | help
          {type: javascript, value: "({pass: output.length > 4, score: 1, reason: ''})"} | hello | help
          {type: javascript, value: 'JSON.parse(output).a.b === 5'}       | {"a":{"b":5}} | {"a":{"b":"5"}}
          {type: assert-set, assert: [{type: contains, value: a}, {type: contains, value: b}]} | ab | a
          {type: assert-set, threshold: 0.5, assert: [{type: contains, value: a}, {type: contains, value: b}]} | a | c
          """)
  void anAssertionJudgesAsItDidThere(String assertion, String passes, String fails)
      throws IOException {
    Job job = job(test(assertion));
    Case given = job.cases().getFirst();
    assertThat(passes(job, given, passes)).as(passes).isTrue();
    assertThat(passes(job, given, fails)).as(fails).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: containsAny, value: a}",
        "{type: llm-rubric, value: nice}",
        "{type: python, value: 'True'}",
        "{type: javascript, value: 'require(1)'}",
        "{type: javascript, value: 'process.env.X === output'}",
        "{type: javascript, value: 'output.localeCompare(1) === 0'}",
        "{type: javascript, value: 'context.trace.spans.length > 0'}",
        "{type: javascript, value: 'output === {{ x.trim() }}'}",
        "{type: javascript, value: 'output === context.config.a', config: {a: '{{x}}'}}",
        "{type: contains, value: ''}",
        "{type: contains, value: '{{ x | nosuch }}'}",
        "{type: equals, value: a, transform: 'process.x'}",
        "{type: perplexity, value: a}",
        "{type: equals, value: 'file://../secret.txt'}",
        "{type: equals, value: 'file://absent.txt'}"
      })
  void whatIsNotCarriedIsToldWithItsLine(String assertion) throws IOException {
    file("secret.txt", "secret");
    folder = folder.resolve("within");
    Imported imported = imported(test(assertion));
    assertThat(imported.losses())
        .isNotEmpty()
        .allSatisfy(loss -> assertThat(loss.place().line()).isEqualTo(5));
    assertThat(imported.cases()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          const fs = require('fs'); fs.length          | require
          import fs from 'fs'                          | import
          (await import('fs')).x                       | import
          process.env.HOME                             | process
          process?.env                                 | process
          await fetch('https://example.org')           | fetch
          setTimeout(() => 1, 5)                       | setTimeout
          new Intl.Segmenter('en')                     | Intl
          Buffer.from(output, 'base64').length         | Buffer
          new URL(output).host                         | URL
          `${process.pid}`                             | process
          output.toLocaleString()                      | toLocaleString
          context.test.metadata.x                      | context.test.metadata
          context?.logProbs                            | context.logProbs
          'require(' + output                          | ""
          output.includes("process.env")               | ""
          /fetch(ed)?/.test(output)                    | ""
          !/process.env/.test(output) // fetch(x)      | ""
          `process.env`                                | ""
          output.process.x                             | ""
          myfetch(output)                              | ""
          context.test.vars.x                          | ""
          context.providerResponse.output.length       | ""
          """)
  void whatIsNotThereIsNamed(String code, String name) {
    assertThat(JavaScriptCode.absent(code).orElse("")).isEqualTo(name);
  }

  @Test
  void codeGetsVariablesWithTheirTypes() throws IOException {
    Job job =
        job(
            HEAD
                + """
                tests:
                - vars: {x: hello, most: 5, tags: [1, 2], deep: {a: [b]}, ok: true, no: null}
                  assert:
                  - type: javascript
                    value: |
                      const { most, tags, deep, ok, no, x } = context.vars;
                      return output.length === most && tags[1] === 2 && deep.a[0] === 'b'
                        && ok === true && no === null && x === 'hello';
                """);
    assertThat(passes(job, job.cases().getFirst(), "hello")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0.5, a, true", "0.5, abcdef, true", "0.6, a, false", "0, '', true"})
  void aNumberOfCodeIsAScoreWhereThereIsAThreshold(String least, String answer, boolean passes)
      throws IOException {
    Job job =
        job(
            HEAD
                + "tests:\n- vars: {x: hello}\n  threshold: "
                + least
                + "\n  assert: [{type: javascript, value: output.length / 2}]\n");
    assertThat(passes(job, job.cases().getFirst(), answer)).isEqualTo(passes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"return output === 'x'", "return output === 'x';", "output ==="})
  void codeThatNeverRunsThereIsBrokenHere(String code) throws IOException {
    Job job = job(test("{type: javascript, value: \"" + code + "\"}"));
    assertThat(Graders.of(job).grade(Answers.saying("x", job.cases().getFirst())).broken())
        .isTrue();
  }

  @Test
  void aThresholdLetsSomeFailByWeight() throws IOException {
    Job job =
        job(
            HEAD
                + """
                tests:
                - vars: {x: a}
                  threshold: 0.5
                  assert:
                  - {type: contains, value: a, weight: 2}
                  - {type: contains, value: b}
                  - {type: contains, value: c, weight: 0}
                """);
    assertThat(passes(job, job.cases().getFirst(), "a")).isTrue();
    assertThat(passes(job, job.cases().getFirst(), "b c")).isFalse();
  }

  @Test
  void aThresholdOfNothingAlwaysPasses() throws IOException {
    Job job = job(HEAD + "tests: [{threshold: 0, assert: [{type: contains, value: b}]}]\n");
    assertThat(passes(job, job.cases().getFirst(), "a")).isTrue();
  }

  @Test
  void withoutAThresholdAWeightOfNothingNeverFails() throws IOException {
    Job job =
        job(
            HEAD
                + "tests: [{assert: [{type: contains, value: b, weight: 0},"
                + " {type: contains, value: a}]}]\n");
    assertThat(passes(job, job.cases().getFirst(), "a")).isTrue();
  }

  @Test
  void listsMultiplyUnlessTheyMayNot() throws IOException {
    String both = "vars: {x: [a, b], y: [c, d], z: [1, 2]}, assert: [{type: equals, value: q}]";
    assertThat(imported(HEAD + "tests: [{" + both + "}]\n").cases()).isEqualTo(4);
    String whole = both + ", options: {disableVarExpansion: true}";
    assertThat(imported(HEAD + "tests: [{" + whole + "}]\n").cases()).isEqualTo(1);
  }

  @Test
  void whatAllTestsShareComesFirstAndIsOverridden() throws IOException {
    Job job =
        job(
            HEAD
                + """
                defaultTest:
                  vars: {x: usual, y: 1}
                  assert: [{type: contains, value: first}]
                tests:
                - vars: {x: own}
                  assert: [{type: contains, value: "{{x}} {{y}}"}]
                """);
    Case given = job.cases().getFirst();
    assertThat(given.vars()).containsEntry("x", "own").containsEntry("y", "1");
    assertThat(passes(job, given, "first own 1")).isTrue();
    assertThat(passes(job, given, "own 1")).isFalse();
  }

  @Test
  void everyTestOfAScenarioMeetsEachOfItsSettings() throws IOException {
    Imported imported =
        imported(
            HEAD
                + """
                scenarios:
                - config: [{vars: {x: de}}, {vars: {x: fr}}]
                  tests:
                  - {vars: {y: a}, assert: [{type: equals, value: "{{x}}{{y}}"}]}
                  - {vars: {y: b}, assert: [{type: equals, value: "{{x}}{{y}}"}]}
                """);
    Job job = project(imported).jobs().getFirst();
    assertThat(job.cases())
        .extracting(c -> c.vars().get("x") + c.vars().get("y"))
        .containsExactly("dea", "deb", "fra", "frb");
  }

  @Test
  void tablesSayWhatTheyExpectInTheirCells() throws IOException {
    file(
        "t.csv",
        """
        \uFEFFx,__expected,__expected2,__description,__threshold,_expected
        a,contains:b,not-contains:c,named,,z
        d,plain: text,,,,
        e,"contains-any:p, q",starts-with:q,,0.5,
        f,,,,,
        """);
    Imported imported = imported(HEAD + "tests: file://t.csv\n");
    Job job = project(imported).jobs().getFirst();
    assertThat(job.cases()).extracting(Case::id).containsExactly("named", "d", "e");
    assertThat(passes(job, job.cases().get(0), "b")).isTrue();
    assertThat(passes(job, job.cases().get(0), "b c")).isFalse();
    assertThat(passes(job, job.cases().get(1), "plain: text")).isTrue();
    assertThat(passes(job, job.cases().get(2), "p")).isTrue();
    assertThat(imported.notes()).anySatisfy(note -> assertThat(note).contains("_expected"));
  }

  @Test
  void filesAreReadAndPatternsFollowed() throws IOException {
    file("texts/x.txt", "  from a file \n");
    file("t1.yaml", "- {vars: {x: file://texts/x.txt}, assert: [{type: equals, value: '{{x}}'}]}");
    file("t2.jsonl", "{\"vars\": {\"x\": \"l\"}, \"assert\": [{\"type\": \"is-json\"}]}\n\n");
    file("p.txt", "One {{x}}\n---\nTwo {{x}}\n");
    Imported imported =
        imported(
            """
            prompts: [file://p.txt]
            providers: [ollama:llama3]
            tests: ['file://t*.yaml', 't2.jsonl']
            """);
    Project project = project(imported);
    assertThat(project.jobs())
        .extracting(j -> j.prompt().turns().getFirst().template().text())
        .extracting(String::strip)
        .containsExactly("One {{x}}", "Two {{x}}");
    assertThat(project.jobs().getFirst().cases())
        .extracting(c -> c.vars().get("x"))
        .containsExactly("from a file", "l");
  }

  @Test
  void patternsFindFilesInTheOrderOfPromptfoo() throws IOException {
    for (String name : List.of("a/t", "b/t", "b/d/t", "b/e/t", "t", "u", "10", "9", "B")) {
      file("all/" + name + ".yaml", "- {vars: {x: " + name + "}, assert: [{type: is-json}]}");
    }
    assertThat(job(HEAD + "tests: ['file://all/**.yaml']\n").cases())
        .extracting(c -> c.vars().get("x"))
        .containsExactly("u", "t", "B", "9", "10", "b/t", "b/e/t", "b/d/t", "a/t");
  }

  @Test
  void aPromptThatIsAChatKeepsItsTurns() throws IOException {
    file(
        "chat.json",
        "[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"{{x}}\"}]");
    Job job =
        job(
            """
            prompts: [file://chat.json]
            providers: [ollama:llama3]
            tests: [{vars: {x: a}, assert: [{type: is-json}]}]
            """);
    assertThat(job.prompt().turns())
        .extracting(turn -> turn.role() + " " + turn.template().text())
        .containsExactly("SYSTEM S", "USER {{x}}");
  }

  @Test
  void modelsAreNamedAndKeysNeverCopied() throws IOException {
    String secret = "sk-proj-0123456789abcdef";
    Imported imported =
        imported(
            """
            prompts: ['{{x}}']
            providers:
            - openai:chat:gpt-5-mini
            - {id: anthropic:messages:claude-opus-5, config: {apiKey: %s, max_tokens: 9}}
            - openai:gpt-5-mini
            - {id: openrouter:qwen/qwen3, label: Far}
            - python:mine.py
            tests: [{vars: {x: a}, assert: [{type: is-json}]}]
            """
                .formatted(secret));
    assertThat(project(imported).models())
        .extracting(m -> m.name().text())
        .containsExactly("gpt-5-mini", "claude-opus-5", "gpt-5-mini-2", "far");
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("apiKey", "provider");
    assertThat(imported.files().toString() + imported.losses()).doesNotContain(secret);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: openai:gpt-5, config: {apiKey: sk-proj-0123456789abcdef}|env:OPENAI_API_KEY|true",
        "id: google:gemini-3, config: {apiKey: AIza0123456789}|env:GEMINI_API_KEY|true",
        "id: openai:m-1, config: {apiKey: secret-12, apiBaseUrl:"
            + " 'https://a.b/v1'}|env:M_1_API_KEY|true",
        "id: openai:7b, config: {apiKey: secret-12, apiBaseUrl:"
            + " 'http://127.0.0.1:1/v1'}|env:KEY_7B_API_KEY|true",
        "id: openai:m, config: {apiKey: secret-12, apiKeyEnvar: MINE}|env:MINE|true",
        "id: openai:m, config: {apiKey: '{{ env.MINE }}', apiBaseUrl:"
            + " 'https://a.b/v1'}|env:MINE|false",
        "id: openai:m, config: {apiKey: \"{{env['MINE']}}\"}|env:MINE|false",
        "id: openai:m, config: {apiKey: none, apiBaseUrl: 'http://127.0.0.1:1/v1'}|''|false",
        "id: openai:m, config: {apiKey: sk-no-key-required, apiBaseUrl:"
            + " 'http://localhost:1'}|''|false",
      })
  void aKeyIsAskedOfTheVariableThatTheMessageNames(String provider, String key, boolean told)
      throws IOException {
    Imported imported =
        imported(
            "prompts: ['{{x}}']\nproviders: [{"
                + provider
                + "}]\ntests: [{vars: {x: a}, assert: [{type: is-json}]}]\n");
    String yaml = imported.files().getOrDefault("metier.yaml", "");
    assertThat(yaml.contains("key: env:")).isEqualTo(!key.isEmpty());
    assertThat(yaml).contains(key.isEmpty() ? "models:" : "key: " + key);
    assertThat(imported.losses().stream().map(Loss::instead))
        .hasSize(told ? 1 : 0)
        .allMatch(instead -> instead.contains("`" + key.replace("env:", "") + "`"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert: [{type: is-json}]\n",
        "tests: [{vars: {x: 'file://v.js'}, assert: [{type: is-json}]}]\n",
        "tests: [{options: {transformVars: 'vars.x'}, assert: [{type: is-json}]}]\n",
        "tests: https://example.org/t.csv\n",
        "tests: file://t.xlsx\n",
        "tests: file://tests.py\n"
      })
  void codeAndFarFilesAreNamed(String tests) throws IOException {
    for (String name : List.of("t.xlsx", "tests.py", "v.js")) {
      file(name, "boom");
    }
    assertThat(lost(HEAD + tests)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "models: {}", "[1, 2]", "a: b: c", "&a [*a]"})
  void whatIsNoConfigurationIsRefusedInASentence(String text) {
    assertThatThrownBy(() -> imported(text)).isInstanceOf(ProblemsException.class);
  }

  @Test
  void aFileThatIsNotUtf8IsTold() throws IOException {
    Files.write(
        folder.resolve("t.csv"), "x,__expected\nä,b\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(lost(HEAD + "tests: file://t.csv\n")).containsExactly("tests");
  }
}
