package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway with a certificate of its own.
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static KeyStore store;

  /// A key and a certificate for 127.0.0.1, signed by itself, as PEM files.
  @BeforeAll
  static void sign() throws Exception {
    Path file = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "metier",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=metier",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    store = KeyStore.getInstance(file.toFile(), PASSWORD);
    pem("chain.pem", "CERTIFICATE", store.getCertificate("metier").getEncoded());
    pem("key.pem", "PRIVATE KEY", store.getKey("metier", PASSWORD).getEncoded());
  }

  private static void pem(String name, String kind, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  private static Served served(Path journal, VendorServer vendor) {
    return new Served(journal)
        .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
        .job("j", DataClass.INTERNAL, "m");
  }

  @Test
  void clientsThatTrustTheCertificateAreAnswered(@TempDir Path journal) throws Exception {
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    authorities.setCertificateEntry("metier", store.getCertificate("metier"));
    trusted.init(authorities);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            served(journal, vendor)
                .certificate(folder.resolve("chain.pem"), folder.resolve("key.pem"))
                .start();
        var client = HttpClient.newBuilder().sslContext(context).build()) {
      for (boolean stream : new boolean[] {false, true}) {
        var answer =
            client.send(
                HttpRequest.newBuilder(
                        URI.create(
                            "https://127.0.0.1:" + served.gateway().port() + Spoken.CHAT.path()))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Spoken.CHAT.request("j", stream)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Spoken.CHAT.complete(answer.body(), stream)).isTrue();
      }
    }
  }

  @Test
  void filesThatAreNoCertificateEndTheStart(@TempDir Path journal) {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            served(journal, vendor)
                .certificate(folder.resolve("key.pem"), folder.resolve("nothing.pem"))) {
      assertThatThrownBy(served::start).isInstanceOf(UncheckedIOException.class);
    }
  }

  /// The gateway trusts whom Java trusts; here another gateway plays the vendor, and would tell
  /// what it heard.
  @Test
  void aVendorWhoseCertificateNobodyVouchesForHearsNothing(
      @TempDir Path journal, @TempDir Path other) throws Exception {
    Path key = Files.writeString(folder.resolve("vendor.key"), "sk-of-the-team-0123456789");
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var strange =
            served(other, vendor)
                .certificate(folder.resolve("chain.pem"), folder.resolve("key.pem"))
                .start();
        var served =
            new Served(journal)
                .upstreamKey(new KeySource.File(key))
                .model(
                    "m",
                    ProviderKind.VLLM,
                    DataClass.RESTRICTED,
                    "https://127.0.0.1:" + strange.gateway().port() + "/v1")
                .job("j", DataClass.INTERNAL, "m")
                .start()) {
      for (Spoken spoken : Spoken.values()) {
        var answer = served.post(spoken.path(), spoken.request("j", false));
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(500);
        assertThat(answer.body()).doesNotContain("sk-of-the-team");
      }
      assertThat(vendor.acceptedConnections()).isZero();
      assertThat(strange.restOfRecords()).isEmpty();
    }
  }
}
