package dev.metier.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTracesTest {
  @TempDir private Path folder;

  @Test
  void whatAnApplicationAskedBecomesAJobThatCanBeChecked() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("spans.jsonl"),
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"a","spanId":"b","attributes":[{"key":"llm.request.type","value":{"stringValue":"chat"}},{"key":"gen_ai.prompt.0.role","value":{"stringValue":"user"}},{"key":"gen_ai.prompt.0.content","value":{"stringValue":"How high is K2?"}},{"key":"gen_ai.completion.0.content","value":{"stringValue":"8,611 m"}}]}]}]}]}
            """);
    Path made = folder.resolve("made");
    Shell run = Shell.run("import", "traces", file.toString(), "--to", made.toString(), "--yes");
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("1 call of a model, 1 case;", "How high is K2?", "drafts");
    assertThat(Files.readString(made.resolve("cases/traced.jsonl"))).contains("8,611 m");
    Shell check = Shell.run("check", "-f", made.toString());
    assertThat(check.exit()).as(check.out() + check.err()).isZero();
  }
}
