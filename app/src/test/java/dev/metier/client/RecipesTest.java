package dev.metier.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.client.Recipe.Step;
import dev.metier.job.JobName;
import dev.metier.testing.GoldenFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class RecipesTest {
  private static final Path GOLDEN = Path.of("app/src/test/golden/client");
  private static final Target TARGET =
      new Target(
          new JobName("invoice-extraction"),
          "http://127.0.0.1:8099",
          "METIER_KEY",
          true,
          OptionalInt.of(131_072));
  private static final Target UNKNOWN =
      new Target(
          new JobName("invoice-extraction"),
          "http://127.0.0.1:8099",
          "METIER_KEY",
          true,
          OptionalInt.empty());

  /// What the snippets take for granted.
  private static final String IMPORTS =
      """
      import com.anthropic.client.*;
      import com.anthropic.client.okhttp.*;
      import com.anthropic.models.messages.MessageCreateParams;
      import com.openai.client.*;
      import com.openai.client.okhttp.*;
      import com.openai.models.chat.completions.ChatCompletionCreateParams;
      import java.time.Duration;
      """;

  private static final String SPRING =
      """
      import org.springframework.ai.chat.model.ChatModel;
      import org.springframework.ai.openai.*;
      """;
  private static final String LANGCHAIN4J =
      """
      import dev.langchain4j.model.anthropic.*;
      import dev.langchain4j.model.chat.ChatModel;
      import dev.langchain4j.model.openai.*;
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Client.class)
  void everyRecipeIsAsReviewed(Client client) {
    GoldenFile.check(GOLDEN.resolve(client.word() + ".txt"), RecipeText.of(client, TARGET));
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void theAddressHasItsVersionWhereTheClientDoesNotAddIt(Client client) {
    var withoutVersion = List.of(Client.CLAUDE_CODE, Client.ANTHROPIC_SDK);
    var bothProtocols = List.of(Client.LANGCHAIN, Client.PYDANTIC_AI);
    for (Target target : List.of(TARGET, UNKNOWN)) {
      String text = RecipeText.of(client, target);
      assertThat(text).contains("http://127.0.0.1:8099", "invoice-extraction", "METIER_KEY");
      if (withoutVersion.contains(client)) {
        assertThat(text).doesNotContain("8099/v1");
      } else if (bothProtocols.contains(client)) {
        assertThat(text).contains("8099/v1\"", "8099\"");
      } else {
        assertThat(text.replace("8099/v1", "")).doesNotContain("8099");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"CLAUDE_CODE", "CODEX", "OPENCODE", "QWEN_CODE", "CONTINUE", "CLINE", "AIDER"})
  void agentsAreToldTheWindowOrThatItIsNotKnown(Client client) {
    assertThat(RecipeText.of(client, TARGET)).containsPattern("13107[0-9]|1228[0-9]{2}|122880");
    assertThat(RecipeText.of(client, UNKNOWN)).contains("not known");
  }

  @Test
  void aWindowThatIsTooSmallForClaudeCodeIsSaidToBe() {
    var small = new Target(TARGET.job(), TARGET.root(), "K", true, OptionalInt.of(32_768));
    assertThat(RecipeText.of(Client.CLAUDE_CODE, small)).contains("at least 64,000");
    assertThat(RecipeText.of(Client.CLAUDE_CODE, TARGET)).doesNotContain("64,000");
  }

  @Test
  void whatIsWrittenAsJsonIsJson() {
    for (Client client : Client.values()) {
      for (Step step : client.recipe(TARGET).steps()) {
        if (step instanceof Step.Settings(var path, var text, _) && path.endsWith(".json")) {
          assertThat(JsonMapper.shared().readTree(text).isObject()).as(path).isTrue();
        }
      }
      assertThat(RecipeText.json(client, TARGET).path("steps").isEmpty()).isFalse();
    }
  }

  /// With the libraries themselves.
  @Test
  void javaSnippetsCompile() {
    var sources = new ArrayList<JavaFileObject>();
    for (Client client : Client.values()) {
      for (Step step : client.recipe(TARGET).steps()) {
        if (step instanceof Step.Code(var language, var text) && language.equals("Java")) {
          sources.add(source("Snippet" + sources.size(), client, text));
        }
      }
    }
    assertThat(sources).hasSize(5);
    var told = new DiagnosticCollector<JavaFileObject>();
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString());
    ToolProvider.getSystemJavaCompiler().getTask(null, null, told, options, null, sources).call();
    assertThat(told.getDiagnostics())
        .filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
  }

  private static JavaFileObject source(String name, Client client, String snippet) {
    String libraries = client == Client.SPRING_AI ? SPRING : LANGCHAIN4J;
    String source =
        IMPORTS + libraries + "class " + name + " { void run(String text) {\n" + snippet + "}}\n";
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreErrors) {
        return source;
      }
    };
  }
}
