package dev.metier.journal.files;

import dev.metier.core.io.WholeFile;
import dev.metier.job.Money;
import dev.metier.journal.RequestRecord;
import dev.metier.wire.Bytes;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What each key and each job spent on one day (UTC), and how much of the day's file that covers.
/// It is kept beside that file, so that a gateway that starts again need not read a million lines;
/// what several processes wrote is in it alike. Not thread-safe.
final class Tally {
  private static final int CHUNK = 1 << 16;
  private static final int LONGEST = 1 << 20;
  private static final String CONTENT = ",\"content\":";

  private final Map<String, Money> spent = new TreeMap<>();
  private long bytes;

  private Tally() {}

  /// The tally of a day: what was kept, and what was written since.
  ///
  /// @param folder of the journal; it need not exist
  static Tally of(Path folder, LocalDate day) throws IOException {
    Path lines = FileJournal.file(folder, day);
    if (!Files.exists(lines)) {
      return new Tally();
    }
    try (FileChannel file = FileChannel.open(lines)) {
      Tally tally = kept(path(folder, day)).filter(t -> t.covers(file)).orElseGet(Tally::new);
      file.position(tally.bytes);
      tally.read(Channels.newInputStream(file));
      return tally;
    }
  }

  private static Path path(Path folder, LocalDate day) {
    return folder.resolve(day + ".spent.json");
  }

  /// What was kept; empty when nothing was, or nothing that can be read.
  private static Optional<Tally> kept(Path path) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    return Json.tryObject(Files.readAllBytes(path))
        .filter(Tally::isWhole)
        .map(json -> {
          var tally = new Tally();
          tally.bytes = Json.count(json, "bytes");
          for (var each : json.path("spent").properties()) {
            tally.spent.put(each.getKey(), new Money(each.getValue().asLong(0)));
          }
          return tally;
        });
  }

  private static boolean isWhole(JsonNode json) {
    return json.path("bytes").isIntegralNumber()
        && json.path("spent").isObject()
        && json.path("spent").properties().stream().allMatch(e -> e.getValue().isIntegralNumber());
  }

  /// Whether the file is at least as long, and a line ends where this tally does.
  private boolean covers(FileChannel file) {
    try {
      var last = ByteBuffer.allocate(1);
      return bytes == 0
          || (bytes <= file.size() && file.read(last, bytes - 1) == 1 && last.get(0) == '\n');
    } catch (IOException e) {
      return false;
    }
  }

  private void read(InputStream in) throws IOException {
    var chunk = new byte[CHUNK];
    var line = new ByteArrayOutputStream();
    long length = 0;
    for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
      int from = 0;
      for (int end = Bytes.find(chunk, 0, n, '\n');
          end >= 0;
          end = Bytes.find(chunk, from, n, '\n')) {
        keep(line, chunk, from, end);
        line(line.toByteArray(), length + end - from > line.size());
        bytes += length + end - from + 1;
        line.reset();
        length = 0;
        from = end + 1;
      }
      keep(line, chunk, from, n);
      length += n - from;
    }
  }

  private static void keep(ByteArrayOutputStream line, byte[] chunk, int from, int to) {
    line.write(chunk, from, Math.min(to - from, LONGEST - line.size()));
  }

  /// Takes a line, whatever it holds.
  ///
  /// @param cut whether only its beginning is here; what is long is its content, which stands last
  private void line(byte[] bytes, boolean cut) {
    byte[] line = bytes;
    if (cut) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      int content = text.indexOf(CONTENT);
      line = (text.substring(0, Math.max(0, content)) + "}").getBytes(StandardCharsets.UTF_8);
    }
    Fields.of(line)
        .ifPresent(record ->
            record
                .field("cost")
                .ifPresent(cost -> {
                  try {
                    var money = Money.usd(Double.parseDouble(record.raw(cost)));
                    add(record.text("key"), record.text("job"), money);
                  } catch (IllegalArgumentException e) {
                    // a number, a name or an escape that is none: a damaged line tells no cost
                  }
                }));
  }

  /// Takes a record that is written as a line of so many bytes.
  void add(RequestRecord record, int length) {
    bytes += length;
    record.cost().ifPresent(cost -> add(record.key(), record.job(), cost));
  }

  /// How much of the day's file this covers.
  long bytes() {
    return bytes;
  }

  private void add(Optional<String> key, Optional<String> job, Money cost) {
    key.ifPresent(name -> spent.merge("key " + name, cost, Money::plus));
    job.ifPresent(name -> spent.merge("job " + name, cost, Money::plus));
  }

  /// By holder: `key alice`, `job triage`.
  Map<String, Money> spent() {
    return Map.copyOf(spent);
  }

  /// Keeps it beside the day's file, whole or not at all.
  void keep(Path folder, LocalDate day) throws IOException {
    var json = new JsonOut().raw("{\"bytes\":").number(bytes).raw(",\"spent\":{");
    boolean first = true;
    for (var each : spent.entrySet()) {
      json.raw(first ? "" : ",").string(each.getKey()).raw(":").number(each.getValue().nanos());
      first = false;
    }
    String text = new String(json.raw("}}\n").take(), StandardCharsets.UTF_8);
    WholeFile.replace(path(folder, day), true, out -> out.write(text));
  }
}
