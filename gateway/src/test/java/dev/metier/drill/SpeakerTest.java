package dev.metier.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.provider.http.ModelEndpoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A drill proves something only where the played models answer.
class SpeakerTest {
  private static final Duration LONG = Duration.ofSeconds(1);

  static Stream<ProviderKind> kinds() {
    return Arrays.stream(ProviderKind.values())
        .filter(kind -> kind.access() == ProviderKind.Access.HTTP);
  }

  private static Dialect dialect(ProviderKind kind) {
    var model =
        new Model(
            new ModelName("played"),
            kind,
            "drilled",
            Optional.of("http://127.0.0.1:9"),
            Optional.empty(),
            new Host("here", DataClass.RESTRICTED),
            new Price.Unknown(),
            Settings.NONE,
            OptionalInt.empty(),
            OptionalInt.empty(),
            new Timeouts(LONG, LONG, LONG, LONG),
            Optional.empty());
    return ModelEndpoint.of(model, Set.of()).dialect();
  }

  /// What a canary sends: it has read the path in lower case, and whether the body asks to stream.
  private static byte[] body(Dialect dialect, boolean stream) {
    String path = dialect.path("drilled", stream).toLowerCase(Locale.ROOT);
    String asked =
        new String(
            dialect.writeRequest(
                new ChatRequest(List.of(), List.of(), Settings.NONE), "drilled", stream),
            US_ASCII);
    byte[] all = Speaker.response(FaultMode.WELL, path, asked.contains("\"stream\":true"));
    String text = new String(all, US_ASCII);
    return text.substring(text.indexOf("\r\n\r\n") + 4).getBytes(US_ASCII);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyModelIsPlayedInItsDialect(ProviderKind kind) {
    Dialect dialect = dialect(kind);
    assertThat(dialect.readReply(body(dialect, false)).text()).isEqualTo("Hello");
    var reader = dialect.reader();
    var assembly = new ReplyAssembly();
    reader.read(body(dialect, true)).forEach(assembly::add);
    reader.end().forEach(assembly::add);
    assertThat(assembly.reply().text()).isEqualTo("Hello");
  }
}
