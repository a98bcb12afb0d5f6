package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the models that may read a request, no other host hears of it: not a byte,
/// not a connection.
class PlugTest {
  private static final String TOO_LONG =
      "{\"error\":{\"message\":\"maximum context length is 4096 tokens, you requested 5000\"}}";
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(3),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(2));
  private static final String HEADER = "x-metier-class";

  @TempDir private Path folder;
  private final List<VendorServer> locals = new ArrayList<>();
  private VendorServer canary;
  private VendorServer other;
  private Served served;

  @BeforeEach
  void begin() {
    canary = new VendorServer(Vendor.OPENAI);
    other = new VendorServer(Vendor.ANTHROPIC);
    served =
        new Served(folder)
            .timeouts(SHORT)
            .model("canary", ProviderKind.OPENAI, DataClass.INTERNAL, canary.address())
            .model("other", ProviderKind.ANTHROPIC, DataClass.PUBLIC, other.address());
  }

  @AfterEach
  void end() {
    served.close();
    locals.forEach(VendorServer::close);
    canary.close();
    other.close();
  }

  private VendorServer local() {
    var server = new VendorServer(Vendor.OPENAI);
    locals.add(server);
    return server;
  }

  private void nobodyElseHeard() {
    assertThat(canary.acceptedConnections()).as("connections at the canary").isZero();
    assertThat(other.acceptedConnections()).as("connections at the other canary").isZero();
  }

  private static List<VendorMishap> failures() {
    return List.of(
        new VendorMishap.ConnectionRefused(),
        new VendorMishap.ResetBeforeHeaders(),
        new VendorMishap.RateLimited("retry-after", "60"),
        new VendorMishap.RateLimited("retry-after-ms", "20"),
        new VendorMishap.Status(500),
        new VendorMishap.Status(503),
        new VendorMishap.StallBeforeHeaders(),
        new VendorMishap.StallMidStream(),
        new VendorMishap.TooLong(400, TOO_LONG),
        new VendorMishap.MalformedChunk(),
        new VendorMishap.EmptyBody(),
        new VendorMishap.CutWithoutFinish(),
        new VendorMishap.UnknownModel(),
        new VendorMishap.Redirect("REDIRECTED"));
  }

  /// A job for each failure, protocol and form, with a model and a server of its own. A route that
  /// leads below the class can only exist for a class that is raised, so that is asked for as well.
  @Test
  void noFailureOfTheLocalModelsOpensAnotherDoor() throws Exception {
    var pending = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    var requests = new ArrayList<java.net.http.HttpRequest>();
    var asked = new ArrayList<Runnable>();
    for (VendorMishap failure : failures()) {
      for (Spoken spoken : Spoken.values()) {
        for (boolean stream : new boolean[] {false, true}) {
          String name = "n" + locals.size();
          VendorMishap mishap =
              failure instanceof VendorMishap.Redirect
                  ? new VendorMishap.Redirect(canary.address() + "/chat/completions")
                  : failure;
          VendorServer local = local();
          local.next(mishap, mishap, mishap, mishap);
          served
              .model(name, ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
              .job(name + "-secret", DataClass.RESTRICTED, name)
              .job(name + "-raised", DataClass.PUBLIC, name, "canary", "other");
          asked.add(() -> {
            requests.add(served.request(spoken.path(), spoken.request(name + "-secret", stream)));
            requests.add(
                served.request(
                    spoken.path(),
                    spoken.request(name + "-raised", stream),
                    HEADER,
                    "confidential",
                    "traceparent",
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
          });
        }
      }
    }
    served.start();
    asked.forEach(Runnable::run);
    requests.forEach(request ->
        pending.add(served.client().sendAsync(request, HttpResponse.BodyHandlers.ofString())));
    for (var one : pending) {
      HttpResponse<String> answer = one.get();
      assertThat(answer.headers().firstValue("x-metier-model").orElse(""))
          .isNotIn("canary", "other");
      boolean failed = answer.statusCode() >= 400 || answer.body().contains("error");
      assertThat(failed).as(answer.body()).isTrue();
    }
    nobodyElseHeard();
  }

  /// Each protocol and form has a gateway of its own, so that they need not wait for each other.
  @Test
  void aPolicyThatComesMidRequestMovesNoRequestToAHostThatMayNotReadIt() throws Exception {
    try (var lanes = Executors.newVirtualThreadPerTaskExecutor()) {
      var pending = new ArrayList<Future<?>>();
      for (Spoken spoken : Spoken.values()) {
        for (boolean stream : new boolean[] {false, true}) {
          VendorServer local = local();
          Callable<Boolean> lane = () -> policiesComeMidRequest(local, spoken, stream);
          pending.add(lanes.submit(lane));
        }
      }
      for (Future<?> lane : pending) {
        lane.get();
      }
    }
    nobodyElseHeard();
  }

  private boolean policiesComeMidRequest(VendorServer local, Spoken spoken, boolean stream)
      throws Exception {
    Path own = folder.resolve(spoken + "-" + stream);
    try (var gateway = new Served(own).timeouts(SHORT);
        var later = new Served(own.resolve("later"))) {
      gateway
          .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
          .model("canary", ProviderKind.OPENAI, DataClass.INTERNAL, canary.address())
          .model("other", ProviderKind.ANTHROPIC, DataClass.PUBLIC, other.address())
          .job("secret", DataClass.RESTRICTED, "local")
          .start();
      later
          .model("local", ProviderKind.OPENAI, DataClass.INTERNAL, canary.address())
          .model("far", ProviderKind.ANTHROPIC, DataClass.PUBLIC, other.address())
          .job("secret", DataClass.PUBLIC, "far", "local")
          .job("public", DataClass.PUBLIC, "local", "far");
      var first = gateway.policy();
      for (VendorMishap failure : slowFailures()) {
        gateway.gateway().reload(first);
        local.next(failure);
        int before = local.received().size();
        var pending =
            gateway
                .client()
                .sendAsync(
                    gateway.request(spoken.path(), spoken.request("secret", stream)),
                    HttpResponse.BodyHandlers.ofString());
        assertThat(local.awaitReceived(before + 1, Duration.ofSeconds(5))).isTrue();
        gateway.gateway().reload(later.policy());
        assertThat(pending.get().headers().firstValue("x-metier-model").orElse("local"))
            .as(failure + " " + spoken)
            .isEqualTo("local");
      }
    }
    return true;
  }

  private static List<VendorMishap> slowFailures() {
    return List.of(
        new VendorMishap.Slow(Duration.ofMillis(250), Duration.ofMillis(10)),
        new VendorMishap.Status(500),
        new VendorMishap.RateLimited("retry-after-ms", "250"),
        new VendorMishap.StallBeforeHeaders(),
        new VendorMishap.ResetBeforeHeaders());
  }

  @Test
  void whatARemoteModelAnsweredToALowerClassIsNeitherRepeatedNorAskedFor() throws Exception {
    VendorServer local = local();
    local.next(new VendorMishap.ConnectionRefused());
    var hour = Optional.of(Duration.ofHours(1));
    var kept =
        new Serving(List.of(), Optional.empty(), hour, Optional.empty(), true, Optional.empty());
    served
        .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
        .job("triage", DataClass.INTERNAL, kept, "local", "canary")
        .start();
    for (Spoken spoken : Spoken.values()) {
      for (boolean stream : new boolean[] {false, true}) {
        String body = spoken.request("triage", stream);
        assertThat(served.post(spoken.path(), body, "x-session-id", "one").statusCode())
            .isEqualTo(200);
        int heard = canary.received().size();
        int connections = canary.acceptedConnections();
        HttpResponse<String> raised =
            served.post(spoken.path(), body, "x-session-id", "one", HEADER, "restricted");
        assertThat(raised.statusCode()).as(raised.body()).isGreaterThanOrEqualTo(400);
        assertThat(raised.headers().firstValue("x-metier-cache")).isEmpty();
        assertThat(canary.received()).hasSize(heard);
        assertThat(canary.acceptedConnections()).isEqualTo(connections);
      }
    }
  }

  @Test
  void restrictedTextStandsInNoFileThatIsWritten() throws Exception {
    VendorServer local = local();
    var kept =
        new Serving(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty());
    served
        .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
        .job("secret", DataClass.RESTRICTED, kept, "local")
        .job("triage", DataClass.INTERNAL, kept, "local", "canary")
        .start();
    for (Spoken spoken : Spoken.values()) {
      for (boolean stream : new boolean[] {false, true}) {
        served.post(spoken.path(), spoken.request("secret", stream, "the-merger-plan"));
        served.record();
        served.post(
            spoken.path(),
            spoken.request("triage", stream, "the-merger-plan"),
            HEADER,
            "restricted");
        served.record();
      }
    }
    served.close();
    assertThat(written()).doesNotContain("the-merger-plan").contains("secret");
    nobodyElseHeard();
  }

  private String written() throws IOException {
    var all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
