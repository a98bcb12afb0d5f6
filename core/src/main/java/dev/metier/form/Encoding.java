package dev.metier.form;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Says how a file that is not UTF-8 seems to be written, and where.
public final class Encoding {
  private static final String REMEDY = "Save it as UTF-8; in Excel as \"CSV UTF-8\".";

  private Encoding() {}

  public static Problem problem(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length > 1 && isMark(bytes[0], bytes[1])) {
      return Problem.at(Place.of(file), "The file is UTF-16 text, not UTF-8.", REMEDY);
    }
    var in = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
    int line = 1;
    for (int i = 0; i < in.position(); i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return Problem.at(
        new Place(file, line, 0),
        "The text is not UTF-8 here, but perhaps Latin-1, as Windows writes it.",
        REMEDY);
  }

  private static boolean isMark(byte first, byte second) {
    return (first == (byte) 0xFF && second == (byte) 0xFE)
        || (first == (byte) 0xFE && second == (byte) 0xFF);
  }
}
