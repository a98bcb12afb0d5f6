package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Settings;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every vendor that is called over HTTP, whatever goes wrong there.
abstract class VendorContract extends HttpContract {
  private static final HttpConnections WIRE = new HttpConnections();
  private static final String KEY = "sk-secret-0123456789";
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Vendor vendor;
  private final ProviderKind kind;
  private final VendorServer server;
  @TempDir Path folder;

  VendorContract(Vendor vendor, ProviderKind kind) {
    this.vendor = vendor;
    this.kind = kind;
    this.server = new VendorServer(vendor);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Override
  Provider provider() {
    return provider(Asking.PATIENT);
  }

  @Override
  Question question() {
    return Asking.question("Say hello.");
  }

  private HttpProvider provider(Timeouts timeouts) {
    return new HttpProvider(model(timeouts, Optional.empty()), WIRE, Set.of());
  }

  private Model model(Timeouts timeouts, Optional<KeySource> key) {
    return Asking.model(kind, server.address(), timeouts, key);
  }

  private Answer askWith(VendorMishap mishap, Timeouts timeouts) {
    server.next(mishap);
    return provider(timeouts).ask(question());
  }

  private void expect(VendorMishap mishap, Cause cause) {
    Answer.Failure failure = failure(askWith(mishap, Asking.PATIENT));
    assertThat(failure.cause()).as("%s: %s", mishap, failure.detail()).isEqualTo(cause);
    assertThat(failure.detail()).contains("candidate").doesNotContain("Exception");
  }

  @Test
  void theAnswerIsPutTogetherFromItsPieces() {
    server.says(List.of("Grüße, ", "☂ ", "\"quoted\""));
    Answer.Reply reply = reply(provider().ask(question()));
    assertThat(reply.reply().text()).isEqualTo("Grüße, ☂ \"quoted\"");
    assertThat(reply.reply().finish()).isEqualTo(FinishReason.STOP);
    assertThat(reply.reply().usage().estimated()).isFalse();
    assertThat(reply.timing().firstToken()).isPresent();
  }

  @Test
  void brokenConnectionsNeverLookLikeAnswers() {
    expect(new VendorMishap.ResetBeforeHeaders(), Cause.CUT_OFF);
    expect(new VendorMishap.ResetMidStream(), Cause.CUT_OFF);
    expect(new VendorMishap.CutWithoutFinish(), Cause.CUT_OFF);
    expect(new VendorMishap.CutInsideLine(), Cause.CUT_OFF);
    expect(new VendorMishap.EmptyBody(), Cause.CUT_OFF);
  }

  @Test
  void whereNothingListensTheFailureSaysSo() {
    Answer.Failure failure = failure(askWith(new VendorMishap.ConnectionRefused(), Asking.PATIENT));
    assertThat(failure.cause()).isEqualTo(Cause.CONNECT);
    assertThat(failure.detail()).contains(server.address(), "nothing listens");
  }

  @Test
  void whatIsNotInTheVendorsFormatIsMalformed() {
    expect(new VendorMishap.MalformedChunk(), Cause.MALFORMED);
    expect(new VendorMishap.InvalidUtf8(), Cause.MALFORMED);
    expect(new VendorMishap.HtmlPage(200), Cause.MALFORMED);
    expect(new VendorMishap.Compressed(), Cause.MALFORMED);
    expect(new VendorMishap.NotHttp(), Cause.MALFORMED);
  }

  @Test
  void endlessAnswersAreCutBeforeTheyFillTheMemory() throws InterruptedException {
    expect(new VendorMishap.HugeLine(9 << 20), Cause.MALFORMED);
    expect(new VendorMishap.EndlessAnswer(), Cause.MALFORMED);
    assertThat(server.awaitClosed(LONG)).isTrue();
  }

  @Test
  void errorsOfTheServerAreTold() {
    expect(new VendorMishap.Status(500), Cause.SERVER_ERROR);
    expect(new VendorMishap.Status(503), Cause.OVERLOADED);
    expect(new VendorMishap.Status(529), Cause.OVERLOADED);
    expect(new VendorMishap.HtmlPage(502), Cause.SERVER_ERROR);
    expect(new VendorMishap.UnknownModel(), Cause.NOT_FOUND);
    expect(new VendorMishap.NoCredit(), Cause.NO_CREDIT);
    Cause inStream = vendor == Vendor.OLLAMA ? Cause.SERVER_ERROR : Cause.OVERLOADED;
    expect(new VendorMishap.ErrorEvent(), inStream);
    expect(
        new VendorMishap.TooLong(
            400,
            "{\"error\":{\"code\":400,\"message\":\"request (2102 tokens) exceeds the available"
                + " context size (512 tokens)\",\"type\":\"exceed_context_size_error\"}}"),
        Cause.TOO_LONG);
    expect(
        new VendorMishap.TooLong(
            400,
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                + "\"message\":\"prompt is too long: 9 tokens > 8 maximum\"}}"),
        Cause.TOO_LONG);
  }

  @Test
  void theStatusOfARefusalIsToldBesideItsWords() {
    for (var mishap : List.of(new VendorMishap.Status(500), new VendorMishap.HtmlPage(502))) {
      var failure = failure(askWith(mishap, Asking.PATIENT));
      assertThat(failure.detail()).containsPattern("HTTP 50[02](:| with a web page)");
    }
  }

  @Test
  void theWaitThatAServerAsksForIsHandedOn() {
    assertThat(waitFor("retry-after", "7")).contains(Duration.ofSeconds(7));
    assertThat(waitFor("retry-after-ms", "250")).contains(Duration.ofMillis(250));
    assertThat(waitFor("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")).contains(Duration.ZERO);
    assertThat(waitFor("x-nothing", "1")).isEmpty();
  }

  private Optional<Duration> waitFor(String header, String value) {
    Answer.Failure failure =
        failure(askWith(new VendorMishap.RateLimited(header, value), Asking.PATIENT));
    assertThat(failure.cause()).isEqualTo(Cause.RATE_LIMITED);
    return failure.retryAfter();
  }

  @Test
  void redirectsAreNotFollowed() {
    try (var other = new VendorServer(vendor)) {
      server.next(new VendorMishap.Redirect(other.address() + "/elsewhere"));
      Answer.Failure failure = failure(provider().ask(question()));
      assertThat(failure.cause()).isEqualTo(Cause.NOT_FOUND);
      assertThat(failure.detail()).contains(other.address());
      assertThat(other.acceptedConnections()).isZero();
    }
  }

  @Test
  void everyPhaseHasItsOwnTimeOut() throws InterruptedException {
    var first = new Timeouts(LONG, SHORT, LONG, LONG);
    var idle = new Timeouts(LONG, LONG, SHORT, LONG);
    var total = new Timeouts(LONG, LONG, LONG, Duration.ofMillis(300));
    assertThat(cause(new VendorMishap.StallBeforeHeaders(), first))
        .isEqualTo(Cause.FIRST_TOKEN_TIMEOUT);
    assertThat(cause(new VendorMishap.StallBeforeFirstToken(), first))
        .isEqualTo(Cause.FIRST_TOKEN_TIMEOUT);
    assertThat(cause(new VendorMishap.StallMidStream(), idle)).isEqualTo(Cause.IDLE_TIMEOUT);
    assertThat(cause(new VendorMishap.SlowDrip(Duration.ofMillis(40)), total))
        .isEqualTo(Cause.TOTAL_TIMEOUT);
    assertThat(server.awaitClosed(LONG)).as("what timed out is closed at the server too").isTrue();
  }

  private Cause cause(VendorMishap mishap, Timeouts timeouts) {
    return failure(askWith(mishap, timeouts)).cause();
  }

  @Test
  void aHostThatDoesNotAnswerTheConnectionTimesOut() throws IOException {
    List<SocketChannel> crowd = new ArrayList<>();
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 6; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(deaf.getLocalSocketAddress());
        crowd.add(channel);
      }
      var timeouts = new Timeouts(SHORT, LONG, LONG, LONG);
      String address = "http://127.0.0.1:" + deaf.getLocalPort();
      var provider =
          new HttpProvider(Asking.model(kind, address, timeouts, Optional.empty()), WIRE, Set.of());
      assertThat(failure(provider.ask(question())).cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
    } finally {
      for (SocketChannel channel : crowd) {
        channel.close();
      }
    }
  }

  @Test
  void anInterruptClosesTheConnectionAtTheServerToo() throws InterruptedException {
    for (VendorMishap mishap :
        List.of(
            new VendorMishap.StallBeforeHeaders(),
            new VendorMishap.StallMidStream(),
            new VendorMishap.SlowDrip(Duration.ofMillis(20)))) {
      int before = server.received().size();
      server.next(mishap);
      Thread asking = Thread.ofVirtual().start(() -> provider().ask(question()));
      assertThat(server.awaitReceived(before + 1, LONG)).isTrue();
      long start = System.nanoTime();
      asking.interrupt();
      assertThat(server.awaitClosed(LONG)).as("%s", mishap).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      asking.join();
    }
  }

  @Test
  void oddButCompleteAnswersAreAnswers() {
    assertThat(text(new VendorMishap.WrongContentType())).isEqualTo("Hello world");
    assertThat(text(new VendorMishap.NotStreamed())).isEqualTo("Hello world");
    assertThat(text(new VendorMishap.HeldOpen())).isEqualTo("Hello world");
    assertThat(text(new VendorMishap.EmptyAnswer())).isEmpty();
  }

  private String text(VendorMishap mishap) {
    return reply(askWith(mishap, Asking.PATIENT)).reply().text();
  }

  @Test
  void usageThatTheServerDoesNotTellIsEstimatedAndMarked() {
    var usage = reply(askWith(new VendorMishap.UsageMissing(), Asking.PATIENT)).reply().usage();
    assertThat(usage.estimated()).isTrue();
    assertThat(usage.input()).isBetween(4L, 20L);
    assertThat(usage.output()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775807", "-5", "\"10\"", "1e300"})
  void usageThatCannotBeTrueIsEstimatedAndMarked(String count) {
    var usage = reply(askWith(new VendorMishap.UsageTold(count), Asking.PATIENT)).reply().usage();
    assertThat(usage.estimated()).isTrue();
    assertThat(usage.input()).isBetween(4L, 20L);
    assertThat(usage.output()).isEqualTo(2);
  }

  @Test
  void timesAreThoseAtTheSocket() {
    var first = Duration.ofMillis(50);
    Timing timing = reply(askWith(new VendorMishap.Slow(first, first), Asking.PATIENT)).timing();
    // The server's clock starts when it has read the request, ours when we have written it: a
    // little apart either way.
    assertThat(timing.firstToken().orElseThrow())
        .isBetween(first.minusMillis(20), Duration.ofSeconds(5));
    assertThat(timing.total())
        .isBetween(timing.firstToken().orElseThrow().plusMillis(40), Duration.ofSeconds(5));
  }

  @Test
  void anAnswerThatWasNotStreamedHasNoFirstToken() {
    if (vendor != Vendor.OLLAMA) {
      Timing timing = reply(askWith(new VendorMishap.NotStreamed(), Asking.PATIENT)).timing();
      assertThat(timing.firstToken()).isEmpty();
    }
    assertThat(server.received().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void aRefusedParameterIsDroppedRememberedAndReported() {
    HttpProvider provider = provider(Asking.PATIENT);
    Settings settings =
        Asking.settings(OptionalDouble.of(0.5), OptionalInt.of(9), OptionalLong.empty());
    server.next(new VendorMishap.RefusedParameter("temperature"));
    reply(provider.ask(Asking.question("Hi", settings)));
    reply(provider.ask(Asking.question("Hi", settings)));
    assertThat(server.received()).hasSize(3);
    assertThat(server.received().get(0).body()).contains("\"temperature\"");
    assertThat(server.received().get(1).body()).doesNotContain("\"temperature\"");
    assertThat(server.received().get(2).body()).doesNotContain("\"temperature\"");
    assertThat(provider.identify().fingerprint().refused()).contains("temperature");
  }

  @Test
  void whatWasRefusedInEarlierRunsIsNotSentAgain() {
    var provider =
        new HttpProvider(
            model(Asking.PATIENT, Optional.empty()), WIRE, Set.of("temperature", "seed"));
    Settings settings =
        Asking.settings(OptionalDouble.of(0.5), OptionalInt.of(9), OptionalLong.of(3));
    reply(provider.ask(Asking.question("Hi", settings)));
    assertThat(server.received().getFirst().body()).doesNotContain("temperature", "seed");
  }

  @Test
  void whateverAnErrorEchoesNoFailureHoldsTheKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    var provider =
        new HttpProvider(
            model(Asking.PATIENT, Optional.of(new KeySource.File(file))), WIRE, Set.of());
    server.next(new VendorMishap.KeyEchoed());
    Answer.Failure failure = failure(provider.ask(question()));
    assertThat(failure.cause()).isEqualTo(Cause.UNAUTHORISED);
    assertThat(failure.detail()).contains("[key]").doesNotContain(KEY);
    assertThat(server.received().getFirst().headers())
        .containsAnyOf(
            java.util.Map.entry("authorization", "Bearer " + KEY),
            java.util.Map.entry("x-goog-api-key", KEY),
            java.util.Map.entry("x-api-key", KEY));
  }

  @Test
  void noAnswerThatIsKeptHoldsTheKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    var provider =
        new HttpProvider(
            model(Asking.PATIENT, Optional.of(new KeySource.File(file))), WIRE, Set.of());
    server.says(List.of("I was called with " + KEY.substring(0, 9), KEY.substring(9) + "."));
    assertThat(reply(provider.ask(question())).reply().text())
        .isEqualTo("I was called with [key].");
  }

  @Test
  void withoutItsKeyNothingIsSent() {
    var source = new KeySource.File(folder.resolve("absent"));
    var provider = new HttpProvider(model(Asking.PATIENT, Optional.of(source)), WIRE, Set.of());
    Answer.Failure failure = failure(provider.ask(question()));
    assertThat(failure.cause()).isEqualTo(Cause.UNAUTHORISED);
    assertThat(failure.detail()).contains("absent");
    assertThat(server.acceptedConnections()).isZero();
  }

  @Test
  void connectionsAreUsedAgainUnlessTheServerIsKnownToCloseThem() {
    Provider provider = provider();
    for (int i = 0; i < 5; i++) {
      reply(provider.ask(question()));
    }
    if (kind == ProviderKind.LLAMACPP) {
      assertThat(server.acceptedConnections()).isEqualTo(5);
    } else {
      assertThat(server.acceptedConnections()).isLessThan(5);
    }
  }

  @Test
  void aKeptConnectionThatTheServerClosedIsNoFailure() {
    Provider provider = provider();
    for (int i = 0; i < 3; i++) {
      server.next(new VendorMishap.ClosedAfterwards());
      reply(provider.ask(question()));
    }
    assertThat(server.received()).hasSize(3);
  }
}
