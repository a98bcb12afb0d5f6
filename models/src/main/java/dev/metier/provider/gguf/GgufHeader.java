package dev.metier.provider.gguf;

import dev.metier.core.text.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// What a GGUF file says about itself, read without loading its weights.
///
/// The format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.
///
/// @param version of the format
/// @param tensors how many weights arrays follow
/// @param values the single values (not the lists), as text
/// @param length bytes up to the end of the values
record GgufHeader(int version, long tensors, Map<String, String> values, long length) {
  private static final int MAGIC = 0x46554747;
  private static final long WHOLE = 1L << 30;
  private static final int END = 1 << 20;
  private static final long MOST_VALUES = 1_000_000;
  private static final long LONGEST_TEXT = 64L << 20;
  private static final Set<String> PRETOKENIZERS_WITH_START =
      Set.of("llama3", "llama-v3", "llama-bpe", "falcon3", "tekken", "chameleon");

  GgufHeader {
    values = Map.copyOf(values);
  }

  /// Reads the header of a file.
  ///
  /// @throws IOException when it cannot be read, or is not a GGUF file that we understand; the
  ///   message is a sentence for people
  static GgufHeader read(Path file) throws IOException {
    try (var in = new Reader(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      return in.header();
    } catch (EOFException e) {
      throw new IOException("the file ends in the middle of its header", e);
    }
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  String architecture() {
    return value("general.architecture").orElse("");
  }

  /// Tokens the model was made for.
  OptionalInt contextLength() {
    return value(architecture() + ".context_length")
        .map(text -> OptionalInt.of((int) Math.min(Integer.MAX_VALUE, Long.parseLong(text))))
        .orElse(OptionalInt.empty());
  }

  Optional<String> chatTemplate() {
    return value("tokenizer.chat_template");
  }

  /// Whether every prompt begins with a start token that the tokenizer adds; where the file does
  /// not say, it depends on the kind of tokenizer.
  boolean addsStart() {
    return value("tokenizer.ggml.add_bos_token")
        .map(Boolean::parseBoolean)
        .orElseGet(() ->
            Set.of("llama", "bert").contains(value("tokenizer.ggml.model").orElse(""))
                || PRETOKENIZERS_WITH_START.contains(value("tokenizer.ggml.pre").orElse("")));
  }

  /// What identifies the file: the parts of its header that change answers, its size and a hash.
  ///
  /// Up to 1 GB the hash is the SHA-256 of the whole file (`sha256`); of a larger file it is that
  /// of its header, its size, and its first and last MiB after the header (`sha256_of_ends`), which
  /// tells apart all files but those made to deceive.
  Map<String, String> facts(Path file) throws IOException {
    long size = Files.size(file);
    var facts = new TreeMap<String, String>();
    facts.put("architecture", architecture());
    value("general.name").ifPresent(value -> facts.put("name", value));
    value("general.file_type").ifPresent(value -> facts.put("file_type", value));
    value(architecture() + ".block_count").ifPresent(value -> facts.put("block_count", value));
    contextLength().ifPresent(value -> facts.put("context_length", Integer.toString(value)));
    facts.put("template", chatTemplate().map(GgufHeader::hash).orElse("none"));
    facts.put("tensors", Long.toString(tensors));
    facts.put("size", Long.toString(size));
    facts.put(size <= WHOLE ? "sha256" : "sha256_of_ends", hash(file, size));
    return facts;
  }

  private String hash(Path file, long size) throws IOException {
    MessageDigest hash = Sha256.digest();
    try (var channel = FileChannel.open(file)) {
      if (size <= WHOLE) {
        update(hash, channel, 0, size);
      } else {
        update(hash, channel, 0, length + END);
        update(hash, channel, size - END, size);
        hash.update(Long.toString(size).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void update(MessageDigest hash, FileChannel channel, long from, long to)
      throws IOException {
    var buffer = ByteBuffer.allocate(1 << 16);
    long at = from;
    while (at < to) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      at += read;
      hash.update(buffer.flip());
    }
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(text), 0, 16);
  }

  /// Little-endian numbers and texts, with a count of what was read.
  private static final class Reader implements AutoCloseable {
    private final InputStream in;
    private long position;

    Reader(InputStream in) {
      this.in = in;
    }

    GgufHeader header() throws IOException {
      if (number(4) != MAGIC) {
        throw new IOException("it does not begin with the letters GGUF");
      }
      int version = (int) number(4);
      if (version < 2 || version > 3) {
        throw new IOException("its GGUF version is " + version + "; 2 and 3 are understood");
      }
      long tensors = number(8);
      long count = number(8);
      if (count < 0 || count > MOST_VALUES) {
        throw new IOException("its header claims " + count + " values");
      }
      var values = new HashMap<String, String>();
      for (long i = 0; i < count; i++) {
        String key = text();
        value((int) number(4)).ifPresent(value -> values.put(key, value));
      }
      return new GgufHeader(version, tensors, values, position);
    }

    /// The value as text; a list is passed over.
    private Optional<String> value(int type) throws IOException {
      return switch (type) {
        case 0 -> Optional.of(Long.toString(number(1)));
        case 1 -> Optional.of(Byte.toString((byte) number(1)));
        case 2 -> Optional.of(Long.toString(number(2)));
        case 3 -> Optional.of(Short.toString((short) number(2)));
        case 4 -> Optional.of(Long.toString(number(4)));
        case 5 -> Optional.of(Integer.toString((int) number(4)));
        case 6 -> Optional.of(Float.toString(Float.intBitsToFloat((int) number(4))));
        case 7 -> Optional.of(Boolean.toString(number(1) != 0));
        case 8 -> Optional.of(text());
        case 9 -> skipList();
        case 10 -> Optional.of(Long.toUnsignedString(number(8)));
        case 11 -> Optional.of(Long.toString(number(8)));
        case 12 -> Optional.of(Double.toString(Double.longBitsToDouble(number(8))));
        default -> throw new IOException("its header holds a value of unknown type " + type);
      };
    }

    private Optional<String> skipList() throws IOException {
      int type = (int) number(4);
      long count = number(8);
      if (type == 9) {
        throw new IOException("its header holds a list of lists");
      }
      for (long i = 0; i < count; i++) {
        if (type == 8) {
          skip(textLength());
        } else {
          value(type);
        }
      }
      return Optional.empty();
    }

    private String text() throws IOException {
      int length = textLength();
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      position += length;
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private int textLength() throws IOException {
      long length = number(8);
      if (length < 0 || length > LONGEST_TEXT) {
        throw new IOException("its header claims a text of " + length + " bytes");
      }
      return (int) length;
    }

    private void skip(long bytes) throws IOException {
      in.skipNBytes(bytes);
      position += bytes;
    }

    private long number(int bytes) throws IOException {
      long value = 0;
      for (int i = 0; i < bytes; i++) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException();
        }
        value |= (long) b << (8 * i);
      }
      position += bytes;
      return value;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
