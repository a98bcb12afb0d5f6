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
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that cannot be decoded are answered like all others.
class BrokenAddressTest {
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

  /// The status of the answer, once all of it was read.
  private static String ask(Socket socket, String line) throws IOException {
    socket
        .getOutputStream()
        .write((line + " HTTP/1.1\r\nhost: localhost\r\n\r\n").getBytes(US_ASCII));
    var in = new BufferedInputStream(socket.getInputStream());
    String status = Crowd.line(in).substring("HTTP/1.1 ".length());
    int length = 0;
    for (String head = Crowd.line(in); !head.isEmpty(); head = Crowd.line(in)) {
      if (head.startsWith("content-length: ")) {
        length = Integer.parseInt(head.substring("content-length: ".length()));
      }
    }
    assertThat(in.readNBytes(length)).hasSize(length);
    return status.substring(0, 3);
  }

  private static Socket connected(Served to) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), to.gateway().port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/%zz",
        "/v1/models/%",
        "/v1/models/%2",
        "/v1/models?limit=%zz",
        "/v1/models/j?after_id=%e",
        "/models?limit=%zz"
      })
  void anAddressThatCannotBeDecodedIsRefusedAndTheConnectionGoesOn(String path) throws IOException {
    try (var socket = connected(keyless)) {
      assertThat(ask(socket, "GET " + path)).isEqualTo("400");
      assertThat(ask(socket, "GET /healthz")).isEqualTo("200");
    }
    try (var socket = connected(keyed)) {
      assertThat(ask(socket, "GET " + path)).isEqualTo("401");
      assertThat(ask(socket, "GET /healthz")).isEqualTo("200");
    }
  }

  @Test
  void otherPathsAreNotDecoded() throws IOException {
    try (var socket = connected(keyless)) {
      assertThat(ask(socket, "GET /%zz")).isEqualTo("404");
      assertThat(ask(socket, "POST /v1/models/%zz")).isEqualTo("405");
      assertThat(ask(socket, "GET /v1/models/j?limit=2")).isEqualTo("200");
    }
  }
}
