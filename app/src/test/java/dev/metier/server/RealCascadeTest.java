package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import dev.metier.testing.LlamaServer;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A cascade with real answers: a real llama-server with the tiny model, whose label is checked,
/// and a stand-in that speaks Anthropic's protocol behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealCascadeTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String KNOWN = "My card was charged twice for one order.";

  private Optional<LlamaServer> llama = Optional.empty();
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private Optional<Served> running = Optional.empty();

  @BeforeAll
  void start(@TempDir Path folder) {
    var server = LlamaServer.startOrSkip("--jinja");
    llama = Optional.of(server);
    hosted.says(List.of("from ", "the stand-in"));
    var labels =
        new GraderSpec.OneOf(List.of(new Template("billing"), new Template("account")), true);
    var graders =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(new GraderSpec.Weighted(labels, 1, Optional.empty())),
            OptionalDouble.empty());
    List<Check> checks = List.of(new Check.Complete(), new Check.Graders(Optional.of(graders)));
    running =
        Optional.of(
            new Served(folder)
                .checks(new AnswerChecks())
                .timeouts(new Timeouts(LONG, LONG, LONG, LONG))
                .model("tiny", ProviderKind.LLAMACPP, DataClass.RESTRICTED, server.root() + "/v1")
                .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
                .cascade("j", DataClass.INTERNAL, checks, CascadeRules.USUAL, "tiny", "hosted")
                .start());
  }

  @AfterAll
  void end() {
    running.ifPresent(Served::close);
    llama.ifPresent(LlamaServer::close);
    hosted.close();
  }

  private static String request(Spoken spoken, boolean stream, String text, int tokens) {
    return spoken
        .request("j", stream, text)
        .replace("_tokens\":9", "_tokens\":" + tokens)
        .replace("\"temperature\":0.5", "\"temperature\":0");
  }

  private HttpResponse<String> post(Spoken spoken, String body) throws Exception {
    return running
        .orElseThrow()
        .post(spoken.path(), body, "anthropic-version", "2023-06-01", "x-session-id", body);
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT,true",
    "CHAT,false",
    "MESSAGES,true",
    "MESSAGES,false",
    "RESPONSES,true",
    "RESPONSES,false"
  })
  void aLabelThatTheTinyModelKnowsIsKept(Spoken spoken, boolean stream) throws Exception {
    var answer = post(spoken, request(spoken, stream, KNOWN, 12));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    if (!stream) {
      assertThat(answer.body()).contains("billing");
    }
    assertThat(answer.headers().firstValue("x-metier-stage")).hasValue("first");
    assertThat(answer.headers().firstValue("x-metier-model")).hasValue("tiny");
  }

  @ParameterizedTest
  @CsvSource({
    "CHAT,true",
    "CHAT,false",
    "MESSAGES,true",
    "MESSAGES,false",
    "RESPONSES,true",
    "RESPONSES,false"
  })
  void anAnswerThatIsCutComesFromTheStandIn(Spoken spoken, boolean stream) throws Exception {
    var answer = post(spoken, request(spoken, stream, KNOWN, 1));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(answer.body()).contains("stand-in").doesNotContain("billing");
    assertThat(answer.headers().firstValue("x-metier-check")).hasValue("failed:complete:cut");
    assertThat(answer.headers().firstValue("x-metier-model")).hasValue("hosted");
  }

  @Test
  void aSecondTurnWithToolsIsAnsweredToo() throws Exception {
    String body =
        "{\"model\":\"j\",\"max_tokens\":12,\"temperature\":0,\"messages\":["
            + "{\"role\":\"user\",\"content\":\""
            + KNOWN
            + "\"},{\"role\":\"assistant\",\"content\":\"billing\"},"
            + "{\"role\":\"user\",\"content\":\"And now?\"}],\"tools\":[{\"type\":\"function\","
            + "\"function\":{\"name\":\"refund\",\"parameters\":{\"type\":\"object\"}}}]}";
    var answer = post(Spoken.CHAT, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-metier-check").orElse(""))
        .matches("pass|failed:.*|down");
  }
}
