package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.account.KeyRing;
import dev.metier.account.LocalBudgets;
import dev.metier.account.LocalRateLimits;
import dev.metier.catalog.ProviderKind;
import dev.metier.check.CheckSource;
import dev.metier.job.DataClass;
import dev.metier.journal.MemoryJournal;
import dev.metier.pipeline.cascade.StepBacks;
import dev.metier.policy.Policy;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void everyEventLoopTakesRequests(int loops) {
    var usual = GatewayOptions.usual("127.0.0.1", 0);
    var options =
        new GatewayOptions(
            usual.host(),
            usual.port(),
            loops,
            usual.drain(),
            usual.announce(),
            usual.silence(),
            usual.bodyLimit(),
            usual.memoryLimit(),
            usual.origins(),
            usual.certificate());
    try (var gateway = Gateway.start(options, dependencies(), policy(), KeyRing.NONE)) {
      assertThat(gateway.threads()).isEqualTo(loops);
    }
  }

  @Test
  void aGatewayWritesIntoTheJournalItIsGivenAndClosesIt() throws Exception {
    var records = new MemoryJournal.Records();
    var journal = new MemoryJournal(records, List.of());
    var clock = Clock.systemUTC();
    var outside =
        new GatewayDependencies(
            dependencies().providers(),
            clock,
            journal,
            new LocalBudgets(clock, Map.of()),
            new LocalRateLimits(),
            CheckSource.NONE,
            new StepBacks(folder));
    var options = GatewayOptions.usual("127.0.0.1", 0);
    try (var gateway = Gateway.start(options, outside, policy(), KeyRing.NONE);
        var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions");
      var body = HttpRequest.BodyPublishers.ofString("{\"model\":\"none\"}");
      var answer =
          client.send(
              HttpRequest.newBuilder(uri).POST(body).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    }
    assertThat(records.all()).hasSize(1);
    assertThat(journal.offer(records.all().getFirst())).isFalse();
  }

  private Policy policy() {
    return new Served(folder)
        .model("model", ProviderKind.VLLM, DataClass.RESTRICTED, "http://127.0.0.1:9/v1")
        .job("job", DataClass.PUBLIC, "model")
        .policy();
  }

  private GatewayDependencies dependencies() {
    return GatewayDependencies.local(
        (model, refused) -> {
          throw new IllegalStateException("no model in this process is served here");
        },
        Clock.systemUTC(),
        folder,
        List.of(),
        CheckSource.NONE);
  }

  @Test
  void whatCannotBeListenedAtIsToldWithItsCause() {
    var options = GatewayOptions.usual("127.0.0.1", 80_000);
    assertThatThrownBy(() -> Gateway.start(options, dependencies(), policy(), KeyRing.NONE))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }
}
