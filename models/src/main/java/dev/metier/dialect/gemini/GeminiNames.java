package dev.metier.dialect.gemini;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Names of tools as Google takes them: they begin with a letter or an underscore, and hold few
/// characters more. Others are written with the codes of their characters, and read back.
final class GeminiNames {
  private static final Pattern TAKEN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.-]*");
  private static final String MARK = "__m";

  private GeminiNames() {}

  static String written(String name) {
    if (TAKEN.matcher(name).matches() && !name.startsWith(MARK)) {
      return name;
    }
    var written = new StringBuilder(MARK);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (Character.isLetterOrDigit(b) && b > 0) {
        written.append((char) b);
      } else {
        written.append('_').append(HexFormat.of().toHexDigits(b));
      }
    }
    return written.toString();
  }

  /// The name that was written so; itself where a model made it up.
  static String read(String written) {
    if (!written.startsWith(MARK)) {
      return written;
    }
    var name = new ByteArrayOutputStream();
    for (int at = MARK.length(); at < written.length(); at++) {
      char c = written.charAt(at);
      if (c != '_') {
        name.write(c);
      } else if (at + 2 < written.length() && isHex(written, at + 1) && isHex(written, at + 2)) {
        name.write(HexFormat.fromHexDigits(written, at + 1, at + 3));
        at += 2;
      } else {
        return written;
      }
    }
    return name.toString(StandardCharsets.UTF_8);
  }

  private static boolean isHex(String text, int at) {
    return HexFormat.isHexDigit(text.charAt(at));
  }
}
