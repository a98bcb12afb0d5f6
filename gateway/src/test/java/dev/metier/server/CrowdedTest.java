package dev.metier.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests that need more memory than there is are told to come back; the others are answered.
class CrowdedTest {
  private static final int LARGE = 100_000;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private final Crowd crowd = new Crowd();
  private Served served;

  @BeforeEach
  void begin() {
    served = small().start();
  }

  /// A gateway with little memory.
  private Served small() {
    return new Served(folder)
        .memory(7L * LARGE)
        .model("model", ProviderKind.VLLM, DataClass.RESTRICTED, crowd.address())
        .job("job", DataClass.INTERNAL, "model");
  }

  private void needKeys() {
    served.close();
    served = small().key(Optional.empty(), OptionalInt.empty()).start();
  }

  @AfterEach
  void end() throws IOException {
    served.close();
    crowd.close();
  }

  /// Of the requests that are forwarded there is room for three, of those that are translated,
  /// which hold twice as much, for one.
  @ParameterizedTest
  @EnumSource(
      value = Spoken.class,
      names = {"CHAT", "MESSAGES"})
  void whoFindsNoRoomIsToldToComeBack(Spoken spoken) throws Exception {
    crowd.hold();
    int places = spoken == Spoken.CHAT ? 3 : 1;
    var begun = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < places; i++) {
      var request = served.request(spoken.path(), large(spoken, i));
      begun.add(served.client().sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    assertThat(crowd.awaitAnswering(places, LONGEST)).isTrue();
    HttpResponse<String> refused = served.post(spoken.path(), large(spoken, places));
    assertThat(refused.statusCode()).isEqualTo(spoken == Spoken.CHAT ? 503 : 529);
    assertThat(refused.body()).contains("Too much is under way here");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    crowd.letOn();
    assertThat(begun).allMatch(answer -> answer.join().statusCode() == 200);
    // a client hears the end of its answer before the request has given its room back
    long deadline = System.nanoTime() + LONGEST.toNanos();
    int status = served.post(spoken.path(), large(spoken, 9)).statusCode();
    while (status != 200 && System.nanoTime() < deadline) {
      status = served.post(spoken.path(), large(spoken, 9)).statusCode();
    }
    assertThat(status).isEqualTo(200);
  }

  @Test
  void whoIsAloneMayBeLarger() throws Exception {
    String body = large(Spoken.MESSAGES, 1).replaceFirst(",", "," + " ".repeat(8 * LARGE));
    assertThat(served.post(Spoken.MESSAGES.path(), body).statusCode()).isEqualTo(200);
  }

  /// Whoever has no key is refused before a byte of the body is read.
  @Test
  void whoHasNoKeyHoldsNothing() throws Exception {
    needKeys();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      String head =
          "POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\n";
      socket.getOutputStream().write((head + "{" + " ".repeat(LARGE)).getBytes(UTF_8));
      socket.setSoTimeout((int) LONGEST.toMillis());
      var in = new BufferedInputStream(socket.getInputStream());
      assertThat(Crowd.line(in)).startsWith("HTTP/1.1 401");
      assertThat(served.get("/metrics", "authorization", "Bearer " + Served.KEY).body())
          .contains("metier_requests_bytes 0.0");
      socket.getOutputStream().write(" ".repeat(1_000_000 - LARGE - 1).getBytes(UTF_8));
      assertThat(in.readAllBytes()).as("then the connection is closed").isNotEmpty();
    }
    assertThat(served.record().status()).isEqualTo(401);
  }

  /// On each of the two event loops twenty at once and ten a second at most.
  @Test
  void strangersCannotFillTheDisk() throws Exception {
    needKeys();
    long began = System.nanoTime();
    var uri = URI.create(served.address() + Spoken.CHAT.path());
    var stranger = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString("{}"));
    for (int i = 0; i < 200; i++) {
      var answer = served.client().send(stranger.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
    }
    long tenths = 1 + (System.nanoTime() - began) / 100_000_000;
    assertThat(served.restOfRecords()).hasSizeBetween(1, (int) Math.min(199, 2 * (20 + tenths)));
    assertThat(served.get("/metrics", "authorization", "Bearer " + Served.KEY).body())
        .contains("metier_refusals_total{code=\"bad_key\"} 200.0");
  }

  /// White space is held as well.
  private static String large(Spoken spoken, int number) {
    return spoken.request("job", true, "few " + number).replaceFirst(",", "," + " ".repeat(LARGE));
  }
}
