package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Part;
import dev.metier.grade.Answers;
import dev.metier.grade.spec.Graders;
import dev.metier.importer.Imported;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompts and values with code of Nunjucks, rendered for each test.
class RenderedPromptsTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void realPath() throws IOException {
    folder = temporary.toRealPath();
  }

  private Imported imported(String config) throws IOException {
    return PromptfooImport.read(Files.writeString(folder.resolve("promptfooconfig.yaml"), config));
  }

  private List<Job> jobs(String config) throws IOException {
    Imported imported = imported(config);
    assertThat(imported.losses()).isEmpty();
    for (var each : imported.files().entrySet()) {
      Path file = folder.resolve("out").resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    return ProjectReader.read(folder.resolve("out")).jobs();
  }

  private static List<String> sent(Job job, Case given) {
    return job.prompt().fill(given).stream()
        .map(m ->
            m.role().name().toLowerCase(Locale.ROOT)
                + ": "
                + ((Part.Text) m.parts().getFirst()).text())
        .toList();
  }

  private static final String TESTS =
      """
      providers: [ollama:chat:qwen3]
      tests:
      - {vars: {name: Ada, items: {first: 1, rest: [a, b]}}, assert: [{type: is-json}]}
      - {vars: {name: '', items: {rest: []}}, assert: [{type: is-json}]}
      """;

  @Test
  void eachCaseBringsWhatThePromptComesTo() throws IOException {
    String prompt =
        "prompts: [\"{% if name %}Hi {{ name | upper }}: {% endif %}{{ items.rest | join('+')"
            + " }}!\", 'Plain {{name}}']\n";
    List<Job> jobs = jobs(prompt + TESTS);
    assertThat(jobs).hasSize(2);
    Job job = jobs.getFirst();
    assertThat(job.cases().stream().flatMap(c -> sent(job, c).stream()))
        .containsExactly("user: Hi ADA: a+b!", "user: !");
    assertThat(sent(jobs.get(1), job.cases().getFirst())).containsExactly("user: Plain Ada");
  }

  @Test
  void aChatWithALoopBecomesTheTurnsOfEachCase() throws IOException {
    Files.writeString(
        folder.resolve("chat.json"),
        """
        [{"role": "system", "content": "Be brief."}
        {% for x in items.rest %},
         {"role": "{{ 'user' if loop.index is odd else 'assistant' }}", "content": "{{ x }}"}
        {% endfor %},
         {"role": "user", "content": "Go on, {{ name }}"}]
        """);
    Job job = jobs("prompts: [file://chat.json]\n" + TESTS).getFirst();
    assertThat(sent(job, job.cases().get(0)))
        .containsExactly("system: Be brief.", "user: a", "assistant: b", "user: Go on, Ada");
    assertThat(sent(job, job.cases().get(1))).containsExactly("system: Be brief.", "user: Go on, ");
  }

  @Test
  void textsOfAJsonChatAreRenderedOneByOne() throws IOException {
    Files.writeString(
        folder.resolve("chat.json"),
        "[{\"role\": \"system\", \"content\": \"{{ name | default('x', true) }}\"},"
            + " {\"role\": \"user\", \"content\": \"say \\\"{{ name }}\\\"\"}]");
    Job job = jobs("prompts: [file://chat.json]\n" + TESTS).getFirst();
    assertThat(sent(job, job.cases().get(1))).containsExactly("system: x", "user: say \"\"");
  }

  @Test
  void whatIsNotRenderedIsNamedWithItsReason() throws IOException {
    Imported imported = imported("prompts: ['{{ name.trim() }}', 'Plain']\n" + TESTS);
    assertThat(imported.jobs()).isEqualTo(1);
    assertThat(imported.losses())
        .singleElement()
        .satisfies(loss -> {
          assertThat(loss.why()).contains("a call of a function");
          assertThat(loss.place().line()).isEqualTo(1);
        });
  }

  @Test
  void valuesOfAssertionsAreRenderedToo() throws IOException {
    String tests =
        """
        prompts: ['{{x}}']
        providers: [ollama:chat:qwen3]
        tests:
        - vars: {x: abc, n: {deep: [seven]}}
          assert:
          - {type: contains, value: '{{ x | upper }}'}
          - {type: contains-any, value: ['{{ n.deep[0] }}', other]}
        """;
    Job job = jobs(tests).getFirst();
    Case given = job.cases().getFirst();
    assertThat(Graders.of(job).grade(Answers.saying("ABC seven", given)).passed()).isTrue();
    assertThat(Graders.of(job).grade(Answers.saying("abc seven", given)).passed()).isFalse();
    assertThat(Graders.of(job).grade(Answers.saying("ABC [seven]", given)).passed()).isTrue();
    assertThat(Graders.of(job).grade(Answers.saying("ABC", given)).passed()).isFalse();
  }
}
