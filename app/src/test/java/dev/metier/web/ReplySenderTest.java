package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What browsers get in place of a reply that cannot be sent.
class ReplySenderTest {
  private final Vertx vertx = Vertx.vertx();
  private final ReplySender sender = new ReplySender(Map.of("X-Content-Type-Options", "nosniff"));

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private String replied(Reply reply) throws Exception {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(taken -> sender.send(taken, reply))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS)
            .actualPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatNoHeaderMayHoldEndsInAPageThatSaysSo() throws Exception {
    String got =
        replied(Reply.page(Reply.OK, "<p>all of it").with("Location", "/a\r\nSet-Cookie: b"));

    assertThat(got)
        .startsWith("HTTP/1.1 500 ")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .contains("Something went wrong in Metier.")
        .doesNotContain("Set-Cookie", "all of it");
  }

  @Test
  void aReplyIsSentAsItIs() throws Exception {
    assertThat(replied(Reply.page(Reply.OK, "<p>all of it")))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("<p>all of it");
  }
}
