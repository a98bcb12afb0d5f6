package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A vendor that tells a usage which cannot be true, once and many times at once.
class AbsurdUsageTest {
  private static final int AT_ONCE = 6;
  private static final Money PER_DAY = Money.usd(1);
  private static final List<String> COUNTS =
      List.of(
          "9223372036854775807", "900000000000000000", "-5", "\"10\"", "null", "1e300", "1e9999");

  @TempDir private Path folder;

  static Stream<Arguments> all() {
    return Stream.of(Vendor.values())
        .flatMap(vendor -> Stream.of(Spoken.values()).map(s -> Arguments.of(vendor, s)));
  }

  private static ProviderKind kind(Vendor vendor) {
    return switch (vendor) {
      case OPENAI -> ProviderKind.VLLM;
      case ANTHROPIC -> ProviderKind.ANTHROPIC;
      case GOOGLE -> ProviderKind.GOOGLE;
      case OLLAMA -> ProviderKind.OLLAMA;
    };
  }

  @ParameterizedTest
  @MethodSource("all")
  void noCountClosesABudgetLeaksMemoryOrLosesALineOfTheJournal(Vendor vendor, Spoken spoken)
      throws Exception {
    try (var server = new VendorServer(vendor);
        var served =
            new Served(folder)
                .model("m", kind(vendor), DataClass.RESTRICTED, server.address())
                .job("j", DataClass.INTERNAL, "m")
                .key(Optional.of(PER_DAY), OptionalInt.empty())
                .start()) {
      for (String count : COUNTS) {
        server.next(
            Collections.nCopies(AT_ONCE, new VendorMishap.UsageTold(count))
                .toArray(VendorMishap[]::new));
        ask(served, spoken);
        assertThat(served.records(AT_ONCE))
            .as(count)
            .allSatisfy(record -> {
              assertThat(record.usage().input()).isBetween(1L, 1_000L);
              assertThat(record.usage().output()).isBetween(1L, 1_000L);
              assertThat(record.cost().orElseThrow()).isLessThan(Money.usd(0.01));
            });
        assertThat(served.get("/metrics").body()).contains("metier_requests_bytes 0.0");
      }
      assertThat(served.post(spoken.path(), spoken.request("j", false)).statusCode())
          .isEqualTo(200);
    }
  }

  /// What Python writes for numbers that JSON does not have.
  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "+1", "nil"})
  void anAnswerThatIsForwardedArrivesThoughItsUsageIsNoJson(String count) throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, server.address())
                .job("j", DataClass.INTERNAL, "m")
                .start()) {
      for (boolean stream : new boolean[] {false, true}) {
        server.next(new VendorMishap.UsageTold(count));
        var answer = served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", stream));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(served.record().usage().output()).isBetween(1L, 1_000L);
      }
    }
  }

  private static void ask(Served served, Spoken spoken) throws Exception {
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < AT_ONCE; i++) {
      var request = served.request(spoken.path(), spoken.request("j", i % 2 == 0));
      answers.add(served.client().sendAsync(request, BodyHandlers.ofString()));
    }
    for (int i = 0; i < AT_ONCE; i++) {
      HttpResponse<String> answer = answers.get(i).get();
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(spoken.complete(answer.body(), i % 2 == 0)).as(answer.body()).isTrue();
    }
  }
}
