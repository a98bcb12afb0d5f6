package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The line by which a client names itself is left out; what stands behind it is not.
class AttributionTest {
  @Test
  void whatStandsBehindTheNamedValuesIsKept(@TempDir Path folder) throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
                .job("j", DataClass.INTERNAL, "m")
                .start()) {
      for (String after : new String[] {" Answer in German.", "\\nAnswer in German.", ""}) {
        served.post(
            "/v1/messages",
            """
            {"model":"j","max_tokens":9,"messages":[{"role":"user","content":"Go"}],"system":[{"type":"text",
            "text":"x-anthropic-billing-header: cc_version=2.1.330.a; cch=65abc;%s"}]}\
            """
                .formatted(after));
        assertThat(vendor.received().getLast().body())
            .doesNotContain("cch=")
            .matches(body -> body.contains("Answer in German.") == !after.isEmpty());
      }
    }
  }
}
