package dev.metier.dialect;

import dev.metier.wire.Fields;
import dev.metier.wire.Fields.Field;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts system messages where a model takes them, as [SystemTurns] does, in the bytes of a request
/// that goes through; turns that are not concerned stay byte for byte. Of most requests only the
/// roles are looked at.
public final class ForwardedTurns {
  /// How a list begins whose first message is the system's, as clients in JavaScript and Python
  /// write it: no second one means that nothing needs to be read.
  private static final List<byte[]> FIRST =
      List.of(utf8("[{\"role\":\"system\""), utf8("[{\"role\": \"system\""));

  private final Fields request;
  private final List<Turn> turns = new ArrayList<>();

  /// @param raw its bytes, empty once it was changed
  private record Turn(String role, JsonNode changed, String raw) {}

  private ForwardedTurns(Fields request) {
    this.request = request;
  }

  /// The new `messages` of a Chat Completions request for a server that takes one system message;
  /// empty when they stay.
  public static Optional<String> chat(Fields request) {
    return request
        .field("messages")
        .filter(messages -> mayChange(request, messages) && isWhole(request, messages))
        .flatMap(messages -> new ForwardedTurns(request).leading(messages));
  }

  /// The new `messages` of an Anthropic Messages request for a model that takes no system message
  /// among them; empty when they stay.
  public static Optional<String> messages(Fields request) {
    return request
        .field("messages")
        .filter(messages -> request.mayHold("system") && isWhole(request, messages))
        .flatMap(messages -> new ForwardedTurns(request).asUser(messages));
  }

  /// The `messages` of an Anthropic Messages request that begins its answer, for a model that does
  /// not go on with one; empty when they stay.
  ///
  /// @param changed the messages as they are by now; empty when they are as they came
  public static Optional<String> goneOn(Fields request, Optional<String> changed) {
    return request
        .field("messages")
        .filter(messages -> request.json()[messages.from()] == '[')
        .filter(messages -> isPrefill(request, request.elements(messages)))
        .map(messages -> changed.orElseGet(() -> request.raw(messages)))
        .map(messages ->
            messages.substring(0, messages.length() - 1)
                + ",{\"role\":\"user\",\"content\":"
                + Json.quoted(Turns.GO_ON)
                + "}]");
  }

  /// What a vendor's own tool brought is gone on with in another way, and calls need results.
  private static boolean isPrefill(Fields request, List<Field> messages) {
    if (messages.isEmpty()) {
      return false;
    }
    JsonNode last = Json.tryValue(request.raw(messages.getLast())).orElseGet(Json::newObject);
    boolean plain = true;
    for (JsonNode block : last.path("content")) {
      String type = Json.text(block, "type");
      plain &= type.equals("text") || type.contains("thinking");
    }
    return plain && Json.text(last, "role").equals("assistant");
  }

  /// Whether they can be read; what cannot is for the model's server to refuse.
  private static boolean isWhole(Fields request, Field messages) {
    return Json.tryValue(request.raw(messages)).filter(JsonNode::isArray).isPresent();
  }

  private static boolean mayChange(Fields request, Field messages) {
    boolean first =
        FIRST.stream().anyMatch(each -> startsWith(request.json(), messages.from(), each));
    boolean more = first ? request.mayRepeat("system") : request.mayHold("system");
    if (!more && !request.mayHold("developer")) {
      return false;
    }
    return request.inner(messages, "role").stream()
        .skip(first ? 1 : 0)
        .flatMap(role -> request.text(role).stream())
        .anyMatch(ForwardedTurns::isSystem);
  }

  private static boolean startsWith(byte[] json, int from, byte[] what) {
    return from + what.length <= json.length
        && Arrays.equals(json, from, from + what.length, what, 0, what.length);
  }

  private Optional<String> leading(Field messages) {
    List<Field> elements = request.elements(messages);
    List<String> roles = elements.stream().map(this::role).toList();
    int head = 0;
    while (head < roles.size() && isSystem(roles.get(head))) {
      head++;
    }
    boolean late = roles.stream().skip(head).anyMatch(ForwardedTurns::isSystem);
    boolean developer = roles.contains("developer");
    if (head <= 1 && !late && !developer) {
      return Optional.empty();
    }
    if (head > 0) {
      turns.add(new Turn("system", joined(elements.subList(0, head)), ""));
    }
    for (int i = head; i < elements.size(); i++) {
      chat(roles.get(i), elements.get(i));
    }
    return Optional.of(text());
  }

  private void chat(String role, Field element) {
    boolean afterUser = !turns.isEmpty() && turns.getLast().role().equals("user");
    if (isSystem(role)) {
      JsonNode told = told(content(json(element)));
      if (afterUser) {
        Turn user = turns.removeLast();
        turns.add(user(merged(content(json(user)), told), json(user)));
      } else {
        turns.add(new Turn("late", told, ""));
      }
      return;
    }
    boolean afterLate = !turns.isEmpty() && turns.getLast().role().equals("late");
    if (afterLate && role.equals("user")) {
      JsonNode told = turns.removeLast().changed();
      turns.add(user(merged(told, content(json(element))), json(element)));
    } else {
      turns.add(new Turn(role, Json.newObject(), request.raw(element)));
    }
  }

  private Optional<String> asUser(Field messages) {
    boolean any = false;
    for (Field element : request.elements(messages)) {
      if (isSystem(role(element))) {
        any = true;
        turns.add(user(told(content(json(element))), json(element)));
      } else {
        turns.add(new Turn("", Json.newObject(), request.raw(element)));
      }
    }
    return any ? Optional.of(text()) : Optional.empty();
  }

  private static Turn user(JsonNode content, JsonNode of) {
    ObjectNode turn = ((ObjectNode) of).deepCopy();
    turn.put("role", "user").set("content", content);
    return new Turn("user", turn, "");
  }

  private String text() {
    var all = new StringJoiner(",", "[", "]");
    for (Turn turn : turns) {
      if (!turn.raw().isEmpty()) {
        all.add(turn.raw());
      } else if (turn.role().equals("late")) {
        all.add(Json.compact(user(turn.changed(), Json.newObject()).changed()));
      } else {
        all.add(Json.compact(turn.changed()));
      }
    }
    return all.toString();
  }

  private static JsonNode json(Turn turn) {
    return turn.raw().isEmpty() ? turn.changed() : Json.value(turn.raw());
  }

  private JsonNode json(Field element) {
    return Json.value(request.raw(element));
  }

  private String role(Field element) {
    byte[] turn = Arrays.copyOfRange(request.json(), element.from(), element.to());
    return Fields.of(turn).flatMap(fields -> fields.text("role")).orElse("");
  }

  private static boolean isSystem(String role) {
    return role.equals("system") || role.equals("developer");
  }

  private ObjectNode joined(List<Field> elements) {
    ObjectNode first = (ObjectNode) json(elements.getFirst());
    JsonNode content = content(first);
    for (Field element : elements.subList(1, elements.size())) {
      JsonNode next = content(json(element));
      content =
          content.isString() && next.isString()
              ? string(content.asString() + "\n\n" + next.asString())
              : merged(content, next);
    }
    first.put("role", "system").set("content", content);
    return first;
  }

  private static JsonNode content(JsonNode turn) {
    JsonNode content = turn.path("content");
    return content.isString() || content.isArray() ? content : string("");
  }

  private static JsonNode told(JsonNode content) {
    if (content.isString()) {
      return string(SystemTurns.told(content.asString()));
    }
    JsonNode told = content.deepCopy();
    for (JsonNode part : told) {
      if (part instanceof ObjectNode object && object.path("text").isString()) {
        object.put("text", SystemTurns.told(object.path("text").asString()));
      }
    }
    return told;
  }

  private static JsonNode merged(JsonNode one, JsonNode other) {
    if (one.isString() && other.isString()) {
      return string(one.asString() + "\n" + other.asString());
    }
    ArrayNode parts = Json.newArray();
    for (JsonNode content : List.of(one, other)) {
      if (content.isString()) {
        parts.addObject().put("type", "text").put("text", content.asString());
      } else {
        content.forEach(parts::add);
      }
    }
    return parts;
  }

  private static JsonNode string(String text) {
    return Json.value(Json.quoted(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
