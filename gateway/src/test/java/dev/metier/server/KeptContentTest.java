package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The journal keeps nothing of an answer unless the job says so, also when it is not understood.
class KeptContentTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Vendor.class)
  void theJournalQuotesNoAnswerThatWasNotUnderstood(Vendor vendor) throws Exception {
    try (var server = new VendorServer(vendor);
        var served =
            new Served(folder)
                .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, server.address())
                .job("j", DataClass.RESTRICTED, "m")
                .start()) {
      for (boolean stream : new boolean[] {false, true}) {
        server.next(new VendorMishap.HtmlPage(200), new VendorMishap.HtmlPage(200));
        served.post(Spoken.MESSAGES.path(), Spoken.MESSAGES.request("j", stream));
        assertThat(served.record().tries())
            .isNotEmpty()
            .allSatisfy(each -> {
              assertThat(each.outcome()).isEqualTo("malformed");
              assertThat(each.detail()).isNotEmpty().doesNotContain("<", "html>");
            });
      }
    }
  }
}
