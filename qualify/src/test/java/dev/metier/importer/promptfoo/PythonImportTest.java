package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.grade.code.ProgramRun;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.importer.promptfoo.PromptfooImport.Options;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Assertions in Python: named unless allowed, and then graded as promptfoo 0.123 grades them.
class PythonImportTest {
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

  private Imported imported(String config, boolean allowed) throws IOException {
    file("promptfooconfig.yaml", config);
    Path file = folder.resolve("promptfooconfig.yaml");
    Options options = Options.none(file);
    return PromptfooImport.read(file, allowed ? options.withCode() : options);
  }

  private static String test(String... assertion) {
    return HEAD
        + "tests:\n- vars: {x: hello, n: [3, 4]}\n  assert:\n  - type: python\n    "
        + String.join("\n    ", assertion)
        + "\n";
  }

  private static boolean python() {
    boolean there =
        new ProgramRun(List.of("python3", "-c", "0"), Duration.ofSeconds(20), Set.of())
                    .with(new byte[0])
                instanceof ProgramRun.Ended(int code, _, _)
            && code == 0;
    if (!there) {
      System.err.println("SKIPPED: python3 is missing, so that no assertion in Python is run.");
    }
    return there;
  }

  /// The command of the first case's grader, with paths that are found from anywhere.
  private Grade grade(String config, String answer) throws IOException {
    assumeTrue(python());
    Imported imported = imported(config, true);
    assertThat(imported.losses()).isEmpty();
    for (var each : imported.files().entrySet()) {
      String here = folder.resolve("metier").toString();
      file(
          "metier/" + each.getKey(),
          each.getValue()
              .replace("\"python/promptfoo.py\"", "\"" + here + "/python/promptfoo.py\"")
              .replace("\"../", "\"" + here + "/../"));
    }
    Job job = ProjectReader.read(folder.resolve("metier")).jobs().getFirst();
    return Graders.of(job).grade(Answers.saying(answer, job.cases().getFirst()));
  }

  @Test
  void whatIsNotAllowedIsNamedWithItsLine() throws IOException {
    file("check.py", "import pathlib\npathlib.Path('ran').touch()\n");
    Imported imported =
        imported(
            HEAD
                + "tests:\n- assert:\n  - {type: contains, value: a}\n"
                + "  - {type: python, value: 'len(output) > 1'}\n"
                + "  - {type: python, value: 'file://check.py'}\n",
            false);
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("python", "python");
    assertThat(imported.losses()).extracting(loss -> loss.place().line()).containsExactly(6, 7);
    assertThat(imported.losses()).allMatch(loss -> loss.instead().contains("--allow-code"));
    assertThat(imported.files()).doesNotContainKey("python/promptfoo.py");
  }

  @Test
  void importingRunsNothing() throws IOException {
    file("check.py", "import pathlib\npathlib.Path('" + folder + "/ran').touch()\n");
    Imported imported = imported(test("value: file://check.py"), true);
    assertThat(imported.losses()).isEmpty();
    assertThat(imported.files()).containsKey("python/promptfoo.py");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void valuesCountAsInPromptfoo() throws IOException {
    assumeTrue(python());
    var settings =
        List.of(
            // what is returned | settings | what is expected
            "True||pass",
            "False||fail",
            "'TRUE'||pass",
            "'false'||fail",
            "0.2||pass",
            "0||fail",
            "-1||fail",
            "2.5||pass",
            "'0.5abc'||pass",
            "'no'||fail",
            "None||fail",
            "[1]||fail",
            "float('nan')||fail",
            "0.2|\"threshold\":0.3|fail",
            "0.3|\"threshold\":0.3|pass",
            "0|\"threshold\":0|pass",
            "True|\"threshold\":0.3|pass",
            "{'pass': True, 'score': 0, 'reason': 'r'}||pass",
            "{'pass_': True, 'score': 1, 'reason': 'r'}||pass",
            "{'pass': True, 'score': 1}||fail",
            "{'pass': True, 'score': .2, 'reason': 'r'}|\"threshold\":0.5|fail",
            "'{\"pass\": false, \"score\": 1, \"reason\": \"r\"}'||fail",
            "'{broken'||fail",
            "1 / 0||fail",
            "False|\"inverse\":true|pass",
            "True|\"inverse\":true|fail",
            "1 / 0|\"inverse\":true|fail",
            "{'pass': False, 'score': 0, 'reason': 'r'}|\"inverse\":true|pass");
    var code = new StringBuilder("import sys, json\nsys.path.insert(0, sys.argv[1])\n");
    code.append("import promptfoo as p\nquestion = json.load(sys.stdin)\nout = []\n");
    code.append("for code, settings in json.loads(sys.argv[2]):\n");
    code.append("    f = p.compiled(code, {})\n");
    code.append("    out.append(p.graded(question, f, settings)['pass'])\nprint(json.dumps(out))");
    var rows = new ArrayList<String>();
    var expected = new ArrayList<Boolean>();
    for (String each : settings) {
      String[] parts = each.split("\\|", -1);
      rows.add("[" + JsonMapper.shared().writeValueAsString(parts[0]) + ",{" + parts[1] + "}]");
      expected.add(parts[2].equals("pass"));
    }
    Path runner = Path.of("src/main/resources/dev/metier/importer/promptfoo").toAbsolutePath();
    if (!Files.isDirectory(runner)) {
      runner = Path.of("qualify/src/main/resources/dev/metier/importer/promptfoo").toAbsolutePath();
    }
    var run =
        new ProgramRun(
            List.of("python3", "-c", code.toString(), runner.toString(), rows.toString()),
            Duration.ofSeconds(60),
            Set.of());
    var ended =
        (ProgramRun.Ended)
            run.with(
                "{\"answer\": \"a\", \"case\": {\"vars\": {}}}".getBytes(StandardCharsets.UTF_8));
    assertThat(ended.output().strip()).isEqualTo(expected.toString());
  }

  @Test
  void aFileGetsAnswerVariablesAndConfig() throws IOException {
    file("lib/words.py", "def same(a, b):\n    print('noise')\n    return a == b\n");
    file(
        "lib/check.py",
        """
        from words import same

        async def judge(output, context):
            right = same(output, context['vars']['x']) and context['vars']['n'] == [3, 4]
            return {'pass': right and context['config']['most'] == 3, 'score': 1, 'reason': 'because'}
        """);
    String config =
        test("value: file://lib/check.py:judge", "config: {most: 3}")
            .replace("assert:", "options: {disableVarExpansion: true}\n  assert:");
    assertThat(grade(config, "hello")).returns(true, Grade::passed);
    assertThat(grade(config, "help"))
        .returns(false, Grade::passed)
        .returns(false, Grade::broken)
        .returns("because", Grade::reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value: output == '{{x}}' | hello | help",
        "value: \"a = len(output)\\nreturn a > 3\" | hello | he",
        "value: \"if output:\\n"
            + "  return json.loads(output)['a'] == 1\\nreturn False\" | {\"a\": 1} | {\"a\": 2}"
      })
  void codeInPlaceIsAnExpressionOrLines(String value, String passes, String fails)
      throws IOException {
    assertThat(grade(test(value), passes).passed()).isTrue();
    assertThat(grade(test(value), fails))
        .returns(false, Grade::passed)
        .returns(false, Grade::broken);
  }

  @Test
  void aBlockOfOneLineNeedsItsReturn() throws IOException {
    assertThat(grade(test("value: |", "  len(output) > 0"), "hello").passed()).isFalse();
  }

  @Test
  void codeThatCannotBeLoadedIsABrokenGrade() throws IOException {
    file("check.py", "import there_is_no_such_module\n");
    assertThat(grade(test("value: file://check.py"), "hello").broken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "value: \"context['prompt'] in output\"",
        "value: file://../check.py",
        "value: file://none.py",
        "value: \"{% if x.a() %}True{% endif %}\"",
        "value: ''"
      })
  void whatCannotBeCarriedIsNamed(String value) throws IOException {
    assertThat(imported(test(value), true).losses()).hasSize(1);
  }
}
