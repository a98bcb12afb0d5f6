package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Code of a promptfoo configuration, in files and before its assertions.
class CodeImportTest {
  private static final String HEAD = "prompts: ['Say {{x}}']\nproviders: [ollama:chat:qwen3]\n";
  private static final String PLAIN = "module.exports = (output, context) => ";

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

  private Imported imported(String config) throws IOException {
    file("promptfooconfig.yaml", config);
    return PromptfooImport.read(folder.resolve("promptfooconfig.yaml"));
  }

  private Job job(String config) throws IOException {
    Imported imported = imported(config);
    assertThat(imported.losses()).isEmpty();
    for (var each : imported.files().entrySet()) {
      file("out/" + each.getKey(), each.getValue());
    }
    return ProjectReader.read(folder.resolve("out")).jobs().getFirst();
  }

  private Grade grade(String config, String answer) throws IOException {
    Job job = job(config);
    return Graders.of(job).grade(Answers.saying(answer, job.cases().getFirst()));
  }

  private static String test(String assertion) {
    return HEAD + "tests:\n- vars: {x: hello}\n  assert: [" + assertion + "]\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN + "output === context.vars.x;",
        "// a\nconst is = (a, b) => a === b;\nmodule.exports = (o, c) => is(o, c.vars.x)",
        "exports.default = (output) => output === 'hello'",
        "module.exports = async (output) => ({ pass: output === 'hello', score: 1, reason: '' });",
        "export default function check(output) { return output === 'hello' }",
        "export default (output, context) => {\n  return output === context.vars.x;\n};",
        "const check = (output) => output === 'hello';\nexport default check;",
        "const check = (output) => output === 'hello';\nexport { check as default };",
        "const output = 'hello';\nmodule.exports = (given) => given === output"
      })
  void aFileIsCarriedWithTheFunctionThatItExports(String text) throws IOException {
    file("check.js", text);
    String config = test("{type: javascript, value: 'file://check.js'}");
    assertThat(grade(config, "hello").passed()).isTrue();
    assertThat(grade(config, "help")).returns(false, Grade::passed).returns(false, Grade::broken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output.length <= context.config.most",
        "const c = context.config; c.words.includes(output)",
        "file://check.js",
        "output.length < 6"
      })
  void codeGetsTheConfigOfItsAssertion(String value) throws IOException {
    file("check.js", PLAIN + "output.length <= context.config.most");
    String config =
        test("{type: javascript, value: '" + value + "', config: {most: 5, words: [hello]}}");
    assertThat(grade(config, "hello").passed()).isTrue();
    assertThat(grade(config, "hello there")).matches(g -> !g.passed() && !g.broken());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.exports = { right: (output) => output === 'hello', default: () => false }",
        "module.exports.right = (output) => output === 'hello'",
        "export function right(output) { return output === 'hello' }\nexport default () => false",
        "export async function right(output) { return output === 'hello' }",
        "export const right = (output) => output === 'hello';",
        "function right(output) { return output === 'hello' }\nexport { right };"
      })
  void aFunctionOfAFileIsFoundByItsName(String text) throws IOException {
    file("check.mjs", text);
    String config = test("{type: javascript, value: 'file://check.mjs:right'}");
    assertThat(grade(config, "hello").passed()).isTrue();
    assertThat(grade(config, "help").passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PLAIN + "JSON.parse(output).a", "module.exports = 5", PLAIN + "nothing.x"})
  void anErrorOfAFileIsAnErrorAsThere(String text) throws IOException {
    file("check.js", text);
    assertThat(grade(test("{type: javascript, value: 'file://check.js'}"), "hello").broken())
        .isTrue();
    assertThat(grade(test("{type: not-javascript, value: 'file://check.js'}"), "hello").broken())
        .isTrue();
  }

  @Test
  void aFileThatNeedsWhatIsNotThereIsNamedWithItsLine() throws IOException {
    file("check.js", "// checks\nconst fs = require('fs');\n" + PLAIN + "fs.existsSync(output)");
    Loss loss = imported(test("{type: javascript, value: 'file://check.js'}")).losses().getFirst();
    assertThat(loss.why()).contains("`require`");
    assertThat(loss.place().file()).hasFileName("check.js");
    assertThat(loss.place().line()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "check.rb, It is a program",
    "absent.js, There is no such file",
    "../out.js, outside",
    "holes.js, would be filled in"
  })
  void aFileThatCannotBeCarriedIsNamed(String name, String why) throws IOException {
    file("../out.js", PLAIN + "true");
    file("holes.js", PLAIN + "output === '{{x}}'");
    var losses = imported(test("{type: javascript, value: 'file://" + name + "'}")).losses();
    assertThat(losses.getFirst().why()).contains(why);
  }

  @Test
  void aFileInTypeScriptIsCarriedWithoutItsTypes() throws IOException {
    file(
        "check.ts",
        """
        import { AssertionValueFunctionContext, type GradingResult } from 'promptfoo';
        interface Vars { x: string }
        export default async function check(
          output: string,
          context: AssertionValueFunctionContext,
        ): Promise<GradingResult> {
          const { x } = context.vars as unknown as Vars;
          return { pass: output === x!, score: 1, reason: `not ${x as string}` };
        }
        """);
    String config = test("{type: javascript, value: 'file://check.ts'}");
    assertThat(grade(config, "hello").passed()).isTrue();
    assertThat(grade(config, "help")).returns(false, Grade::passed).returns(false, Grade::broken);
  }

  @Test
  void whatIsNoTypeInAFileInTypeScriptIsNamedWithItsLine() throws IOException {
    file("check.ts", "// kinds\nexport enum Kind { A }\nexport default () => true");
    Loss loss = imported(test("{type: javascript, value: 'file://check.ts'}")).losses().getFirst();
    assertThat(loss.why()).contains("`enum`");
    assertThat(loss.place().file()).hasFileName("check.ts");
    assertThat(loss.place().line()).isEqualTo(2);
  }

  @Test
  void codeGoesThroughModelTestAndAssertionInThisOrder() throws IOException {
    file("last.js", PLAIN + "output + context.vars.x");
    String config =
        """
        prompts: ['Say {{x}}']
        providers: [{id: ollama:chat:qwen3, transform: 'output + 1'}]
        defaultTest: {options: {transform: "output + 2"}}
        tests:
        - vars: {x: '!'}
          assert: [{type: equals, value: 'a12!', transform: 'file://last.js'}, {type: equals, value: a12}]
        """;
    assertThat(grade(config, "a").passed()).isTrue();
    assertThat(grade(config, "b").passed()).isFalse();
  }

  @Test
  void codeSeesAnObjectAndOthersItsText() throws IOException {
    String config =
        HEAD
            + """
            tests:
            - vars: {x: 1}
              options: {transform: JSON.parse(output)}
              assert:
              - {type: javascript, value: output.list.includes(2)}
              - {type: javascript, value: context.vars.x === 1}
              - {type: contains, value: '"list":[1,2]'}
              - {type: assert-set, assert: [{type: javascript, value: output.list.length === 2}]}
              - {type: javascript, value: 'output[1] === 2', transform: output.list}
            """;
    assertThat(grade(config, "{\"list\": [1, 2]}").passed()).isTrue();
    assertThat(grade(config, "{\"list\": [1, 3]}").passed()).isFalse();
    assertThat(grade(config, "none").broken()).isTrue();
  }

  @Test
  void modelsWithDifferentCodeAreNamed() throws IOException {
    String config =
        """
        prompts: ['Say {{x}}']
        providers: [{id: ollama:chat:qwen3, transform: 'output + 1'}, ollama:chat:llama4]
        tests: [{vars: {x: a}, assert: [{type: equals, value: a}]}]
        """;
    assertThat(imported(config).losses().getFirst().type()).isEqualTo("transform");
    assertThat(imported(config).cases()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"process.env.X", "file://absent.js", "file://x.py"})
  void whatCannotBeRunBeforeATestIsNamedAndTheTestLeftOut(String transform) throws IOException {
    Imported imported =
        imported(
            HEAD
                + "tests:\n- vars: {x: a}\n  options: {transform: '"
                + transform
                + "'}\n  assert: [{type: equals, value: a}]\n");
    assertThat(imported.losses()).hasSize(1);
    assertThat(imported.cases()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ^\\d+$         | 12       | "12 "
          (?<=t )\\d     | t 1      | 1
          ^{{x}}$        | hello    | hello!
          \\w            | e        | é
          """)
  void anExpressionIsReadAsJavaScriptReadsIt(String pattern, String passes, String fails)
      throws IOException {
    String config = test("{type: regex, value: '" + pattern + "'}");
    assertThat(grade(config, passes).passed()).isTrue();
    assertThat(grade(config, fails).passed()).isFalse();
    assertThat(grade(config.replace("type: regex", "type: not-regex"), fails).passed()).isTrue();
  }

  @Test
  void anExpressionThatIsNoneFailsBothWaysAndIsTold() throws IOException {
    for (String type : List.of("regex", "not-regex")) {
      String config = test("{type: " + type + ", value: '(?i)hello'}");
      assertThat(imported(config).notes()).anyMatch(note -> note.contains("(?i)"));
      assertThat(grade(config, "hello").passed()).isFalse();
    }
  }

  @Test
  void smallJsonThatCodeRequiresStandsInIt() throws IOException {
    file("checks/data/kinds.json", "{\"bill\": {\"days\": 3}}");
    file(
        "checks/kind.js",
        "const kinds = require('./data/kinds.json');\nmodule.exports = (o) => o in kinds;\n");
    String config =
        HEAD
            + "tests:\n"
            + "- {vars: {x: a}, assert: [{type: javascript, value: file://checks/kind.js}]}\n";
    assertThat(grade(config, "bill").passed()).isTrue();
    assertThat(grade(config, "toad").passed()).isFalse();
  }

  @Test
  void dataOutsideTheFolderAndOtherCodeAreNotReadAndEachAssertionCounts() throws IOException {
    Files.writeString(folder.resolve("out.json"), "{}");
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.writeString(inner.resolve("a.js"), "module.exports = () => require('../out.json').ok;");
    Files.writeString(inner.resolve("b.js"), "module.exports = () => require('./lib.js').ok;");
    Path config =
        Files.writeString(
            inner.resolve("promptfooconfig.yaml"),
            HEAD
                + "tests:\n"
                + "- {vars: {x: a}, assert: [{type: javascript, value: file://a.js}]}\n"
                + "- {vars: {x: b}, assert: [{type: javascript, value: file://b.js}]}\n"
                + "- {vars: {x: c}, assert: [{type: javascript, value: file://b.js}]}\n");
    Imported made = PromptfooImport.read(config);
    assertThat(made.losses())
        .anySatisfy(loss -> assertThat(loss.why()).contains("outside"))
        .anySatisfy(loss -> assertThat(loss.why()).contains("`require`"));
    assertThat(made.refused()).isEqualTo(3);
    assertThat(made.carried()).isZero();
  }
}
