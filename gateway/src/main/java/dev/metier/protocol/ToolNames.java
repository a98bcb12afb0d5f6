package dev.metier.protocol;

import dev.metier.core.text.Sha256;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The names of a request's tools: the client's own, and those that every model's server takes (1
/// to 64 letters, digits, `_` and `-`). The answer's memory leads back. Not thread-safe.
public final class ToolNames {
  private static final int LONGEST = 64;
  private static final int HASH = 8;
  private static final String NAME = "tool:";
  private static final String FREE = "free:";

  private final Map<String, String> safe = new HashMap<>();
  private final Map<String, String> memory = new HashMap<>();

  /// The name to tell the model; the same for the same name, whatever the request.
  public String safe(String name) {
    return fits(name) ? name : safe.computeIfAbsent(name, this::renamed);
  }

  /// Remembers that a tool takes free text, which models write as the field `input`.
  public void free(String safe) {
    memory.put(FREE + safe, "");
  }

  public Map<String, String> memory() {
    return memory;
  }

  /// The client's own name of the tool that the model called.
  public static String own(ParsedRequest asked, String name) {
    return asked.memory().isEmpty() ? name : asked.memory().getOrDefault(NAME + name, name);
  }

  public static boolean isFree(ParsedRequest asked, String name) {
    return !asked.memory().isEmpty() && asked.memory().containsKey(FREE + name);
  }

  /// The free text in the arguments of a call; all of them when they are not as they should be.
  public static String freeText(String arguments) {
    return Json.tryObject(arguments.getBytes(StandardCharsets.UTF_8))
        .map(json -> json.path("input"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .orElse(arguments);
  }

  /// An id for a call, unique among all answers: some servers tell none, or count from 0 each time.
  ///
  /// @param prefix what the client's ids begin with, when they must
  public static String callId(String id, int index, ReplyMetadata metadata, String prefix) {
    if (counted(id) || !fitsId(id)) {
      String start = prefix.isEmpty() ? "call_" : prefix;
      return start + metadata.requestId() + "_" + index;
    }
    return id.startsWith(prefix) ? id : prefix + id;
  }

  /// Whether it is a counter, which begins anew with each answer.
  private static boolean counted(String id) {
    String number = id.startsWith("call_") ? id.substring(5) : id;
    return number.length() <= 3 && number.chars().allMatch(Character::isDigit);
  }

  private static boolean fitsId(String id) {
    return id.length() <= LONGEST && plain(id);
  }

  private static boolean fits(String name) {
    return name.length() <= LONGEST
        && plain(name)
        && switch (name) {
          // these are choices, not names
          case "", "auto", "none", "required", "any" -> false;
          default -> true;
        };
  }

  private static boolean plain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!plain(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private String renamed(String name) {
    var text = new StringBuilder();
    for (int i = 0; i < name.length() && text.length() < LONGEST - HASH - 1; i++) {
      text.append(plain(name.charAt(i)) ? name.charAt(i) : '_');
    }
    String renamed = text.append('_').append(Sha256.hex(name), 0, HASH).toString();
    memory.put(NAME + renamed, name);
    return renamed;
  }
}
