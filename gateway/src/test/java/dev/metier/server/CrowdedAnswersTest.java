package dev.metier.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Answers that need more memory than there is: whoever asked is told to come back, nobody else
/// notices, and what was held is given back.
class CrowdedAnswersTest {
  private static final int MB = 1 << 20;
  private static final int CROWD = 12;
  private static final Pattern HELD = Pattern.compile("(?m)^metier_requests_bytes (\\S+)$");

  @TempDir private Path folder;
  private VendorServer vendor;
  private Served served;

  @BeforeEach
  void begin() {
    vendor = new VendorServer(Vendor.OPENAI);
    served =
        new Served(folder)
            .memory(4 * MB)
            .model("m", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
            .job("j", DataClass.RESTRICTED, "m")
            .start();
  }

  @AfterEach
  void end() {
    served.close();
    vendor.close();
  }

  private void awaitHeld(LongPredicate wanted) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      Matcher held = HELD.matcher(served.get("/metrics").body());
      assertThat(held.find()).isTrue();
      if (wanted.test((long) Double.parseDouble(held.group(1)))) {
        return;
      }
      assertThat(System.nanoTime()).as(held.group()).isLessThan(end);
    }
  }

  private List<HttpResponse<String>> crowd(String path, String body) {
    var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < CROWD; i++) {
      asked.add(served.client().sendAsync(served.request(path, body), BodyHandlers.ofString()));
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private void theRestIsWell(Spoken spoken) throws Exception {
    awaitHeld(held -> held == 0);
    assertThat(served.post(spoken.path(), spoken.request("j", false)).statusCode()).isEqualTo(200);
    awaitHeld(held -> held == 0);
  }

  /// As indexers ask: a thousand texts a request, several requests at once.
  @Test
  void longEmbeddingsAreHandedOnAsTheyComeAndNeedLittleMemory() throws Exception {
    String numbers = "0.0123456789,".repeat(4 * MB / 13) + "1";
    String answer =
        "{\"object\":\"list\",\"data\":[{\"embedding\":["
            + numbers
            + "]}],\"usage\":{\"prompt_tokens\":17,\"details\":{\"text\":17}}}\n";
    vendor.serves("/v1/embeddings", answer);
    assertThat(crowd("/v1/embeddings", "{\"model\":\"j\",\"input\":[\"short text\"]}"))
        .allSatisfy(each -> {
          assertThat(each.statusCode()).isEqualTo(200);
          assertThat(each.headers().firstValue("content-type")).contains("application/json");
          assertThat(each.headers().firstValue("x-metier-model")).contains("m");
          assertThat(each.body().equals(answer)).isTrue();
        });
    assertThat(served.records(CROWD))
        .allSatisfy(record -> {
          assertThat(record.status()).isEqualTo(200);
          assertThat(record.usage().input()).isEqualTo(17);
          assertThat(record.usage().output()).isZero();
        });
    theRestIsWell(Spoken.CHAT);
  }

  @Test
  void longEmbeddingsThatAreCutOffAreCutOffForTheClientToo() throws Exception {
    vendor.serves("/v1/embeddings", "{\"data\":[" + "1,".repeat(MB));
    var asked = served.request("/v1/embeddings", "{\"model\":\"j\",\"input\":\"text\"}");
    assertThat(served.client().sendAsync(asked, BodyHandlers.ofString()))
        .failsWithin(java.time.Duration.ofSeconds(10));
    assertThat(served.record().refusal()).contains("upstream_broken");
    theRestIsWell(Spoken.CHAT);
  }

  @ParameterizedTest
  @EnumSource(Spoken.class)
  void aCrowdOfEndlessAnswersIsToldToComeBack(Spoken spoken) throws Exception {
    vendor.next(
        Collections.nCopies(2 * CROWD, new VendorMishap.EndlessAnswer())
            .toArray(VendorMishap[]::new));
    List<HttpResponse<String>> answers = crowd(spoken.path(), spoken.request("j", false));
    assertThat(answers).allMatch(answer -> answer.statusCode() >= 500);
    assertThat(answers)
        .filteredOn(answer -> answer.body().contains("Too much is under way here"))
        .hasSizeGreaterThan(CROWD / 2)
        .allMatch(answer -> answer.headers().firstValue("retry-after").isPresent());
    vendor.close();
    vendor = new VendorServer(Vendor.OPENAI);
    awaitHeld(held -> held == 0);
  }

  @ParameterizedTest
  @EnumSource(Spoken.class)
  void aCrowdOfEndlessEventsIsToldToComeBack(Spoken spoken) throws Exception {
    vendor.next(
        Collections.nCopies(CROWD, new VendorMishap.HugeLine(7 * MB)).toArray(VendorMishap[]::new));
    List<HttpResponse<String>> answers = crowd(spoken.path(), spoken.request("j", true));
    assertThat(answers)
        .filteredOn(answer -> answer.body().contains("Too much is under way here"))
        .hasSizeGreaterThan(CROWD / 2);
    theRestIsWell(spoken);
  }

  /// The client has it only once it has read it.
  @Test
  void anAnswerCountsUntilItsClientHasReadIt() throws Exception {
    String answer =
        "{\"choices\":[{\"message\":{\"content\":\""
            + "word ".repeat(MB)
            + "\"},\"finish_reason\":\"stop\"}]}";
    vendor.serves("/v1/chat/completions", answer);
    String body = Spoken.CHAT.request("j", false);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.gateway().port())) {
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
              + body.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(US_ASCII));
      assertThat(served.record().status()).isEqualTo(200);
      awaitHeld(held -> held > 4 * MB);
      HttpResponse<String> other = served.post("/v1/chat/completions", body);
      assertThat(other.statusCode()).isEqualTo(503);
    }
    awaitHeld(held -> held == 0);
    assertThat(served.post("/v1/chat/completions", body).body().equals(answer)).isTrue();
  }
}
