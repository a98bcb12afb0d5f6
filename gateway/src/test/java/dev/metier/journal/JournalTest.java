package dev.metier.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @TempDir private Path folder;

  private static RequestRecord record(String key, String job, double cost) {
    return new RequestRecord(
        RequestId.at(NOON),
        NOON,
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
        false,
        200,
        Optional.empty(),
        Usage.NONE,
        Optional.of(Money.usd(cost)),
        new RequestRecord.Times(Duration.ZERO, Optional.empty(), Duration.ofMillis(3)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static RequestRecord withContent(RequestRecord of, String content) {
    return new RequestRecord(
        of.id(),
        of.at(),
        of.key(),
        of.protocol(),
        of.stream(),
        of.asked(),
        of.job(),
        of.data(),
        of.raised(),
        of.policy(),
        of.model(),
        of.skipped(),
        of.tries(),
        of.cached(),
        of.status(),
        of.refusal(),
        of.usage(),
        of.cost(),
        of.times(),
        of.dropped(),
        Optional.of(new RequestRecord.Content(content, content)),
        of.trace());
  }

  private void write(RequestRecord... records) {
    try (var journal = new Journal(folder, List.of())) {
      for (RequestRecord record : records) {
        assertThat(journal.offer(record)).isTrue();
      }
    }
  }

  private Map<String, Money> spent() {
    return new JournalFiles(folder).spent(DAY);
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
  void whatIsCountedIsNotReadAgain() throws IOException {
    write(record("alice", "triage", 0.25));
    Path lines = folder.resolve(DAY + ".jsonl");
    byte[] blanks = new byte[(int) Files.size(lines)];
    java.util.Arrays.fill(blanks, (byte) ' ');
    blanks[blanks.length - 1] = '\n';
    Files.write(lines, blanks);

    assertThat(spent()).containsEntry("key alice", Money.usd(0.25));
  }

  @Test
  void linesOfAnotherProcessCountToo() throws IOException {
    write(record("alice", "triage", 0.25));
    Files.writeString(
        folder.resolve(DAY + ".jsonl"),
        "{\"key\":\"carol\",\"job\":\"triage\",\"cost\":2.5E-4}\n",
        StandardOpenOption.APPEND);
    write(record("alice", "triage", 0.25));

    assertThat(spent())
        .containsEntry("key carol", Money.usd(0.00025))
        .containsEntry("job triage", Money.usd(0.50025));
  }

  @Test
  void aTallyThatDoesNotFitItsFileIsNotBelieved() throws IOException {
    write(record("alice", "triage", 0.25), record("alice", "triage", 0.25));
    Path lines = folder.resolve(DAY + ".jsonl");
    Files.writeString(lines, Files.readAllLines(lines).getFirst() + "\n");
    assertThat(spent()).containsEntry("key alice", Money.usd(0.25));

    Files.writeString(folder.resolve(DAY + ".spent.json"), "{\"bytes\":7");
    assertThat(spent()).containsEntry("key alice", Money.usd(0.25));

    Files.writeString(folder.resolve(DAY + ".spent.json"), "{\"bytes\":7,\"spent\":{\"key a\":9}}");
    assertThat(spent()).containsEntry("key alice", Money.usd(0.25)).doesNotContainKey("key a");
  }

  @Test
  void aDamagedLineDoesNotKeepTheGatewayFromStarting() throws IOException {
    write(record("alice", "triage", 0.25));
    Files.writeString(
        folder.resolve(DAY + ".jsonl"),
        "{\"key\":\"\\q\",\"job\":\"triage\",\"cost\":1}\n{\"cost\":\"much\"}\n\n[]\n",
        StandardOpenOption.APPEND);

    assertThat(spent())
        .isEqualTo(Map.of("key alice", Money.usd(0.25), "job triage", Money.usd(0.25)));
  }

  @Test
  void aRequestOfManyMegabytesIsCountedLikeAnyOther() {
    write(
        withContent(record("alice", "triage", 0.25), "{\"cost\":7}\n".repeat(600_000)),
        record("bob", "triage", 0.5));
    write(record("bob", "triage", 0.5));

    assertThat(spent())
        .isEqualTo(
            Map.of(
                "key alice", Money.usd(0.25),
                "key bob", Money.usd(1),
                "job triage", Money.usd(1.25)));
  }

  @Test
  void aLineThatWasCutOffHarmsOnlyItself() throws IOException {
    write(record("alice", "triage", 0.25));
    Path lines = folder.resolve(DAY + ".jsonl");
    Files.writeString(lines, "{\"id\":\"x\",\"cost\":9", StandardOpenOption.APPEND);
    RequestRecord next = record("bob", "triage", 0.5);
    write(next);

    assertThat(new JournalFiles(folder).find(next.id())).isPresent();
    assertThat(spent())
        .containsEntry("key bob", Money.usd(0.5))
        .containsEntry("job triage", Money.usd(0.75));
  }
}
