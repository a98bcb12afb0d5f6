package dev.metier.importer.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.Imported;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs of Inspect and samples of lm-evaluation-harness, in the shapes of their files.
class OutcomeImportTest {
  private static final String HEADER = "{\"eval\":{\"task\":\"sums\",\"model\":\"vendor/big\"}}";
  private static final int ZSTD = 93;

  @TempDir private Path folder;

  private record Member(String name, String text, int method) {}

  private static Member zstd(String name, String text) {
    return new Member(name, text, ZSTD);
  }

  private static String sample(String id, int epoch, String value) {
    return """
    {"id": %s, "epoch": %d, "input": "What is %s?", "target": ["4", "four"], "working_time": 1.5,
     "output": {"usage": {"input_tokens": 7, "output_tokens": 2}}, "scores": {"match": {"value": %s}}}
    """
        .formatted(id, epoch, id.replace("\"", ""), value);
  }

  private static byte[] packed(Member member) {
    byte[] text = member.text.getBytes(StandardCharsets.UTF_8);
    if (member.method != ZSTD) {
      return text;
    }
    var compressor = new ZstdCompressor();
    byte[] out = new byte[compressor.maxCompressedLength(text.length)];
    return Arrays.copyOf(out, compressor.compress(text, 0, text.length, out, 0, out.length));
  }

  private Path archive(String name, Member... members) throws IOException {
    var file = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    for (Member member : members) {
      byte[] packed = packed(member);
      byte[] called = member.name.getBytes(StandardCharsets.UTF_8);
      int size = member.text.getBytes(StandardCharsets.UTF_8).length;
      var crc = new CRC32();
      crc.update(member.text.getBytes(StandardCharsets.UTF_8));
      int offset = file.size();
      byte[] head = new byte[30];
      var local =
          ByteBuffer.wrap(head)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(0x04034b50)
              .putShort((short) 63)
              .putShort((short) 0);
      local.putShort((short) member.method).putInt(0).putInt((int) crc.getValue());
      local.putInt(packed.length).putInt(size).putShort((short) called.length);
      file.writeBytes(head);
      file.writeBytes(called);
      file.writeBytes(packed);
      byte[] line = new byte[46];
      var central =
          ByteBuffer.wrap(line)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(0x02014b50)
              .putShort((short) 63)
              .putShort((short) 63);
      central.putShort((short) 0).putShort((short) member.method).putInt(0);
      central.putInt((int) crc.getValue()).putInt(packed.length).putInt(size);
      central.putShort((short) called.length).position(42).putInt(offset);
      directory.writeBytes(line);
      directory.writeBytes(called);
    }
    int start = file.size();
    file.writeBytes(directory.toByteArray());
    byte[] tail = new byte[22];
    var end =
        ByteBuffer.wrap(tail)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) members.length);
    end.putShort((short) members.length).putInt(directory.size()).putInt(start);
    file.writeBytes(tail);
    return Files.write(folder.resolve(name), file.toByteArray());
  }

  @Test
  void samplesAreCasesAndScoresOutcomes() throws IOException {
    Path log =
        archive(
            "a.eval",
            zstd("header.json", HEADER),
            zstd("samples/1_epoch_1.json", sample("1", 1, "\"C\"")),
            zstd("samples/1_epoch_2.json", sample("1", 2, "\"I\"")),
            new Member("samples/two_epoch_1.json", sample("\"two\"", 1, "0.5"), 0));
    Imported made = OutcomeImport.read(List.of(log));
    assertThat(made.losses()).isEmpty();
    assertThat(made.jobs()).isEqualTo(1);
    assertThat(made.cases()).isEqualTo(2);
    assertThat(made.files().get("outcomes.csv"))
        .contains("sums,1,big,0,1.0,1.5,7,2", "sums,1,big,1,0.0,", "sums,two,big,0,0.5,");
    assertThat(made.files().get("metier.yaml"))
        .contains("big: {use: recorded/outcomes.csv#big}", "repeats: 2", "  sums:");
    assertThat(made.files().get("cases/sums.jsonl")).contains("What is two?", "4\\nfour");
  }

  @Test
  void theLastEntryOfANameCounts() throws IOException {
    Path log =
        archive(
            "a.eval",
            zstd("samples/1_epoch_1.json", sample("1", 1, "\"I\"")),
            zstd("header.json", HEADER),
            zstd("samples/1_epoch_1.json", sample("1", 1, "\"C\"")));
    assertThat(OutcomeImport.read(List.of(log)).files().get("outcomes.csv"))
        .contains("sums,1,big,0,1.0,");
  }

  @Test
  void aRunThatWasBrokenOffIsReadAsFarAsItIs() throws IOException {
    Path log =
        archive(
            "a.eval",
            zstd("_journal/start.json", HEADER),
            zstd("samples/1_epoch_1.json", sample("1", 1, "true")));
    Imported made = OutcomeImport.read(List.of(log));
    assertThat(made.cases()).isEqualTo(1);
    assertThat(made.notes()).anyMatch(note -> note.contains("broken off"));
  }

  @Test
  void whatHasNoScoreIsCountedAndNotCalledWrong() throws IOException {
    Path log =
        archive(
            "a.eval",
            zstd("header.json", HEADER),
            zstd("samples/1_epoch_1.json", sample("1", 1, "\"C\"")),
            zstd("samples/2_epoch_1.json", sample("2", 1, "NaN")),
            zstd("samples/3_epoch_1.json", sample("3", 1, "7")),
            zstd(
                "samples/4_epoch_1.json",
                sample("4", 1, "\"C\"")
                    .replace("\"epoch\"", "\"error\": {\"message\": \"x\"}, \"epoch\"")),
            zstd("samples/5_epoch_1.json", "{half"));
    Imported made = OutcomeImport.read(List.of(log));
    assertThat(made.files().getOrDefault("outcomes.csv", "").lines()).hasSize(2);
    assertThat(made.losses().stream().map(loss -> loss.type() + ": " + loss.why()))
        .containsExactlyInAnyOrder(
            "2 samples of vendor/big: Without a score within 0 and 1. The first is 2.",
            "1 sample of vendor/big: Ended with an error. The first is 4.",
            "1 sample of vendor/big: Cannot be read. The first is samples/5_epoch_1.json.");
  }

  @Test
  void textsThatStandElsewhereAreFetchedAndTurnsKept() throws IOException {
    Path log =
        archive(
            "a.eval",
            zstd("header.json", HEADER),
            zstd(
                "samples/1_epoch_1.json",
                """
                {"id": 1, "epoch": 1, "target": "4", "attachments": {"abc": "A long question"},
                 "input": [{"role": "system", "content": "Short."}, {"role": "user", "content": "attachment://abc"}],
                 "scores": {"match": {"value": "C"}}}
                """));
    assertThat(OutcomeImport.read(List.of(log)).files().get("cases/sums.jsonl"))
        .contains("A long question", "\\\"role\\\":\\\"system\\\"")
        .doesNotContain("attachment");
  }

  @Test
  void aTextThatTheLogDoesNotHoldMakesNoCase() throws IOException {
    String whole = sample("1", 1, "\"C\"");
    String lacking =
        """
        {"id": 2, "epoch": 1, "target": "4", "attachments": {"abc": "A long question"},
         "input": [{"role": "user", "content": "attachment://gone"}],
         "scores": {"match": {"value": "C"}}}
        """;
    String targeted =
        """
        {"id": 3, "epoch": 1, "target": "attachment://abc", "attachments": {"abc": "A long answer"},
         "input": "Short?", "scores": {"match": {"value": "C"}}}
        """;
    Path log =
        archive(
            "a.eval",
            zstd("header.json", HEADER),
            zstd("samples/1_epoch_1.json", whole),
            zstd("samples/2_epoch_1.json", lacking),
            zstd("samples/3_epoch_1.json", targeted));
    Imported made = OutcomeImport.read(List.of(log));
    assertThat(made.cases()).isEqualTo(2);
    assertThat(made.files().get("cases/sums.jsonl"))
        .contains("A long answer")
        .doesNotContain("attachment");
    assertThat(made.losses())
        .singleElement()
        .satisfies(loss ->
            assertThat(loss.why())
                .isEqualTo("Refers to a text that the log does not hold. The first is 2."));
  }

  @Test
  void aLogThatSaysNowhereWhatItIsOfIsRefusedWithItsName() throws IOException {
    Path log = archive("a.eval", zstd("samples/1_epoch_1.json", sample("1", 1, "\"C\"")));
    assertThatThrownBy(() -> OutcomeImport.read(List.of(log)))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("a.eval is no log of Inspect");
  }

  @Test
  void anEntryThatIsPackedOtherwiseIsCountedAndTheRestRead() throws IOException {
    Path log =
        archive(
            "a.eval",
            zstd("header.json", HEADER),
            zstd("samples/1_epoch_1.json", sample("1", 1, "\"C\"")),
            new Member("samples/2_epoch_1.json", sample("2", 1, "\"C\""), 12));
    Imported made = OutcomeImport.read(List.of(log));
    assertThat(made.cases()).isEqualTo(1);
    assertThat(made.losses())
        .singleElement()
        .satisfies(
            loss -> assertThat(loss.why()).startsWith("Cannot be read. The first is samples/2"));
  }

  @Test
  void aFileThatIsCutOffIsRefusedWithItsName() throws IOException {
    Path log = archive("a.eval", zstd("header.json", HEADER));
    byte[] whole = Files.readAllBytes(log);
    for (int length : new int[] {0, 10, whole.length - 1}) {
      Files.write(log, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> OutcomeImport.read(List.of(log)))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("a.eval is no log of Inspect");
    }
  }

  @Test
  void samplesOfTheHarnessAreReadByTheirFirstFilterAndMeasure() throws IOException {
    Path of = Files.createDirectories(folder.resolve("org__small"));
    Path samples =
        Files.writeString(
            of.resolve("samples_gsm_2026-11-01T10-00-00.123.jsonl"),
            """
            {"doc_id": 0, "doc": {"q": "x"}, "target": "4", "arguments": {"gen_args_0": {"arg_0": "2+2?"}}, "filter": "strict", "metrics": ["exact_match"], "exact_match": 1.0}
            {"doc_id": 0, "doc": {"q": "x"}, "target": "4", "filter": "flexible", "metrics": ["exact_match"], "exact_match": 0.0}
            {"doc_id": 1, "doc": {"q": "y"}, "target": "5", "arguments": [["2+3?", {}]], "filter": "strict", "metrics": ["exact_match"], "exact_match": NaN}
            {"doc_id": 2, "doc": {"q": "z"}, "target": 6, "arguments": [["2+4?", {}]], "filter": "strict", "acc": 0.0}
            """);
    Imported made = OutcomeImport.read(List.of(samples));
    assertThat(made.files().get("outcomes.csv"))
        .contains("gsm,doc 0,small,0,1.0,", "gsm,doc 2,small,0,0.0,")
        .doesNotContain("doc 1");
    assertThat(made.files().get("cases/gsm.jsonl")).contains("2+2?", "2+4?");
    assertThat(made.losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.place().line()).isEqualTo(3));
  }
}
