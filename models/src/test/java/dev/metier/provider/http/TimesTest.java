package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A model's time is the model's, whatever keeps us busy.
class TimesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long BUSY_MILLIS = 800;

  private final VendorServer server = new VendorServer(Vendor.OPENAI);
  private final HttpConnections wire = new HttpConnections();
  private HttpProvider provider;

  @BeforeEach
  void warmUp() {
    var model = Asking.model(ProviderKind.VLLM, server.address(), Asking.PATIENT, Optional.empty());
    provider = new HttpProvider(model, wire, Set.of());
    assertThat(provider.ask(Asking.question("Hi"))).isInstanceOf(Answer.Reply.class);
  }

  @AfterEach
  void close() {
    wire.close();
    server.close();
  }

  /// Keeps the event loop from whatever it has to do.
  private void keepBusy() {
    var never = new CountDownLatch(1);
    wire.loop()
        .run(() -> {
          try {
            never.await(BUSY_MILLIS, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Asks, and keeps the loop busy as soon as the server has the request.
  private Timing busyAfterSending() throws InterruptedException {
    var answer = new AtomicReference<Answer>();
    int before = server.received().size();
    Thread asking =
        Thread.ofVirtual().start(() -> answer.set(provider.ask(Asking.question("And now?"))));
    assertThat(server.awaitReceived(before + 1, PATIENCE)).isTrue();
    keepBusy();
    assertThat(asking.join(PATIENCE)).isTrue();
    return ((Answer.Reply) answer.get()).timing();
  }

  @Test
  void anAnswerThatWaitsToBeReadIsTimedWhenItCame() throws InterruptedException {
    server.next(new VendorMishap.Slow(Duration.ofMillis(100), Duration.ZERO));
    Timing timing = busyAfterSending();
    assertThat(timing.total().toMillis()).isBetween(100L, BUSY_MILLIS - 200);
    assertThat(timing.firstToken().orElseThrow()).isLessThanOrEqualTo(timing.total());
  }

  @Test
  void whatComesLaterIsNotTimedLikeWhatCameFirst() throws InterruptedException {
    server.next(new VendorMishap.Slow(Duration.ofMillis(50), Duration.ofMillis(100)));
    assertThat(busyAfterSending().total().toMillis()).isBetween(150L, BUSY_MILLIS - 200);
  }

  @Test
  void aRequestThatWaitsToBeWrittenIsTimedFromThen() {
    keepBusy();
    var reply = (Answer.Reply) provider.ask(Asking.question("And now?"));
    assertThat(reply.timing().total().toMillis()).isLessThan(BUSY_MILLIS / 2);
  }
}
