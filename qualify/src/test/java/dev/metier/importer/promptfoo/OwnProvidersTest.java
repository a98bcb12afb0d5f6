package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metier.grade.code.ProgramRun;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import dev.metier.importer.promptfoo.PromptfooImport.Options;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Providers of promptfoo that are addresses, commands and functions.
class OwnProvidersTest {
  private static final String TESTS =
      "tests: [{vars: {x: a, y: b}, assert: [{type: contains, value: a}]}]\n";

  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  private Imported imported(String prompt, String provider, boolean allowed) throws IOException {
    Path file = folder.resolve("promptfooconfig.yaml");
    Files.writeString(file, "prompts: [" + prompt + "]\nproviders:\n- " + provider + "\n" + TESTS);
    return PromptfooImport.read(file, allowed ? Options.none(file).withCode() : Options.none(file));
  }

  private Project project(Imported imported) throws IOException {
    for (var each : imported.files().entrySet()) {
      Path file = folder.resolve("metier").resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    return ProjectReader.read(folder.resolve("metier"));
  }

  private static String models(Imported imported) {
    return imported
        .files()
        .getOrDefault("metier.yaml", "")
        .lines()
        .filter(l -> l.contains("use:"))
        .toList()
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{q: "{{prompt}}"}'                     | json.answer                     | body: {"q":"{{prompt}}"}, at: "answer"
          '{q: {text: "Q: {{ prompt }}?", k: 3}}' | json.choices[0].message.content | body: {"q":{"text":"Q: {{prompt}}?","k":3}}, at: "choices[0].message.content"
          '''{"q": "{{prompt}}"}'''               | json?.a?.['b.c']                | body: {"q":"{{prompt}}"}, at: "a[\\"b.c\\"]"
          '{list: ["{{x}}"]}'                     | text                            | body: {"list":["{{prompt}}"]}
          """)
  void anAddressIsCarriedWithBodyAndPath(String body, String code, String expected)
      throws IOException {
    String provider =
        "{id: 'http://127.0.0.1:9/ask', config: {method: POST, headers: {Content-Type:"
            + " application/json,"
            + " Authorization: 'Bearer {{env.AGENT_KEY}}'}, body: %s, transformResponse: \"%s\"}}"
                .formatted(body, code);
    Imported imported = imported("'{{x}}'", provider, false);
    assertThat(imported.losses()).isEmpty();
    assertThat(models(imported))
        .contains("{use: http, url: \"http://127.0.0.1:9/ask\", key: env:AGENT_KEY, " + expected)
        .endsWith("host: application}");
    assertThat(project(imported).models()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: 'openai:chat:m', config: {apiBaseUrl:"
            + " 'http://u:pw-SECRET1@127.0.0.1:1/v1?v=2&api_key=SECRET2'}}",
        "{id: 'http://u:pw-SECRET1@127.0.0.1:1/v1?v=2&api_key=SECRET2', config: {body: {q:"
            + " '{{prompt}}'}, transformResponse: text}}",
        "{id: 'http://127.0.0.1:1/v1?v=2#SECRET1', config: {url:"
            + " 'http://127.0.0.1:1/v1?v=2&access_token=SECRET2', body: {q: '{{prompt}}'},"
            + " transformResponse: text}}",
        "'exec:ask --token=SECRET1'",
        "'exec:ask --api-key=SECRET1 x'"
      })
  void noKeyOfAnAddressOrACommandIsCopied(String provider) throws IOException {
    Imported imported = imported("'{{x}}'", provider, true);
    assertThat(imported.files().toString()).doesNotContain("SECRET");
    assertThat(imported.losses().toString()).contains("is not copied").doesNotContain("SECRET");
  }

  @Test
  void aChatIsSentAsItsMessages() throws IOException {
    Files.writeString(
        folder.resolve("chat.json"),
        "[{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\":"
            + " \"{{x}}\"}]");
    String provider = "{id: https, config: {url: 'https://a.example/x', body: {m: '{{prompt}}'}}}";
    assertThat(models(imported("file://chat.json", provider, false)))
        .contains("body: {\"m\":\"{{messages}}\"}");
    String within = provider.replace("'{{prompt}}'", "'Q: {{prompt}}'");
    assertThat(imported("file://chat.json", within, false).losses()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: 'https://a.example/x'}",
        "{id: 'https://a.example/{{x}}', config: {body: {q: '{{prompt}}'}}}",
        "{id: 'https://a.example/x', config: {method: GET, body: {q: '{{prompt}}'}}}",
        "{id: 'https://a.example/x', config: {queryParams: {a: b}, body: {q: '{{prompt}}'}}}",
        "{id: 'https://a.example/x', config: {body: {q: '{{prompt}}', other: '{{y}}'}}}",
        "{id: 'https://a.example/x', config: {body: 'text {{prompt}}'}}",
        "{id: 'https://a.example/x', config: {headers: {X-Key: abc}, body: {q: '{{prompt}}'}}}",
        "{id: 'https://a.example/x', config: {body: {q: '{{prompt}}', api_key: abc}}}",
        "{id: 'https://a.example/x', config: {body: {q: '{{prompt}}', a: [{accessToken: abc}]}}}",
        "{id: 'https://a.example/x', config: {body: '{\"q\": \"{{prompt}}\", \"key\": \"abc\"}'}}",
        "{id: 'https://a.example/x', config: {body: {q: '{{prompt}}', u:"
            + " sk-abc4f6a8b0c2d4e6f8a0b1c3d5}}}",
        "{id: 'https://a.example/x', config: {body: {q: '{{prompt}}'}, transformResponse: 'json.a"
            + " || text'}}",
        "{id: 'https://a.example/x', config: {body: {q: '{{prompt}}'}, transformResponse:"
            + " 'file://t.js'}}",
        "'exec: ./agent --brief'",
        "file://agent.py",
        "'python:agent.py'"
      })
  void whatCannotBeSaidIsNamedAndNoKeyCopied(String provider) throws IOException {
    Files.writeString(folder.resolve("agent.py"), "");
    Imported imported = imported("'Say {{x}}'", provider, false);
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("provider");
    assertThat(imported.losses().getFirst().place().line()).isEqualTo(3);
    assertThat(imported.files().toString())
        .doesNotContain("abc")
        .doesNotContain("host: application");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9/v1, this-machine",
    "http://localhost:9/v1, this-machine",
    "http://127.0.0.1.example.org/v1, vendor",
    "https://a.example/v1, vendor"
  })
  void aModelAtAnAddressOfThisMachineStandsUnderIt(String url, String host) throws IOException {
    Imported imported =
        imported("'Say {{x}}'", "{id: 'openai:m', config: {apiBaseUrl: '" + url + "'}}", false);
    assertThat(models(imported)).endsWith("host: " + host + "}");
    assertThat(imported.notes()).hasSize(host.equals("vendor") ? 0 : 1);
    assertThat(project(imported).models()).hasSize(1);
  }

  @Test
  void aKeyInAHeaderIsNamedAndAskedOfTheEnvironment() throws IOException {
    Imported imported =
        imported(
            "'Say {{x}}'",
            "{id: 'https://a.example/x', config: {headers: {Authorization: 'Bearer abc-0'}, body:"
                + " {q: '{{prompt}}', max_tokens: 5, tokenizer: abd}}}",
            false);
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("apiKey");
    assertThat(models(imported)).contains("key: env:APPLICATION_KEY").contains("tokenizer");
    assertThat(imported.toString()).doesNotContain("abc-0");
  }

  @Test
  void keysOfAProgramAreNotCopied() throws IOException {
    Imported imported =
        imported("'Say {{x}}'", "{id: 'exec:./agent', config: {apiKey: abc-secret}}", true);
    assertThat(imported.losses()).hasSize(1);
    assertThat(imported.files().toString()).doesNotContain("abc-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:p@ss@127.0.0.1:9/v1?api_key=EEE&v=2, http://127.0.0.1:9/v1?v=2, 127.0.0.1-9-v1",
    "http://127.0.0.1:9/v1?v=2&token=EEE, http://127.0.0.1:9/v1?v=2, 127.0.0.1-9-v1",
    "http://127.0.0.1:9/v1?token=EEE&key=ss, http://127.0.0.1:9/v1, 127.0.0.1-9-v1"
  })
  void anAddressAndItsNameAreCarriedWithoutKeysAndStayAddresses(
      String address, String url, String name) throws IOException {
    Imported imported =
        imported("'Say {{x}}'", "{id: '" + address + "', config: {body: {q: '{{prompt}}'}}}", true);
    assertThat(imported.losses()).extracting(Loss::type).containsExactly("url");
    assertThat(models(imported)).contains(name + ":").contains("url: \"" + url + "\"");
    assertThat(imported.files().toString())
        .doesNotContainIgnoringCase("eee")
        .doesNotContain("p@ss");
  }

  @Test
  void aFunctionThatReadsVariablesIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("agent.py"),
        "def call_api(prompt, options, context):\n    return {'output': context['vars']['x']}\n");
    assertThat(imported("'Say {{x}}'", "file://agent.py", true).losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.why()).contains("variables"));
  }

  /// The command as the project has it, run from the project's folder.
  private String answer(Imported imported, String question) throws IOException {
    project(imported);
    String line = models(imported);
    String list = line.substring(line.indexOf('['), line.indexOf("], host") + 1);
    List<String> command =
        tools.jackson.databind.json.JsonMapper.shared()
            .readTree(list)
            .valueStream()
            .map(node -> node.stringValue())
            .toList();
    var run =
        new ProgramRun(
            command,
            Duration.ofSeconds(60),
            Set.of(),
            Set.of(),
            Optional.of(folder.resolve("metier")));
    return run.with(question.getBytes(StandardCharsets.UTF_8))
            instanceof ProgramRun.Ended(int code, String output, String said)
        ? code + " " + output + said
        : "not run";
  }

  private static final String QUESTION =
      "{\"prompt\": \"héllo\", \"messages\": [{\"role\": \"user\", \"content\": \"héllo\"}]}";

  @Test
  void aFunctionAnswersBesideItsConfiguration() throws IOException {
    assumeTrue(python());
    Files.writeString(folder.resolve("words.txt"), "word");
    Files.writeString(
        folder.resolve("agent.py"),
        """
        def call_api(prompt, options, context):
            print('noise')
            return {'output': open('words.txt').read() + prompt + options['config']['end']}
        """);
    Imported imported = imported("'Say {{x}}'", "{id: file://agent.py, config: {end: '!'}}", true);
    assertThat(imported.losses()).isEmpty();
    assertThat(answer(imported, QUESTION)).startsWith("0 wordhéllo!");
  }

  @Test
  void aCommandGetsThePromptAsItsArgument() throws IOException {
    assumeTrue(python());
    Files.writeString(
        folder.resolve("agent.py"),
        "import sys\nprint('<' + sys.argv[1] + '|' + sys.argv[2] + '>')");
    Imported imported = imported("'Say {{x}}'", "'exec: python3 agent.py \"a b\"'", true);
    assertThat(imported.losses()).isEmpty();
    assertThat(models(imported))
        .as("a file that the command names is found from the project's folder, and so in its hash")
        .contains("\"python3\",\"../agent.py\"");
    assertThat(answer(imported, QUESTION)).startsWith("0 <a b|héllo>");
    Files.writeString(folder.resolve("agent.py"), "raise SystemExit(3)");
    assertThat(answer(imported, QUESTION)).startsWith("1 ").contains("exit code 3");
  }

  private static boolean python() {
    boolean there =
        new ProgramRun(List.of("python3", "-c", "0"), Duration.ofSeconds(20), Set.of())
                    .with(new byte[0])
                instanceof ProgramRun.Ended(int code, _, _)
            && code == 0;
    if (!there) {
      System.err.println("SKIPPED: python3 is missing, so that no provider in Python is run.");
    }
    return there;
  }
}
