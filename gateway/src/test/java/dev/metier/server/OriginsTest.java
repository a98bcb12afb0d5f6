package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages in browsers, as far as whoever runs the gateway names their origins (CORS).
class OriginsTest {
  private static final String PAGE = "https://chat.example";

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
            .origins(PAGE, "app://obsidian.md");
  }

  @AfterEach
  void end() {
    served.close();
    vendor.close();
  }

  /// The head of an answer, a line each, in lower case.
  private List<String> head(String request, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      socket.setSoTimeout(10_000);
      String whole =
          request
              + "host: localhost\r\ncontent-length: "
              + body.length()
              + "\r\nconnection: close\r\n\r\n"
              + body;
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));
      var in = new BufferedInputStream(socket.getInputStream());
      var lines = new ArrayList<String>();
      for (String line = Crowd.line(in); !line.isEmpty(); line = Crowd.line(in)) {
        lines.add(line.toLowerCase(Locale.ROOT));
      }
      return lines;
    }
  }

  private static String post(String origin) {
    return "POST /v1/chat/completions HTTP/1.1\r\ncontent-type: application/json\r\norigin: "
        + origin
        + "\r\n";
  }

  private static String preflight(String path, String origin) {
    return "OPTIONS "
        + path
        + " HTTP/1.1\r\norigin: "
        + origin
        + "\r\naccess-control-request-method: POST\r\n"
        + "access-control-request-headers: authorization,content-type,x-stainless-os\r\n";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNamedPageMayAskAndReadItsAnswers(boolean withKeys) throws Exception {
    if (withKeys) {
      served.key(Optional.empty(), OptionalInt.empty());
    }
    served.start();
    for (String path : List.of("/v1/chat/completions", "/v1/models", "/v1/messages")) {
      assertThat(head(preflight(path, PAGE), ""))
          .contains(
              "http/1.1 204 no content",
              "access-control-allow-origin: " + PAGE,
              "access-control-allow-methods: get, post",
              "access-control-allow-headers: authorization,content-type,x-stainless-os",
              "vary: origin");
    }
    for (boolean stream : new boolean[] {false, true}) {
      List<String> answer = head(post(PAGE), Spoken.CHAT.request("j", stream));
      // also when it is refused: the page shows why
      assertThat(answer)
          .contains(withKeys ? "http/1.1 401 unauthorized" : "http/1.1 200 ok")
          .contains("access-control-allow-origin: " + PAGE)
          .anyMatch(line -> line.startsWith("access-control-expose-headers: x-metier-model"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://chat.example.evil",
        "http://chat.example",
        "null"
      })
  void noOtherPageMay(String origin) throws Exception {
    served.start();
    assertThat(head(preflight("/v1/chat/completions", origin), ""))
        .doesNotContain("http/1.1 204 no content")
        .noneMatch(line -> line.startsWith("access-control"));
    assertThat(head(post(origin), Spoken.CHAT.request("j", false)))
        .contains("http/1.1 400 bad request")
        .noneMatch(line -> line.startsWith("access-control"));
    assertThat(vendor.received()).isEmpty();
  }

  @Test
  void anOriginThatIsNoWebPageCanBeNamed() throws Exception {
    served.start();
    assertThat(head(post("app://obsidian.md"), Spoken.CHAT.request("j", false)))
        .contains("http/1.1 200 ok", "access-control-allow-origin: app://obsidian.md");
  }
}
