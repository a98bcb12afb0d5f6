package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.KeyRing;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The last key is revoked, or the file of keys is away for a moment, while the gateway serves.
class LostKeysTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String ASK = Spoken.CHAT.request("j", false);

  @TempDir private Path folder;
  private VendorServer vendor;
  private Served keyed;
  private Served keyless;

  @BeforeEach
  void begin() {
    vendor = new VendorServer(Vendor.OPENAI);
    keyed = served().key(Optional.empty(), OptionalInt.empty());
    keyless = served();
  }

  private Served served() {
    return new Served(folder)
        .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
        .job("j", DataClass.RESTRICTED, "m");
  }

  @AfterEach
  void end() {
    keyed.close();
    keyless.close();
    vendor.close();
  }

  /// The second address stands for one that is reached from a network.
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2"})
  void nobodyIsAnsweredOnceTheLastKeyIsLost(String host) throws Exception {
    keyed.host(host).start();
    assertThat(keyed.post(CHAT, ASK).statusCode()).isEqualTo(200);
    KeyRing keys = keyed.keys();
    assertThat(keyed.gateway().reload(new KeyRing(List.of()))).isFalse();
    assertThat(keyed.post(CHAT, ASK).statusCode()).isEqualTo(401);
    assertThat(keyed.get("/v1/models").statusCode()).isEqualTo(401);
    assertThat(keyed.get("/v1/models/j").statusCode()).isEqualTo(401);
    assertThat(keyed.gateway().reload(keys)).isTrue();
    assertThat(keyed.post(CHAT, ASK).statusCode()).isEqualTo(200);
    assertThat(vendor.received()).hasSize(2);
  }

  @Test
  void aGatewayThatGotItsFirstKeyWhileItServesStaysKeyed() throws Exception {
    keyless.start();
    assertThat(keyless.gateway().reload(KeyRing.NONE)).isTrue();
    assertThat(keyless.post(CHAT, ASK).statusCode()).isEqualTo(200);
    keyless.gateway().reload(keyed.keys());
    assertThat(keyless.post(CHAT, ASK).statusCode()).isEqualTo(401);
    keyless.gateway().reload(KeyRing.NONE);
    assertThat(keyless.post(CHAT, ASK).statusCode()).isEqualTo(401);
    assertThat(keyless.get("/v1/models").statusCode()).isEqualTo(401);
  }
}
