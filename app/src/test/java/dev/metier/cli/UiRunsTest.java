package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import dev.metier.provider.http.HttpConnections;
import dev.metier.provider.http.HttpProvider;
import dev.metier.qualify.Again;
import dev.metier.report.view.RunStatus;
import dev.metier.terminal.Console;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.web.ScreenServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is started in a browser, from the form to the verdict, against a server of a vendor.
class UiRunsTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");
  private static final int LONGEST_MILLIS = 20_000;

  @TempDir Path folder;

  private final VendorServer vendor = new VendorServer(Vendor.OPENAI);
  private final HttpConnections wire = new HttpConnections();
  private final HttpClient browser = HttpClient.newHttpClient();
  private UiSnapshots source;
  private UiRuns runs;
  private ScreenServer server;
  private String cookie = "";

  @BeforeEach
  void start() throws Exception {
    var cases = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      cases.append("{\"id\": \"c").append(i).append("\", \"text\": \"question ").append(i);
      cases.append("\", \"expected\": \"yes\"}\n");
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(folder, "key", "a-key-of-a-test");
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          m:
            use: openai/gpt
            url: "%s"
            key: file:key
            host: vendor
            price: {input: 1, output: 1}
            max_tokens: 10
        hosts: {vendor: {clearance: internal}}
        jobs:
          triage:
            data: internal
            prompt: "{{text}}"
            cases: cases.jsonl
            graders: [{one_of: {expected: "{{expected}}"}}]
            needs: {quality: {at_least: 0.9}}
        """
            .formatted(vendor.address()));
    vendor.says(List.of("yes"));
    var silent = new PrintStream(PrintStream.nullOutputStream());
    var workplace =
        new Workplace(
            new Console(silent, silent, false, Map.of()),
            (model, refused) -> new HttpProvider(model, wire, refused),
            Clock.systemUTC(),
            "test");
    source = new UiSnapshots(workplace, folder, Optional.empty());
    runs = new UiRuns(workplace, source);
    server = ScreenServer.start(source, runs, folder, 0);
    HttpResponse<String> entered = get(server.link().substring(base().length()));
    cookie = entered.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
  }

  @AfterEach
  void end() {
    server.close();
    runs.close();
    source.close();
    vendor.close();
    wire.close();
    browser.close();
  }

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base() + path)).header("Cookie", cookie).build();
    return browser.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form) throws Exception {
    Matcher token = TOKEN.matcher(get("/run").body());
    assertThat(token.find()).isTrue();
    var request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .header("Cookie", cookie)
            .header("Origin", base())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("form-token=" + token.group(1) + form))
            .build();
    return browser.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// An open page: what it hears, event by event.
  private final class Listening implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Listening() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setSoTimeout(LONGEST_MILLIS);
      String ask =
          "GET /events HTTP/1.1\r\nHost: 127.0.0.1:"
              + server.port()
              + "\r\nCookie: "
              + cookie
              + "\r\n\r\n";
      socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      until("event: beat");
    }

    /// Reads until a line is heard; fails when the stream ends or is still for too long.
    void until(String line) throws IOException {
      String heard = lines.readLine();
      while (heard != null && !heard.equals(line)) {
        heard = lines.readLine();
      }
      assertThat(heard).isEqualTo(line);
    }

    /// Reads until a run is over, looking whenever it moved.
    RunStatus ended() throws IOException {
      while (runs.status().isGoing()) {
        until("event: run");
      }
      return runs.status();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aRunStartedInABrowserReachesItsVerdictAndPagesHearOfIt() throws Exception {
    get("/");
    try (var page = new Listening()) {
      assertThat(post("/run", "&budget=1.00&job%2Ftriage=on").statusCode()).isEqualTo(303);
      page.until("data: {\"job\":\"triage\",\"model\":\"m\"}");
      assertThat(page.ended())
          .isInstanceOfSatisfying(
              RunStatus.Ended.class,
              ended -> assertThat(ended.how()).isEqualTo(RunInfo.End.FINISHED));
    }
    assertThat(get("/job/triage/m").body()).contains("That is proved.");
    assertThat(get("/run").body()).contains("FIT").contains("it asked all that could decide");
    try (var kept = Ledgers.read(source.ledger())) {
      assertThat(kept.runs())
          .singleElement()
          .satisfies(run -> {
            assertThat(run.how()).contains(RunInfo.End.FINISHED);
            assertThat(run.calls()).isEqualTo(kept.size()).isPositive();
          });
    }
  }

  @Test
  void aStoppedRunKeepsEveryAnswerAndASecondOneGoesOn() throws Exception {
    // never decided by so many
    vendor.says(List.of("no"));
    for (int i = 0; i < 60; i++) {
      vendor.saysTo("question " + i + "\"", i % 10 == 0 ? "no" : "yes");
    }
    long kept;
    try (var page = new Listening()) {
      post("/run", "&budget=&job%2Ftriage=on");
      assertThat(vendor.awaitReceived(3, Duration.ofMillis(LONGEST_MILLIS))).isTrue();
      assertThatThrownBy(() -> runs.start(Set.of("triage"), Optional.empty(), Again.NOTHING))
          .isInstanceOf(ProblemsException.class);
      assertThat(post("/run/stop", "").statusCode()).isEqualTo(303);
      page.ended();
    }
    try (var ledger = Ledgers.read(source.ledger())) {
      kept = ledger.size();
      assertThat(ledger.runs()).hasSize(1);
      assertThat(ledger.runs().getFirst().ended()).isPresent();
    }
    assertThat(kept).isPositive();
    runs.start(Set.of("triage"), Optional.empty(), Again.NOTHING);
    try (var page = new Listening()) {
      page.ended();
    }
    try (var ledger = Ledgers.read(source.ledger())) {
      assertThat(ledger.size()).isGreaterThanOrEqualTo(kept);
      assertThat(ledger.runs()).hasSize(2);
      assertThat(ledger.runs().stream().mapToLong(RunInfo::calls).sum())
          .as("nothing is asked twice")
          .isEqualTo(ledger.size());
    }
  }

  /// The budget is used up by the first calls, one of which waits for its server meanwhile.
  @Test
  void aBudgetThatIsRaisedLetsTheRunGoOnWithoutARestart() throws Exception {
    vendor.next(new VendorMishap.RateLimited("retry-after", "2"));
    assertThatThrownBy(() -> runs.raise(Money.usd(1))).isInstanceOf(ProblemsException.class);
    try (var page = new Listening()) {
      post("/run", "&budget=0.00005&job%2Ftriage=on");
      assertThat(vendor.awaitReceived(1, Duration.ofMillis(LONGEST_MILLIS))).isTrue();
      page.until("event: run");
      while (runs.status().limit().isEmpty()) {
        page.until("event: run");
      }
      assertThat(post("/run/budget", "&budget=0.00005").statusCode()).isEqualTo(400);
      assertThat(post("/run/budget", "&budget=1.50").statusCode()).isEqualTo(303);
      assertThat(page.ended())
          .isInstanceOfSatisfying(
              RunStatus.Ended.class,
              ended -> {
                assertThat(ended.how()).isEqualTo(RunInfo.End.FINISHED);
                assertThat(ended.run().orElseThrow().now().budget()).contains(Money.usd(1.5));
              });
    }
    assertThat(get("/job/triage/m").body()).contains("That is proved.");
    assertThat(Ledgers.budget(source.ledger())).doesNotExist();
  }

  @Test
  void aRunThatCannotBeginLeavesThePageAndSaysWhy() throws Exception {
    Shell.write(folder, "metier.yaml", "jobs: {triage: {promt: x}}\n");
    assertThatThrownBy(() -> runs.start(Set.of("triage"), Optional.empty(), Again.NOTHING))
        .isInstanceOf(ProblemsException.class);

    assertThat(runs.status()).isEqualTo(new RunStatus.Idle(Optional.empty()));
    assertThat(get("/run").statusCode()).isEqualTo(503);
  }

  @Test
  void theStreamIsForWhoeverHasTheSessionAndEndsWithTheServer() throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base() + "/events")).build();
    assertThat(browser.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
    try (var page = new Listening()) {
      server.close();
      assertThat(page.lines.lines().toList()).isNotNull();
    }
  }
}
