package dev.metier.importer.promptfoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.check.judge.JudgePrompt;
import dev.metier.check.judge.Judgement;
import dev.metier.grade.Answers;
import dev.metier.job.GraderSpec;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same reply of a judge means the same here as there, or it could not judge. promptfoo's
/// grades were recorded by `bench/run promptfoo-parity`.
class JudgeRepliesTest {
  private static final Path REPLIES =
      Path.of("qualify/src/test/resources/dev/metier/importer/promptfoo/judges.json");

  @TempDir private Path folder;

  private GraderSpec.Judged grader(JsonNode reply) throws IOException {
    String threshold =
        reply.has("threshold") ? ", threshold: " + reply.path("threshold").asString() : "";
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            prompts: [Say hello]
            providers: [ollama:qwen3]
            tests:
              - assert: [{type: %s, value: It is polite%s}]
            """
                .formatted(reply.path("type").asString(), threshold));
    var made =
        PromptfooImport.read(
            file, PromptfooImport.Options.none(file).withJudge(Optional.of("ollama/gemma3:12b")));
    assertThat(made.losses()).isEmpty();
    Path out = folder.resolve("out");
    for (var each : made.files().entrySet()) {
      Path to = out.resolve(each.getKey());
      Files.createDirectories(to.getParent());
      Files.writeString(to, each.getValue());
    }
    return (GraderSpec.Judged)
        ProjectReader.read(out).jobs().getFirst().grading().parts().getFirst().spec();
  }

  @Test
  void theSameReplyIsTheSameGradeOrCouldNotJudge() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode reply : JsonMapper.shared().readTree(REPLIES)) {
      var criterion = grader(reply).criterion();
      String said =
          switch (new JudgePrompt(criterion).read(saying(reply.path("reply").asString()), 0)) {
            case Judgement.Passed _ -> "pass";
            case Judgement.Failed _ -> "fail";
            case Judgement.Unclear _ -> "unclear";
            case Judgement.Tied _ -> "tied";
          };
      assertThat(said).as("%s", reply).isEqualTo(reply.path("metier").asString());
      // promptfoo knows no `verdict`: a reply in the form that is asked for here
      if (!said.equals("unclear") && !reply.path("reply").asString().contains("verdict")) {
        assertThat(said).as("%s", reply).isEqualTo(reply.path("promptfoo").asString());
      }
      counts.merge(said, 1, Integer::sum);
    }
    assertThat(counts)
        .containsExactly(Map.entry("fail", 15), Map.entry("pass", 18), Map.entry("unclear", 51));
  }

  private static ChatReply saying(String text) {
    return Answers.saying(text).reply();
  }
}
