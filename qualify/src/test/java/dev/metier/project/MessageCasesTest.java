package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.job.Job;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cases that bring their own turns, from the file to what is said.
class MessageCasesTest {
  private static final List<Message> SAID =
      List.of(
          Message.of(Role.SYSTEM, "Be brief."),
          Message.of(Role.USER, "Hello"),
          Message.of(Role.ASSISTANT, "Yes?"),
          Message.of(Role.USER, "Where is it?"));
  private static final String YAML =
      """
      - messages:
          - {role: developer, content: Be brief.}
          - {role: user, content: [{type: text, text: Hello}]}
          - {role: assistant, content: "Yes?"}
          - {role: user, content: Where is it?}
      """;
  private static final String JSON =
      "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
          + "{\"role\":\"user\",\"content\":\"Hello\"},{\"role\":\"assistant\",\"content\":\"Yes?\"},"
          + "{\"role\":\"user\",\"content\":\"Where is it?\"}]}";

  @TempDir Path folder;

  private Job job(String prompt, String cases, String text) {
    return new Folder(folder)
        .with("say.txt", "{{ messages }}\n")
        .with(cases, text)
        .with(
            "metier.yaml",
            Folder.MODEL
                + Folder.job("triage", cases).replace("prompt: Answer.", "prompt: " + prompt))
        .read()
        .jobs()
        .getFirst();
  }

  @Test
  void aPromptFileThatIsOneVariableSaysTheTurnsOfTheCase() {
    for (String prompt : List.of("say.txt", "\"{{messages}}\"")) {
      for (var file : List.of("c.yaml", "c.jsonl", "c.csv")) {
        String text =
            file.endsWith("yaml")
                ? YAML
                : file.endsWith("jsonl")
                    ? JSON
                    : "messages\n\""
                        + JSON.substring(12, JSON.length() - 1).replace("\"", "\"\"")
                        + "\"\n";
        Job job = job(prompt, file, text);
        assertThat(job.prompt().fill(job.cases().getFirst())).as(file).isEqualTo(SAID);
      }
    }
  }

  @Test
  void turnsOfARoleThatCannotBeSaidAreAMistake() {
    assertThatThrownBy(() ->
            job("say.txt", "c.jsonl", "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}"))
        .hasMessageContaining("tool");
  }
}
