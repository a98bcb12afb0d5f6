package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.policy.Policy;
import dev.metier.testing.Rounds;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// For any policies, requests and failures: no host is connected to for data that it may not read.
/// Four worlds by default; sixteen with `-Dtests.full=true`.
class ClearanceTest {
  private static final int ROUNDS = 30;
  private static final int POLICIES = 4;
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(3),
          Duration.ofMillis(80),
          Duration.ofMillis(80),
          Duration.ofMillis(600));

  /// A server whose host has this clearance, whatever policy names it.
  private record Site(VendorServer server, Vendor vendor, DataClass clearance) {
    ProviderKind kind(Random random) {
      return switch (vendor) {
        case OPENAI -> random.nextBoolean() ? ProviderKind.VLLM : ProviderKind.OPENAI;
        case ANTHROPIC -> ProviderKind.ANTHROPIC;
        case GOOGLE -> ProviderKind.GOOGLE;
        case OLLAMA -> ProviderKind.OLLAMA;
      };
    }
  }

  @TempDir private Path folder;

  /// Worlds know nothing of each other, and need not wait for each other.
  @Test
  void noHostIsConnectedToForDataThatItMayNotRead() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var worlds = new ArrayList<Future<Long>>();
      for (long seed = 1; seed <= Rounds.of(4, 16); seed++) {
        long number = seed;
        worlds.add(threads.submit(() -> played(number), number));
      }
      for (Future<Long> world : worlds) {
        world.get();
      }
    }
  }

  private void played(long seed) {
    try {
      play(seed);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private void play(long seed) throws Exception {
    var random = new Random(seed);
    var sites = new ArrayList<Site>();
    for (DataClass clearance : DataClass.values()) {
      for (int i = 0; i < 2; i++) {
        Vendor vendor = List.of(Vendor.values()).get(random.nextInt(Vendor.values().length));
        sites.add(new Site(new VendorServer(vendor), vendor, clearance));
      }
    }
    Map<String, DataClass> jobs = jobs(random);
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < POLICIES; i++) {
      policies.add(world(random, sites, jobs, seed + "-" + i).policy());
    }
    try (var served = world(random, sites, jobs, seed + "-" + POLICIES).start()) {
      for (int round = 0; round < ROUNDS; round++) {
        oneRequest(random, served, sites, jobs, policies);
      }
      sites.forEach(ClearanceTest::onlyWhatItMayRead);
      assertThat(sites)
          .anyMatch(
              site -> site.server().received().stream().anyMatch(r -> r.body().contains(" of ")));
    } finally {
      sites.forEach(site -> site.server().close());
    }
  }

  /// The jobs and their classes; those are the same in every policy, the routes are not.
  private static Map<String, DataClass> jobs(Random random) {
    var jobs = new HashMap<String, DataClass>();
    for (int i = 0; i < 5; i++) {
      jobs.put("job-" + i, any(random, DataClass.values()));
    }
    return jobs;
  }

  private Served world(Random random, List<Site> sites, Map<String, DataClass> jobs, String name) {
    var served = new Served(folder.resolve("journal-" + name)).timeouts(SHORT);
    var clearances = new HashMap<String, DataClass>();
    for (int i = 0; i < 7; i++) {
      Site site = sites.get(random.nextInt(sites.size()));
      clearances.put("model-" + i, site.clearance());
      served.model("model-" + i, site.kind(random), site.clearance(), site.server().address());
    }
    jobs.forEach((job, data) -> {
      var route = new ArrayList<String>();
      clearances.forEach((model, clearance) -> {
        if (data.readableWith(clearance) && random.nextInt(4) > 0) {
          route.add(model);
        }
      });
      java.util.Collections.shuffle(route, random);
      Optional<Duration> cache =
          random.nextBoolean() ? Optional.of(Duration.ofHours(1)) : Optional.empty();
      var serving =
          new Serving(
              List.of(), Optional.empty(), cache, Optional.empty(), false, Optional.empty());
      served.job(job, data, serving, route.toArray(String[]::new));
    });
    return served;
  }

  private static void oneRequest(
      Random random,
      Served served,
      List<Site> sites,
      Map<String, DataClass> jobs,
      List<Policy> policies)
      throws Exception {
    String job = any(random, jobs.keySet().toArray(String[]::new));
    DataClass header = any(random, DataClass.values());
    boolean raise = random.nextInt(3) > 0;
    DataClass own = Objects.requireNonNull(jobs.get(job));
    DataClass data = raise && header.compareTo(own) > 0 ? header : own;
    for (Site site : sites) {
      if (random.nextInt(3) > 0) {
        site.server().next(mishap(random));
      }
    }
    Map<Site, Integer> before = connections(sites);
    Spoken spoken = any(random, Spoken.values());
    String body =
        spoken.request(job, random.nextBoolean(), "text " + random.nextInt(3) + mark(data));
    String[] headers =
        raise
            ? new String[] {"x-metier-class", header.name().toLowerCase(Locale.ROOT)}
            : new String[0];
    CompletableFuture<HttpResponse<String>> pending =
        served
            .client()
            .sendAsync(
                served.request(spoken.path(), body, headers), HttpResponse.BodyHandlers.ofString());
    if (random.nextInt(3) == 0) {
      served.gateway().reload(any(random, policies.toArray(Policy[]::new)));
    }
    assertThat(pending.get().statusCode()).isPositive();
    Map<Site, Integer> after = connections(sites);
    for (Site site : sites) {
      if (!data.readableWith(site.clearance())) {
        assertThat(after.get(site))
            .as("connections to a %s host for %s data", site.clearance(), data)
            .isEqualTo(Objects.requireNonNull(before.get(site)) + 1);
      }
    }
  }

  private static String mark(DataClass data) {
    return " of " + data.name();
  }

  /// Whatever came to a server, however late it was read, is of a class that its host may read.
  private static void onlyWhatItMayRead(Site site) {
    for (DataClass data : DataClass.values()) {
      if (!data.readableWith(site.clearance())) {
        assertThat(site.server().received())
            .as("%s data at a %s host", data, site.clearance())
            .noneMatch(request -> request.body().contains(mark(data)));
      }
    }
  }

  /// Connections that each server has accepted, with one of our own as the last: servers accept in
  /// order, so that what was on its way before is counted, also when nobody waits for it any more.
  private static Map<Site, Integer> connections(List<Site> sites) throws IOException {
    var counts = new HashMap<Site, Integer>();
    for (Site site : sites) {
      int port = URI.create(site.server().address()).getPort();
      try (var last = new Socket(InetAddress.getLoopbackAddress(), port)) {
        last.getOutputStream()
            .write("GET /last HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(last.getInputStream().read()).isPositive();
        counts.put(site, site.server().acceptedConnections());
      }
    }
    return counts;
  }

  private static VendorMishap mishap(Random random) {
    return any(
        random,
        new VendorMishap[] {
          new VendorMishap.Status(500),
          new VendorMishap.Status(503),
          new VendorMishap.RateLimited("retry-after-ms", "10"),
          new VendorMishap.RateLimited("retry-after", "30"),
          new VendorMishap.ResetBeforeHeaders(),
          new VendorMishap.ResetMidStream(),
          new VendorMishap.StallBeforeHeaders(),
          new VendorMishap.StallMidStream(),
          new VendorMishap.MalformedChunk(),
          new VendorMishap.CutWithoutFinish(),
          new VendorMishap.ErrorEvent(),
          new VendorMishap.EmptyBody(),
          new VendorMishap.NotStreamed(),
          new VendorMishap.ClosedAfterwards(),
          new VendorMishap.KeyEchoed(),
          new VendorMishap.NotHttp()
        });
  }

  private static <T> T any(Random random, T[] of) {
    return of[random.nextInt(of.length)];
  }
}
