package dev.metier.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

/// What a page in a browser can ask for in its user's name: under another host name (DNS
/// rebinding), or for its own site.
class OtherSitesTest {
  private static final String HERE = "host: localhost\r\n";

  @TempDir private Path folder;
  private Served keyless;
  private Served keyed;

  private Served served() {
    return new Served(folder)
        .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, "http://127.0.0.1:9")
        .job("j", DataClass.RESTRICTED, "m");
  }

  @BeforeEach
  void begin() {
    keyless = served().start();
    keyed = served().key(Optional.empty(), OptionalInt.empty()).start();
  }

  @AfterEach
  void end() {
    keyless.close();
    keyed.close();
  }

  private static String status(Served to, String path, String headers) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), to.gateway().port())) {
      socket.setSoTimeout(10_000);
      var request = "GET " + path + " HTTP/1.1\r\n" + headers + "\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return Crowd.line(new BufferedInputStream(socket.getInputStream())).substring(9, 12);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host: evil.example\r\n",
        "host: localhost.evil.example\r\n",
        HERE + "origin: https://evil.example\r\n",
        HERE + "origin: http://localhost:3000\r\norigin: https://evil.example\r\n",
        HERE + "origin: null\r\n"
      })
  void noPageOfAnotherSiteReadsJobsOrFigures(String headers) throws IOException {
    for (String path : List.of("/v1/models", "/v1/models/j", "/metrics")) {
      String refused = path.equals("/metrics") ? "401" : "400";
      assertThat(status(keyless, path, headers)).as(path).isEqualTo(refused);
      assertThat(status(keyed, path, headers)).as(path).isEqualTo("401");
    }
    assertThat(status(keyed, "/healthz", headers)).isEqualTo("200");
  }

  @Test
  void figuresAreToldToThisMachineAndToWhoeverHasAKey() throws IOException {
    assertThat(status(keyless, "/metrics", HERE)).isEqualTo("200");
    assertThat(status(keyed, "/metrics", HERE)).isEqualTo("200");
    String key = "authorization: Bearer " + Served.KEY + "\r\n";
    assertThat(status(keyed, "/metrics", "host: metier.example\r\n" + key)).isEqualTo("200");
  }
}
