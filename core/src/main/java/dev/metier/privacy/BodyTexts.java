package dev.metier.privacy;

import dev.metier.wire.Bytes;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The texts in a JSON body, names of fields and long numbers included, wherever they stand: a
/// reader may take another field for the content than ours does.
final class BodyTexts {
  /// Digits that make a number worth a look.
  private static final int LONG_NUMBER = 9;

  /// Files and signatures: nobody reads personal data in them without decoding them.
  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/=\\r\\n]{128,}");

  private BodyTexts() {}

  static Set<String> of(byte[] json) {
    var texts = new LinkedHashSet<String>();
    int at = 0;
    while (at < json.length) {
      if (json[at] == '"') {
        int end = end(json, at);
        add(unquoted(json, at, end), texts);
        at = end;
      } else if (json[at] >= '0' && json[at] <= '9') {
        int end = at;
        while (end < json.length && json[end] >= '0' && json[end] <= '9') {
          end++;
        }
        if (end - at >= LONG_NUMBER) {
          texts.add(new String(json, at, end - at, StandardCharsets.US_ASCII));
        }
        at = end;
      } else {
        at++;
      }
    }
    return texts;
  }

  private static void add(String text, Set<String> texts) {
    boolean file = text.startsWith("data:") && text.contains(";base64,");
    if (!text.isEmpty() && !file && !ENCODED.matcher(text).matches()) {
      texts.add(text);
    }
  }

  /// Behind the string that begins there.
  private static int end(byte[] json, int from) {
    int at = from + 1;
    while (true) {
      int found = Bytes.either(json, at, json.length, '"', '\\');
      if (found < 0) {
        return json.length;
      }
      if (json[found] == '"') {
        return found + 1;
      }
      at = Math.min(json.length, found + 2);
    }
  }

  private static String unquoted(byte[] json, int from, int to) {
    String raw = new String(json, from, to - from, StandardCharsets.UTF_8);
    try {
      return raw.indexOf('\\') < 0
          ? raw.substring(1, Math.max(1, raw.length() - 1))
          : Json.value(raw).stringValue(raw);
    } catch (IllegalArgumentException e) {
      return raw;
    }
  }
}
