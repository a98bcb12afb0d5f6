package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A chat may go on with a model of another vendor, which refuses what it did not sign.
class ForeignSignaturesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"\"signature\":\"%s\"", "\"signature\": \"%s\""})
  void whatAnotherVendorSignedIsNotForwardedToAnthropic(String field) throws Exception {
    String sent = sentToAnthropic(field.formatted(ThoughtSignature.marked("google", "AbC=")));
    assertThat(sent).contains("Hello again").doesNotContain("AbC=", "\"thinking\"");
  }

  @Test
  void whatAnthropicSignedIsForwardedAsItIs() throws Exception {
    assertThat(sentToAnthropic("\"signature\":\"EqQB\""))
        .contains("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"EqQB\"}");
  }

  private String sentToAnthropic(String signature) throws Exception {
    String body =
        "{\"model\":\"j\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"\","
            + signature
            + "},{\"type\":\"text\",\"text\":\"Hi\"}]},"
            + "{\"role\":\"user\",\"content\":\"Hello again\"}]}";
    try (var server = new VendorServer(Vendor.ANTHROPIC);
        var served =
            new Served(folder)
                .model("m", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, server.address())
                .job("j", DataClass.RESTRICTED, "m")
                .start()) {
      assertThat(served.post(Spoken.MESSAGES.path(), body).statusCode()).isEqualTo(200);
      return server.received().getLast().body();
    }
  }
}
