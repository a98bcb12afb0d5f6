package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A model that reads public data only never hears of personal data, in whichever field it stands.
class PersonalDataServedTest {
  private static final String CARD = "4111 1111 1111 1111";
  private static final String CLEAN =
      "{\"model\":\"j\",\"max_tokens\":9,%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TempDir private Path folder;
  private VendorServer openai;
  private VendorServer anthropic;
  private Served served;

  @BeforeEach
  void begin() {
    openai = new VendorServer(Vendor.OPENAI);
    anthropic = new VendorServer(Vendor.ANTHROPIC);
    served =
        new Served(folder)
            .model("o", ProviderKind.VLLM, DataClass.PUBLIC, openai.address())
            .model("a", ProviderKind.ANTHROPIC, DataClass.PUBLIC, anthropic.address())
            .job("j", DataClass.PUBLIC, guarded(), "o")
            .job("k", DataClass.PUBLIC, guarded(), "a")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    openai.close();
    anthropic.close();
  }

  private static Serving guarded() {
    return new Serving(
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(DataClass.RESTRICTED),
        false,
        Optional.empty());
  }

  private void isSentToNobody(String path, String body) throws Exception {
    var answer = served.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(openai.acceptedConnections()).isZero();
    assertThat(anthropic.acceptedConnections()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"unknown\":\"%s\",",
        "\"metadata\":{\"a\":[\"%s\"]},",
        "\"metadata\":{\"%s\":1},",
        "\"metadata\":{\"a\":4111111111111111},",
        "\"documents\":[{\"text\":\"%s\"}],",
        "\"stop\":\"%s\",",
        "\"unknown\":\"\\u0034111 1111 1111 1111\",",
        "\"unknown\":\"4111\\u200b1111\\u200b1111\\u200b1111\",",
        "\"unknown\":\"4111\\n1111\\n1111\\n1111\",",
        "\"unknown\":\"4111\\t1111\\t1111\\t1111\",",
        "\"unknown\":\"4111  1111  1111  1111\",",
        "\"unknown\":\"4111, 1111, 1111, 1111\",",
        "\"unknown\":\"4111\\u00b71111\\u00b71111\\u00b71111\",",
        "\"unknown\":\"4111\\u20141111\\u20141111\\u20141111\",",
        "\"unknown\":\"4111\\u22121111\\u22121111\\u22121111\",",
        "\"unknown\":\"4111 - 1111 - 1111 - 1111\",",
        "\"unknown\":\"4111\\u2060 1111\\u2060 1111\\u2060 1111\",",
        "\"unknown\":\"\\uff14111 1111 1111 1111\",",
        "\"unknown\":\"\\ud835\\udfd2111 1111 1111 1111\",",
        "\"unknown\":\"DE89-3704-0044-0532-0130-00\",",
        "\"unknown\":\"DE89 3704\\n0044 0532\\n0130 00\",",
        "\"unknown\":\"jane.doe\\uff20brandt-freight.de\",",
        "\"unknown\":\"jane.doe%%40brandt-freight.de\",",
        "\"unknown\":\"jane.doe&#64;brandt-freight.de\",",
        "\"unknown\":\"jane.doe\\u200b@brandt-freight.de\","
      })
  void noFieldCarriesItPastTheSearch(String field) throws Exception {
    String body = CLEAN.formatted(field.formatted(CARD));
    isSentToNobody("/v1/chat/completions", body);
    isSentToNobody("/v1/messages", body.replace("\"j\"", "\"k\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\":\"Hi\",\"Content\":\"%s\"",
        "\"content\":\"%s\",\"content\":\"Hi\"",
        "\"content\":\"Hi\",\"name\":\"%s\"",
        "\"content\":\"4111\\u00ad1111\\u00ad1111\\u00ad1111\""
      })
  void noSecondFieldOfAMessageDoes(String fields) throws Exception {
    isSentToNobody(
        "/v1/chat/completions",
        "{\"model\":\"j\",\"messages\":[{\"role\":\"user\"," + fields.formatted(CARD) + "}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "[\"x\",\"%s\"]", "[1,2,3]", "[ [1,2] ]"})
  void embeddingsAreSearchedToo(String input) throws Exception {
    String body = "{\"model\":\"j\",\"input\":" + input.formatted(CARD) + "}";
    isSentToNobody("/v1/embeddings", body);
    isSentToNobody("/v1/embeddings", body.replace("}", ",\"messages\":[]}"));
  }

  @Test
  void ordinaryRequestsAreAnswered() throws Exception {
    openai.serves("/v1/embeddings", "{\"data\":[],\"usage\":{}}");
    String ids = "\"metadata\":{\"session\":\"01JDXK9Z5Y7Q8R2W3E4T5Y6U7I\",\"at\":1795834390123},";
    assertThat(served.post("/v1/chat/completions", CLEAN.formatted(ids)).statusCode())
        .isEqualTo(200);
    var embedded = served.post("/v1/embeddings", "{\"model\":\"j\",\"input\":[\"two words\"]}");
    assertThat(embedded.statusCode()).as(embedded.body()).isEqualTo(200);
    assertThat(served.post("/v1/embeddings", "{\"model\":\"k\",\"input\":\"x\"}").body())
        .contains("takes no embeddings");
  }
}
