package dev.metier.privacy;

import dev.metier.wire.Bytes;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The texts in a JSON body, names of fields and long numbers included, wherever they stand: a
/// reader may take another field for the content than ours does.
///
/// @param texts each once
/// @param unread what cannot be searched
/// @param chains texts that follow one another under one name, in order
record BodyTexts(Set<String> texts, List<String> unread, Map<String, List<String>> chains) {
  /// Digits that make a number worth a look.
  private static final int LONG_NUMBER = 9;

  /// More names are an object that somebody keeps data in, and no list of texts.
  private static final int MOST_CHAINS = 1000;

  /// Files and signatures in one word: nobody reads personal data in them without decoding them.
  private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/]{128,}={0,2}");

  /// How a URL begins that holds a file itself.
  private static final Pattern FILE = Pattern.compile("data:[\\w.+-]+/[\\w.+-]+(?:;[^\\s,;]*)*+,");

  private static final Pattern NUMBER = Pattern.compile("\\d{13}");

  static BodyTexts of(byte[] json) {
    var found = new BodyTexts(new LinkedHashSet<>(), new ArrayList<>(), new HashMap<>());
    String name = "";
    int at = 0;
    while (at < json.length) {
      if (json[at] == '"') {
        int end = end(json, at);
        String text = unquoted(json, at, end);
        at = end;
        found.add(text);
        if (isName(json, at)) {
          name = text;
        } else {
          found.chain(name, text);
        }
      } else if (json[at] >= '0' && json[at] <= '9') {
        int end = at;
        while (end < json.length && json[end] >= '0' && json[end] <= '9') {
          end++;
        }
        if (end - at >= LONG_NUMBER) {
          found.texts.add(new String(json, at, end - at, StandardCharsets.US_ASCII));
        }
        at = end;
      } else {
        at++;
      }
    }
    return found;
  }

  private static boolean isName(byte[] json, int behind) {
    int at = behind;
    while (at < json.length && json[at] <= ' ' && json[at] >= 0) {
      at++;
    }
    return at < json.length && json[at] == ':';
  }

  private void chain(String name, String text) {
    if (chains.size() < MOST_CHAINS || chains.containsKey(name)) {
      chains.computeIfAbsent(name, _ -> new ArrayList<>()).add(text);
    }
  }

  private void add(String text) {
    if (text.startsWith("data:") && FILE.matcher(text).lookingAt()) {
      var content = new ArrayList<String>();
      PersonalData.file(text, content, unread);
      texts.addAll(content);
    } else if (!text.isEmpty() && !isEncoded(text)) {
      texts.add(text);
    }
  }

  private static boolean isEncoded(String text) {
    return ENCODED.matcher(text).matches() && !NUMBER.matcher(text).find();
  }

  Detections search(Set<Kind> kinds) {
    var across = EnumSet.noneOf(Kind.class);
    chains.values().forEach(texts -> across.addAll(new AdjacentTexts().search(texts)));
    across.retainAll(kinds);
    return PersonalData.search(List.copyOf(texts), unread, kinds).and(across);
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
