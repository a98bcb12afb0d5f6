package dev.metier.journal.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import dev.metier.journal.Journal;
import dev.metier.journal.JournalContract;
import dev.metier.journal.JournalReader;
import dev.metier.journal.RequestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A journal in files keeps the contract, and what files can suffer harms little.
class FileJournalTest extends JournalContract {
  @TempDir private Path folder;

  @Override
  protected Journal open(List<Consumer<RequestRecord>> listeners) {
    return new FileJournal(folder, listeners);
  }

  @Override
  protected JournalReader reader() {
    return new JournalFiles(folder);
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
        of.stage(),
        of.cached(),
        of.status(),
        of.refusal(),
        of.usage(),
        of.cost(),
        of.spent(),
        of.times(),
        of.dropped(),
        Optional.of(new RequestRecord.Content(content, content)),
        of.trace());
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
