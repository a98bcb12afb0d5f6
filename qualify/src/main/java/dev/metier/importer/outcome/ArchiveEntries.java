package dev.metier.importer.outcome;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A ZIP file whose entries may be packed with Zstandard (method 93), which the JDK does not read.
/// Of several entries of one name the last one counts. Format: PKWARE's APPNOTE 6.3.10.
final class ArchiveEntries implements AutoCloseable {
  private static final int END = 0x06054b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final int CENTRAL_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int LONGEST_COMMENT = 1 << 16;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ZSTD = 93;
  private static final int IN_ZIP64 = -1;
  private static final int LARGEST = 256 << 20;

  private record Entry(int method, int packed, long offset) {}

  private final FileChannel file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// @throws IOException when it is no whole ZIP file, with a sentence
  ArchiveEntries(Path path) throws IOException {
    file = FileChannel.open(path);
    try {
      ByteBuffer end = end();
      directory(Short.toUnsignedInt(end.getShort(10)), end.getInt(12), end.getInt(16));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e instanceof IOException io ? io : new IOException("Its directory is damaged.", e);
    }
  }

  private ByteBuffer end() throws IOException {
    int tail = (int) Math.min(file.size(), END_SIZE + LONGEST_COMMENT);
    ByteBuffer bytes = bytes(file.size() - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == END) {
        return bytes.slice(at, END_SIZE).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new IOException("It is no ZIP file, or its end is missing.");
  }

  private void directory(int count, int size, int offset) throws IOException {
    if (offset == IN_ZIP64 || size == IN_ZIP64) {
      throw new IOException("It has more than 4 GB.");
    }
    ByteBuffer all = bytes(Integer.toUnsignedLong(offset), size);
    int at = 0;
    for (int i = 0; i < count && at + CENTRAL_SIZE <= size; i++) {
      if (all.getInt(at) != CENTRAL) {
        throw new IOException("Its directory is damaged.");
      }
      int name = Short.toUnsignedInt(all.getShort(at + 28));
      int extra = Short.toUnsignedInt(all.getShort(at + 30));
      int comment = Short.toUnsignedInt(all.getShort(at + 32));
      byte[] text = new byte[name];
      all.get(at + CENTRAL_SIZE, text);
      entries.put(
          new String(text, StandardCharsets.UTF_8),
          new Entry(
              Short.toUnsignedInt(all.getShort(at + 10)),
              all.getInt(at + 20),
              Integer.toUnsignedLong(all.getInt(at + 42))));
      at += CENTRAL_SIZE + name + extra + comment;
    }
  }

  /// The names, in the order of the file.
  Set<String> names() {
    return entries.keySet();
  }

  /// The bytes of an entry.
  ///
  /// @throws IOException when it cannot be unpacked, or is larger than 256 MB
  byte[] read(String name) throws IOException {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IOException("There is no entry " + name + ".");
    }
    ByteBuffer local = bytes(entry.offset, LOCAL_SIZE);
    if (local.getInt(0) != LOCAL || entry.packed < 0) {
      throw new IOException("The entry " + name + " is damaged.");
    }
    int before =
        LOCAL_SIZE
            + Short.toUnsignedInt(local.getShort(26))
            + Short.toUnsignedInt(local.getShort(28));
    byte[] packed = new byte[entry.packed];
    bytes(entry.offset + before, entry.packed).get(packed);
    try (InputStream in = unpacked(entry.method, packed)) {
      byte[] whole = in.readNBytes(LARGEST + 1);
      if (whole.length > LARGEST) {
        throw new IOException("The entry " + name + " has more than 256 MB.");
      }
      return whole;
    } catch (RuntimeException e) {
      throw new IOException("The entry " + name + " is damaged.", e);
    }
  }

  private static InputStream unpacked(int method, byte[] packed) throws IOException {
    var in = new ByteArrayInputStream(packed);
    return switch (method) {
      case STORED -> in;
      case DEFLATED -> new InflaterInputStream(in, new Inflater(true));
      case ZSTD -> new ZstdInputStream(in);
      default -> throw new IOException("It is packed by method " + method + ".");
    };
  }

  private ByteBuffer bytes(long from, int length) throws IOException {
    if (length < 0 || from < 0 || from + length > file.size()) {
      throw new IOException("It is cut off.");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
      // until all is there
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
