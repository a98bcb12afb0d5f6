package dev.metier.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.provider.http.HttpConnections;
import dev.metier.provider.http.HttpProvider;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The drill's small server and the tests' large one share no code: what one plays, the other does.
class CanaryTest {
  private static final HttpConnections WIRE = new HttpConnections();
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Map<ProviderKind, Vendor> VENDORS =
      Map.of(
          ProviderKind.OPENAI, Vendor.OPENAI,
          ProviderKind.ANTHROPIC, Vendor.ANTHROPIC,
          ProviderKind.GOOGLE, Vendor.GOOGLE,
          ProviderKind.OLLAMA, Vendor.OLLAMA);
  private static final String LENGTH =
      "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you"
          + " requested 5000 tokens.\",\"code\":\"context_length_exceeded\"}}";

  @AfterAll
  static void close() {
    WIRE.close();
  }

  /// The mishap that callers are tried with; none where all is well.
  private static Optional<VendorMishap> mishap(FaultMode fault) {
    return switch (fault) {
      // whoever calls a model for the first time takes it as an answer
      case WELL, CLOUD_SHOWN, CLOUD_TOLD -> Optional.empty();
      case DEAD -> Optional.of(new VendorMishap.ConnectionRefused());
      case CUT -> Optional.of(new VendorMishap.ResetBeforeHeaders());
      case LIMITED -> Optional.of(new VendorMishap.RateLimited("retry-after-ms", "20"));
      case FAILING -> Optional.of(new VendorMishap.Status(500));
      case STALLED -> Optional.of(new VendorMishap.StallBeforeHeaders());
      case TOO_LONG -> Optional.of(new VendorMishap.TooLong(400, LENGTH));
      case MALFORMED -> Optional.of(new VendorMishap.HtmlPage(200));
      case BROKEN -> Optional.of(new VendorMishap.ResetMidStream());
    };
  }

  static Stream<Arguments> everyVendorAndFault() {
    return VENDORS.keySet().stream()
        .sorted()
        .flatMap(kind -> Stream.of(FaultMode.values()).map(fault -> Arguments.of(kind, fault)));
  }

  @ParameterizedTest
  @MethodSource("everyVendorAndFault")
  void eachFaultIsOneThatCallersAreTriedWith(ProviderKind kind, FaultMode fault) {
    Optional<Answer.Cause> played;
    try (var canary = new Canary(fault)) {
      played = asked(kind, canary.address() + kind.basePath(), fault);
      boolean reached = fault != FaultMode.DEAD;
      assertThat(canary.connections() > 0).isEqualTo(reached);
    }
    try (var server = new VendorServer(VENDORS.get(kind))) {
      mishap(fault).ifPresent(server::next);
      assertThat(played).isEqualTo(asked(kind, server.address(), fault));
    }
  }

  /// Why no answer came; empty when one did.
  private static Optional<Answer.Cause> asked(ProviderKind kind, String address, FaultMode fault) {
    var timeouts = new Timeouts(LONG, fault == FaultMode.STALLED ? SHORT : LONG, LONG, LONG);
    var model =
        new Model(
            new ModelName("played"),
            kind,
            "drilled",
            Optional.of(address),
            Optional.empty(),
            new Host("here", DataClass.RESTRICTED),
            new Price.Unknown(),
            Settings.NONE,
            OptionalInt.empty(),
            OptionalInt.empty(),
            timeouts,
            Optional.empty());
    var request =
        new ChatRequest(List.of(Message.of(Role.USER, "Hello?")), List.of(), Settings.NONE);
    try (var provider = new HttpProvider(model, WIRE, Set.of())) {
      return provider.ask(new Question(new JobName("job"), "c1", 0, request))
              instanceof Answer.Failure failure
          ? Optional.of(failure.cause())
          : Optional.empty();
    }
  }
}
