package dev.metier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.ProviderKind;
import dev.metier.check.CheckResult;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.server.Served;
import dev.metier.server.Spoken;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One line for a request that failed somewhere or was refused, and none for what is as it should
/// be.
class OperatorLogTest {
  private static final String KEY = "sk-test-0123456789abcdefghijklmnop";

  private final OperatorLog log = new OperatorLog();
  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getLogger("dev.metier.journal");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path folder;

  @BeforeEach
  void hear() {
    logger.addHandler(handler);
  }

  @AfterEach
  void forget() {
    logger.removeHandler(handler);
  }

  private List<String> told(RequestRecord record) {
    lines.clear();
    log.accept(record);
    return List.copyOf(lines);
  }

  @Test
  void anAnswerThatDoesNotPassItsChecksIsNoFailure() throws Exception {
    try (var one = new VendorServer(Vendor.OPENAI);
        var two = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .checks(check -> (request, answers) -> new CheckResult.Fail("test:never"))
                .model("one", ProviderKind.VLLM, DataClass.RESTRICTED, one.address())
                .model("two", ProviderKind.VLLM, DataClass.RESTRICTED, two.address())
                .cascade(
                    "j",
                    DataClass.PUBLIC,
                    List.of(new Check.Complete()),
                    CascadeRules.USUAL,
                    "one",
                    "two")
                .start()) {
      served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
      RequestRecord record = served.record();
      assertThat(record.tries().stream().map(RequestRecord.Try::outcome))
          .contains(RequestRecord.Try.NOT_KEPT);
      assertThat(told(record)).isEmpty();
    }
  }

  @Test
  void failuresAndRefusalsAreALineEachWithoutKeysAndContents() throws Exception {
    var key = new KeySource.File(Files.writeString(folder.resolve("key"), KEY));
    try (var one = new VendorServer(Vendor.OPENAI);
        var other = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .upstreamKey(key)
                .model("one", ProviderKind.VLLM, DataClass.PUBLIC, one.address())
                .model("other", ProviderKind.VLLM, DataClass.PUBLIC, other.address())
                .job("triage", DataClass.PUBLIC, "one", "other")
                .start()) {
      String chat = Spoken.CHAT.path();
      served.post(chat, Spoken.CHAT.request("triage", true, "my secret words"));
      assertThat(told(served.record())).as("all well").isEmpty();

      var status = new VendorMishap.Status(500);
      one.next(status, status, status);
      served.post(chat, Spoken.CHAT.request("triage", true, "my secret words"));
      RequestRecord record = served.record();
      assertThat(told(record)).hasSize(1);
      assertThat(lines.getFirst())
          .startsWith("WARNING request " + record.id() + " for triage: one at 127.0.0.1:")
          .contains(" failed with server_error after ")
          .endsWith("; answered by other");

      served.post(chat, Spoken.CHAT.request("no such\njob", true, "my secret words"));
      record = served.record();
      assertThat(told(record))
          .containsExactly(
              "INFO request "
                  + record.id()
                  + ": refused as "
                  + record.refusal().orElseThrow()
                  + ", status "
                  + record.status());
      assertThat(lines.toString()).doesNotContain("secret", "0123456789");
    }
  }

  @Test
  void aClientThatLeavesIsNoFailure() throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("one", ProviderKind.VLLM, DataClass.PUBLIC, server.address())
                .job("triage", DataClass.PUBLIC, "one")
                .start()) {
      server.next(new VendorMishap.StallBeforeHeaders());
      var asked =
          served
              .client()
              .sendAsync(
                  served.request(Spoken.CHAT.path(), Spoken.CHAT.request("triage", true)),
                  java.net.http.HttpResponse.BodyHandlers.ofString());
      assertThat(server.awaitReceived(1, Duration.ofSeconds(20))).isTrue();
      asked.cancel(true);
      RequestRecord record = served.record();
      assertThat(record.refusal()).isEqualTo(Optional.of("client_gone"));
      assertThat(told(record)).isEmpty();
    }
  }

  @Test
  void aRequestThatFitsNoModelIsNoFailureOfAServer() throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("one", ProviderKind.VLLM, DataClass.PUBLIC, server.address())
                .job("triage", DataClass.PUBLIC, "one")
                .start()) {
      server.next(
          new VendorMishap.TooLong(
              400,
              "{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens."
                  + " However, your messages resulted in 9000 tokens.\"}}"));
      served.post(Spoken.CHAT.path(), Spoken.CHAT.request("triage", true));
      RequestRecord record = served.record();
      assertThat(record.refusal()).contains("too_long");
      assertThat(told(record)).hasSize(1);
      assertThat(lines.getFirst()).startsWith("INFO request ").contains("refused as too_long");
    }
  }
}
