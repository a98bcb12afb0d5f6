package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.account.KeyRing;
import dev.metier.policy.PolicyFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final int NOBODY = 9;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void everyEventLoopTakesRequests(int loops) {
    var usual = GatewayOptions.usual("127.0.0.1", 0, folder);
    var options =
        new GatewayOptions(
            usual.host(),
            usual.port(),
            loops,
            usual.drain(),
            usual.announce(),
            usual.journal(),
            usual.bodyLimit(),
            usual.memoryLimit(),
            usual.origins(),
            usual.certificate());
    try (var gateway =
        Gateway.start(options, dependencies(), Rehearsal.policy(NOBODY), KeyRing.NONE)) {
      assertThat(gateway.threads()).isEqualTo(loops);
    }
  }

  private static GatewayDependencies dependencies() {
    return new GatewayDependencies(
        (model, refused) -> {
          throw new IllegalStateException("no model in this process is served here");
        },
        Clock.systemUTC(),
        List.of());
  }

  @Test
  void whatCannotBeListenedAtIsToldWithItsCause() {
    var options = GatewayOptions.usual("127.0.0.1", 80_000, folder);
    assertThatThrownBy(
            () -> Gateway.start(options, dependencies(), Rehearsal.policy(NOBODY), KeyRing.NONE))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  /// The build's training run serves it from a file.
  @Test
  void theRehearsedPolicyIsOneThatCanBeServed() {
    Path file = folder.resolve("policy.json");
    PolicyFile.write(Rehearsal.policy(NOBODY), file);
    assertThat(PolicyFile.read(file)).isEqualTo(Rehearsal.policy(NOBODY));
  }
}
