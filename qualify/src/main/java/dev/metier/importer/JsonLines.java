package dev.metier.importer;

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
public final class JsonLines {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST = 16 << 20;
  private static final int CHUNK = 1 << 16;

  /// What is wrong with a line, or with the file.
  public enum Mistake {
    /// A line of more than 16 MB.
    TOO_LONG,
    /// A line that is no JSON.
    BROKEN,
    /// JSON, but no object.
    NO_OBJECT,
    /// The file cannot be read, or not to its end.
    UNREADABLE
  }

  private final Consumer<Mistake> mistakes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  /// @param mistakes is told of each line that is passed over
  public JsonLines(Consumer<Mistake> mistakes) {
    this.mistakes = mistakes;
  }

  /// Hands on each object.
  public void read(Path file, Consumer<JsonNode> to) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        chunk(chunk, read, to);
      }
      end(to);
    } catch (IOException e) {
      mistakes.accept(Mistake.UNREADABLE);
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
      mistakes.accept(Mistake.TOO_LONG);
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
      mistakes.accept(Mistake.BROKEN);
      return;
    }
    if (node.isObject()) {
      to.accept(node);
    } else if (!node.isMissingNode()) {
      mistakes.accept(Mistake.NO_OBJECT);
    }
  }
}
