package dev.metier.importer.transcript;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of JSON lines that may be written to while it is read: half a last line is no mistake of
/// the rest, and a line that is too long is passed over without being held.
final class JsonLines {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST = 16 << 20;
  private static final int CHUNK = 1 << 16;

  private final LeftOutCounts tally;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  JsonLines(LeftOutCounts tally) {
    this.tally = tally;
  }

  /// Hands on each object.
  void read(Path file, Consumer<JsonNode> to) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        chunk(chunk, read, to);
      }
      end(to);
    } catch (IOException e) {
      tally.add(LeftOut.UNREADABLE);
    }
  }

  private void chunk(byte[] chunk, int length, Consumer<JsonNode> to) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        add(chunk, from, i);
        end(to);
        from = i + 1;
      }
    }
    add(chunk, from, length);
  }

  private void add(byte[] chunk, int from, int to) {
    if (line.size() + (to - from) > LONGEST) {
      tooLong = true;
      line.reset();
    }
    if (!tooLong) {
      line.write(chunk, from, to - from);
    }
  }

  private void end(Consumer<JsonNode> to) {
    if (tooLong) {
      tally.add(LeftOut.TOO_LONG);
    } else if (line.size() > 0) {
      object(line.toByteArray(), to);
    }
    tooLong = false;
    line.reset();
  }

  private void object(byte[] bytes, Consumer<JsonNode> to) {
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JacksonException e) {
      tally.add(LeftOut.BROKEN);
      return;
    }
    if (node.isObject()) {
      to.accept(node);
    } else if (!node.isMissingNode()) {
      tally.add(LeftOut.UNKNOWN);
    }
  }
}
