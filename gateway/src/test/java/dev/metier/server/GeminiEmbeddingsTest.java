package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Embeddings of Google's models are asked for as OpenAI's are.
class GeminiEmbeddingsTest {
  @TempDir private Path folder;

  @Test
  void embeddingsGoToThePartThatSpeaksAsOpenAiDoes() throws Exception {
    try (var google = new VendorServer(Vendor.GOOGLE);
        var served =
            new Served(folder)
                .model("m", ProviderKind.GOOGLE, DataClass.RESTRICTED, google.address())
                .job("j", DataClass.RESTRICTED, "m")
                .start()) {
      google.serves(
          "/v1beta/openai/embeddings",
          "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5]}],"
              + "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");
      HttpResponse<String> answer =
          served.post("/v1/embeddings", "{\"model\":\"j\",\"input\":\"Hi\",\"dimensions\":1}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"embedding\":[0.5]");
      assertThat(google.received().getLast().body())
          .contains("\"model\":\"upstream-m\"", "\"dimensions\":1");
      assertThat(served.record().usage().input()).isEqualTo(3);
    }
  }
}
