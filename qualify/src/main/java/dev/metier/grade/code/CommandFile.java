package dev.metier.grade.code;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.metier.core.text.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A file that a word of a command names, as seen from the current folder, in which commands run.
/// Whoever keeps what a command said identifies it by what is in these files.
///
/// @param index of the word, from 0
public record CommandFile(int index, Path path) {
  /// A larger file is known by its first bytes and its size.
  private static final long MOST_BYTES = 256L << 20;

  /// Up to this size a file is read each time, since its time of change may be too coarse.
  private static final long SMALL = 1L << 20;

  private static final int BUFFER = 1 << 16;
  private static final Map<Path, Known> LARGE = new ConcurrentHashMap<>();

  /// A word that can hardly be anything else than a file of code.
  private static final Predicate<String> CODE =
      Pattern.compile(
              "(?!-)(?!.*://)[^\\s{}\\[\\]()\"'`;|&<>$*?=]+\\.(py|sh|bash|rb|pl|php|lua|js|cjs|mjs|ts|jar)")
          .asMatchPredicate();

  private record Known(long size, FileTime changed, String hash) {}

  /// The files that a command names. What the operating system looks up on its PATH, and what the
  /// files call in turn, is not among them.
  public static List<CommandFile> of(List<String> command) {
    return IntStream.range(0, command.size())
        .boxed()
        .flatMap(i ->
            i == 0 && !hasFolder(command.getFirst())
                ? Stream.empty()
                : file(command.get(i)).map(path -> new CommandFile(i, path)).stream())
        .toList();
  }

  /// The words after the first that name a file of code which is not there.
  public static List<String> absent(List<String> command) {
    return command.stream()
        .skip(1)
        .filter(word -> CODE.test(word) && file(word).isEmpty())
        .toList();
  }

  /// Whether a word names a place rather than something on the PATH.
  public static boolean hasFolder(String word) {
    return word.indexOf('/') >= 0 || word.indexOf(File.separatorChar) >= 0;
  }

  private static Optional<Path> file(String word) {
    try {
      return Optional.of(Path.of(word)).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// The SHA-256 of what is in it, as 64 hexadecimal characters; empty where it cannot be read. Of
  /// more than 256 MB the first 256 and the size count.
  public Optional<String> hash() {
    try {
      var facts = Files.readAttributes(path, BasicFileAttributes.class);
      if (facts.size() <= SMALL) {
        return Optional.of(Sha256.hex(Files.readAllBytes(path)));
      }
      Known known = LARGE.get(path);
      if (known == null
          || known.size() != facts.size()
          || !known.changed().equals(facts.lastModifiedTime())) {
        known = new Known(facts.size(), facts.lastModifiedTime(), large(facts.size()));
        LARGE.put(path, known);
      }
      return Optional.of(known.hash());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String large(long size) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[BUFFER];
      long left = MOST_BYTES;
      for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
        digest.update(buffer, 0, (int) Math.min(read, left));
        left -= read;
      }
    }
    if (size > MOST_BYTES) {
      digest.update(Long.toString(size).getBytes(US_ASCII));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
