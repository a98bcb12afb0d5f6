package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.check.Likelihood;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How likely a first model found its own tokens decides what a cascade keeps.
class LikelihoodCascadeTest {
  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private Optional<Served> open = Optional.empty();

  @BeforeEach
  void words() {
    hosted.says(List.of("from ", "hosted"));
  }

  @AfterEach
  void end() {
    open.ifPresent(Served::close);
    local.close();
    hosted.close();
  }

  private Served served() {
    var rules =
        new CascadeRules(
            After.ESCALATE,
            After.ESCALATE,
            HandOver.FRESH,
            Hold.REQUEST,
            0.2,
            Duration.ofSeconds(10));
    var served =
        new Served(folder)
            .checks(check -> new Likelihood(((Check.LogProbability) check).atLeast()))
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade(
                "j",
                DataClass.INTERNAL,
                List.of(new Check.LogProbability(-0.5)),
                rules,
                "local",
                "hosted")
            .start();
    open = Optional.of(served);
    return served;
  }

  private static String likely(double... each) {
    var tokens = new ArrayList<String>();
    for (double one : each) {
      tokens.add("{\"token\":\"x\",\"logprob\":" + one + ",\"top_logprobs\":[]}");
    }
    return ",\"logprobs\":{\"content\":[" + String.join(",", tokens) + "]}";
  }

  /// An answer in two tokens.
  private static VendorMishap says(boolean stream, String first, String second) {
    return new VendorMishap.Verbatim(stream ? streamed(first, second) : whole(first, second));
  }

  private static String whole(String first, String second) {
    String both = (first + second).replace("]},\"logprobs\":{\"content\":[", ",");
    return "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"upstream-local\",\"choices\":["
        + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"from local\"}"
        + both
        + ",\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,"
        + "\"total_tokens\":7}}";
  }

  private static String streamed(String first, String second) {
    return chunk(
            "{\"role\":\"assistant\",\"content\":\"from \"}" + first + ",\"finish_reason\":null")
        + chunk("{\"content\":\"local\"}" + second + ",\"finish_reason\":null")
        + chunk("{},\"finish_reason\":\"stop\"")
        + "data: [DONE]\n\n";
  }

  private static String chunk(String delta) {
    return "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"model\":\"upstream-local\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + "}]}\n\n";
  }

  private static String check(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-metier-check").orElse("");
  }

  private static Stream<Arguments> protocols() {
    return Stream.of(Spoken.values())
        .flatMap(spoken -> Stream.of(Arguments.of(spoken, true), Arguments.of(spoken, false)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anAnswerOfLikelyTokensIsKeptAndNobodyHearsHowLikely(Spoken spoken, boolean stream)
      throws Exception {
    local.next(says(stream, likely(-0.1), likely(-0.7)));
    var answer = served().post(spoken.path(), spoken.request("j", stream));
    assertThat(spoken.complete(answer.body(), stream)).as(answer.body()).isTrue();
    assertThat(answer.body()).contains("local").doesNotContain("\"logprob\":");
    assertThat(check(answer)).isEqualTo("pass");
    assertThat(local.received().getFirst().body()).contains("\"logprobs\":true");
  }

  private static String withTool(Spoken spoken) {
    String schema = "{\"type\":\"object\",\"properties\":{}}";
    String tool =
        switch (spoken) {
          case CHAT ->
              "{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":"
                  + schema
                  + "}}";
          case MESSAGES -> "{\"name\":\"look\",\"input_schema\":" + schema + "}";
          case RESPONSES ->
              "{\"type\":\"function\",\"name\":\"look\",\"parameters\":" + schema + "}";
        };
    return spoken.request("j", true).replace("{\"model\"", "{\"tools\":[" + tool + "],\"model\"");
  }

  @ParameterizedTest
  @EnumSource
  void whereToolsAreOfferedItIsAskedWholeAndReleasedAsAStream(Spoken spoken) throws Exception {
    local.next(says(false, likely(-0.1), likely(-0.7)));
    var answer = served().post(spoken.path(), withTool(spoken));
    assertThat(spoken.complete(answer.body(), true)).as(answer.body()).isTrue();
    assertThat(check(answer)).isEqualTo("pass");
    assertThat(local.received().getFirst().body())
        .contains("\"logprobs\":true", "\"tools\"")
        .doesNotContain("\"stream");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void oneOfUnlikelyTokensIsNot(Spoken spoken, boolean stream) throws Exception {
    local.next(says(stream, likely(-0.2), likely(-0.9)));
    var answer = served().post(spoken.path(), spoken.request("j", stream));
    assertThat(answer.body()).contains("hosted").doesNotContain("from local");
    assertThat(check(answer)).isEqualTo("failed:logprob:low");
  }

  @Test
  void aServerThatDoesNotTellIsNoPass() throws Exception {
    local.next(says(false, "", ""));
    var answer = served().post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
    assertThat(answer.body()).contains("hosted");
    assertThat(check(answer)).isEqualTo("broken:logprob:not_told");
  }

  @Test
  void aClientThatAskedForThemGetsThem() throws Exception {
    local.next(says(false, likely(-0.1), likely(-0.2)));
    String body =
        Spoken.CHAT.request("j", false).replace("{\"model\"", "{\"logprobs\":true,\"model\"");
    var answer = served().post(Spoken.CHAT.path(), body);
    assertThat(answer.body()).contains("\"logprob\":-0.1");
    assertThat(check(answer)).isEqualTo("pass");
  }
}
