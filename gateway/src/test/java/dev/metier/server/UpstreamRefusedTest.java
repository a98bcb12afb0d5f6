package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client hears of why the model's server did not answer.
class UpstreamRefusedTest {
  @TempDir private Path folder;
  private VendorServer vendor;
  private Served served;

  @BeforeEach
  void begin() {
    vendor = new VendorServer(Vendor.OPENAI);
    served =
        new Served(folder)
            .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
            .job("j", DataClass.INTERNAL, "m")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    vendor.close();
  }

  private String heard(int status, String sentence) throws Exception {
    vendor.next(new VendorMishap.TooLong(status, "{\"error\":{\"message\":\"" + sentence + "\"}}"));
    return served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false)).body();
  }

  @Test
  void aCountryThatIsNotServedIsNoWrongKey() throws Exception {
    assertThat(heard(403, "Country, region, or territory not supported"))
        .contains("does not serve this country or region")
        .doesNotContain("key is");
    assertThat(heard(403, "Not yours.")).contains("key is missing, wrong or not allowed");
  }

  @Test
  void anAnswerThatIsCompressedIsCalledSo() throws Exception {
    vendor.next(new VendorMishap.Compressed());
    vendor.next(new VendorMishap.Compressed());
    assertThat(served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false)).body())
        .contains("its answer is compressed, though that was not asked for");
  }
}
