package dev.metier.provider.http;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.Answer;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures what the client side costs and how true its times are; not a test. Run it with the test
/// class path: `bench/run wire`. The server is a process of its own.
final class WireBench {
  private static final int REQUESTS = 10_000;
  private static final int IN_FLIGHT = 32;

  private WireBench() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      serve(Duration.ofMillis(Long.parseLong(args[0])));
      return;
    }
    try (var wire = new HttpConnections()) {
      throughput(wire);
      for (int millis : new int[] {0, 50, 500}) {
        truth(wire, millis);
      }
      interrupts(wire);
    }
  }

  private static void serve(Duration first) throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI)) {
      if (!first.isZero()) {
        for (int i = 0; i < 100; i++) {
          server.next(new VendorMishap.Slow(first, Duration.ZERO));
        }
      }
      System.out.println(server.address());
      System.in.read();
    }
  }

  private record Server(Process process, String address) implements AutoCloseable {
    static Server start(int millis) throws Exception {
      String java = ProcessHandle.current().info().command().orElse("java");
      Process process =
          new ProcessBuilder(
                  java,
                  "-cp",
                  System.getProperty("java.class.path"),
                  WireBench.class.getName(),
                  "" + millis)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      return new Server(process, out.readLine());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  private static HttpProvider provider(HttpConnections wire, Server server) {
    var model = Asking.model(ProviderKind.VLLM, server.address(), Asking.PATIENT, Optional.empty());
    return new HttpProvider(model, wire, Set.of());
  }

  private static void throughput(HttpConnections wire) throws Exception {
    try (var server = Server.start(0)) {
      HttpProvider provider = provider(wire, server);
      for (int round = 0; round < 10; round++) {
        long cpu = cpu();
        long start = System.nanoTime();
        int failures = run(provider);
        System.out.printf(
            "%d requests, %d in flight: %.2f CPU-s, %.2f s, %d failures%n",
            REQUESTS, IN_FLIGHT, (cpu() - cpu) / 1e9, (System.nanoTime() - start) / 1e9, failures);
      }
    }
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private static int run(HttpProvider provider) throws InterruptedException {
    var left = new AtomicInteger(REQUESTS);
    var failures = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                while (left.getAndDecrement() > 0) {
                  if (provider.ask(Asking.question("Say hello.")) instanceof Answer.Failure) {
                    failures.incrementAndGet();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return failures.get();
  }

  private static void truth(HttpConnections wire, int millis) throws Exception {
    try (var server = Server.start(millis)) {
      HttpProvider provider = provider(wire, server);
      int count = millis == 500 ? 10 : 40;
      double[] firsts = new double[count];
      for (int i = 0; i < count; i++) {
        var reply = (Answer.Reply) provider.ask(Asking.question("Say hello."));
        firsts[i] = reply.timing().firstToken().orElseThrow().toNanos() / 1e6;
      }
      Arrays.sort(firsts);
      System.out.printf(
          "first token of an endpoint of %d ms: median %.2f ms, from %.2f to %.2f%n",
          millis, firsts[count / 2], firsts[0], firsts[count - 1]);
    }
  }

  private static void interrupts(HttpConnections wire) throws Exception {
    try (var server = new VendorServer(Vendor.OPENAI)) {
      double worst = 0;
      for (int i = 0; i < 20; i++) {
        server.next(new VendorMishap.StallMidStream());
        HttpProvider provider =
            provider(wire, new Server(new ProcessBuilder("true").start(), server.address()));
        Thread asking = Thread.ofVirtual().start(() -> provider.ask(Asking.question("Hi")));
        server.awaitReceived(i + 1, Duration.ofSeconds(5));
        long start = System.nanoTime();
        asking.interrupt();
        server.awaitClosed(Duration.ofSeconds(5));
        worst = Math.max(worst, (System.nanoTime() - start) / 1e6);
      }
      System.out.printf("an interrupt reaches the server within %.2f ms (worst of 20)%n", worst);
    }
  }
}
