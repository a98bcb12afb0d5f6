package dev.metier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every journal does, wherever it is kept.
public abstract class JournalContract {
  protected static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  /// The journal of this test, empty the first time; opened again, it has what it had.
  protected abstract Journal open(List<Consumer<RequestRecord>> listeners);

  protected abstract JournalReader reader();

  protected static RequestRecord record(String key, String job, double cost) {
    return record(NOON, key, job, cost);
  }

  private static RequestRecord record(Instant at, String key, String job, double cost) {
    return new RequestRecord(
        RequestId.at(at),
        at,
        Optional.of(key),
        "chat",
        false,
        job,
        Optional.of(job),
        Optional.of(DataClass.INTERNAL),
        Optional.empty(),
        "p",
        Optional.of("m"),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        200,
        Optional.empty(),
        Usage.NONE,
        Optional.of(Money.usd(cost)),
        List.of(),
        new RequestRecord.Times(Duration.ZERO, Optional.empty(), Duration.ofMillis(3)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  protected final void write(RequestRecord... records) {
    try (Journal journal = open(List.of())) {
      for (RequestRecord record : records) {
        assertThat(journal.offer(record)).isTrue();
      }
    }
  }

  protected final Map<String, Money> spent() {
    return reader().spent(DAY);
  }

  @Test
  void whatWasSpentIsKnownAfterTheNextStart() {
    write(record("alice", "triage", 0.25), record("bob", "triage", 0.5));
    write(record("alice", "extract", 1));

    assertThat(spent())
        .isEqualTo(
            Map.of(
                "key alice", Money.usd(1.25),
                "key bob", Money.usd(0.5),
                "job triage", Money.usd(0.75),
                "job extract", Money.usd(1)));
  }

  @Test
  void aDayHasItsOwnSpending() {
    write(
        record(NOON.minus(Duration.ofHours(12)), "alice", "triage", 0.25),
        record(NOON.minus(Duration.ofMillis(12 * 3_600_000 + 1)), "alice", "triage", 4),
        record(NOON.plus(Duration.ofHours(12)), "alice", "triage", 2),
        record(NOON, "alice", "triage", 0.5));

    assertThat(spent()).containsEntry("key alice", Money.usd(0.75));
    assertThat(reader().spent(DAY.minusDays(1))).containsEntry("key alice", Money.usd(4));
    assertThat(reader().spent(DAY.plusDays(1))).containsEntry("key alice", Money.usd(2));
  }

  @Test
  void aRecordIsFoundByItsId() {
    RequestRecord one = record("alice", "triage", 0.25);
    RequestRecord other = record("bob \" é \n", "extract", 1);
    write(one, other);

    assertThat(reader().find(other.id()).map(json -> Json.text(json, "key")))
        .isEqualTo(other.key());
    assertThat(reader().find(one.id()).map(json -> Json.text(json, "job"))).isEqualTo(one.job());
    assertThat(reader().find(RequestId.at(NOON))).isEmpty();
    assertThat(reader().find("no id")).isEmpty();
  }

  @Test
  void beforeAnythingIsWrittenNothingIsFound() {
    assertThat(reader().find(RequestId.at(NOON))).isEmpty();
    assertThat(spent()).isEmpty();
  }

  @Test
  void aClosedJournalRefusesAndCounts() {
    Journal journal = open(List.of());
    journal.close();
    journal.close();
    assertThat(journal.offer(record("alice", "triage", 0.25))).isFalse();
    assertThat(journal.dropped()).isOne();
    assertThat(spent()).isEmpty();
  }

  @Test
  void aListenerThatFailsHarmsNeitherTheOthersNorTheJournal() {
    var heard = new ConcurrentLinkedQueue<RequestRecord>();
    RequestRecord one = record("alice", "triage", 0.25);
    RequestRecord other = record("bob", "triage", 0.25);
    Consumer<RequestRecord> failing =
        record -> {
          throw new IllegalStateException("of the test");
        };
    try (Journal journal = open(List.of(failing, heard::add))) {
      journal.offer(one);
      journal.offer(other);
    }
    assertThat(heard).containsExactly(one, other);
    assertThat(reader().find(other.id())).isPresent();
  }

  @Test
  void manyThreadsMayOffer() throws Exception {
    int each = 200;
    try (Journal journal = open(List.of());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> offering =
          () ->
              IntStream.range(0, each)
                  .allMatch(n -> journal.offer(record("alice", "triage", 0.25)));
      for (var done : threads.invokeAll(IntStream.range(0, 8).mapToObj(n -> offering).toList())) {
        assertThat(done.get()).isTrue();
      }
      assertThat(journal.dropped()).isZero();
    }
    assertThat(spent()).containsEntry("key alice", Money.usd(8 * each * 0.25));
  }
}
