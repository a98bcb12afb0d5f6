package dev.metier.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that are added at one moment are all there.
class KeyFileChangeTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve(".metier/keys.json");
  }

  private static VirtualKey key(String name) {
    return new VirtualKey(
        name,
        KeyRing.hash(name),
        Set.of(),
        Optional.empty(),
        OptionalInt.empty(),
        false,
        Instant.EPOCH);
  }

  private List<String> names() {
    return KeyFile.read(file()).stream().map(VirtualKey::name).sorted().toList();
  }

  private void add(String name) {
    KeyFile.change(
        file(),
        keys -> {
          var all = new ArrayList<>(keys);
          all.add(key(name));
          return all;
        });
  }

  @Test
  void threadsTakeTurns() throws InterruptedException {
    var together = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 16; i++) {
      String name = "k%02d".formatted(i);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  together.await();
                  add(name);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    together.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(names()).hasSize(16).doesNotHaveDuplicates();
  }

  /// Two commands wait for whoever changes the file, and then for each other.
  @Test
  void processesTakeTurns() throws Exception {
    Files.copy(
        Path.of("qualify/src/test/golden/policy/policy.json"), folder.resolve("policy.json"));
    add("first");
    Process ana;
    Process ben;
    try (var channel =
            FileChannel.open(file().resolveSibling("keys.json.lock"), StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      ana = command("ana");
      ben = command("ben");
      assertThat(ana.waitFor(2, TimeUnit.SECONDS)).isFalse();
      assertThat(ben.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(names()).containsExactly("first");
    }
    for (Process process : List.of(ana, ben)) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    assertThat(names()).containsExactly("ana", "ben", "first");
  }

  private Process command(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.metier.Metier",
            "key",
            "add",
            name,
            "-f",
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".txt").toFile())
        .start();
  }

  @Test
  void whatCannotBeChangedStaysAndBlocksNobody() throws IOException {
    add("first");
    String before = Files.readString(file());
    assertThatThrownBy(() ->
            KeyFile.change(
                file(),
                keys -> {
                  throw new IllegalArgumentException("no");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file()).hasContent(before);
    add("second");
    assertThat(names()).containsExactly("first", "second");
  }
}
