package dev.metier.dialect.own;

import dev.metier.catalog.Application;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.chat.Usage;
import dev.metier.dialect.TokenCounts;
import dev.metier.wire.Json;
import dev.metier.wire.JsonPath;
import dev.metier.wire.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What an application is told, and what is read of what it gives.
public final class OwnMessages {
  private static final String PROMPT = "{{prompt}}";
  private static final String MESSAGES = "{{messages}}";

  private OwnMessages() {}

  /// What came of asking.
  ///
  /// @param usage tokens, where the application tells them beside its answer as OpenAI does
  public record Given(String answer, Optional<Usage> usage) {}

  /// The request as JSON: `prompt` (the last message's text), `messages`, `tools`, `settings`.
  public static byte[] request(ChatRequest request) {
    ObjectNode body = Json.newObject();
    body.put("prompt", prompt(request));
    body.set("messages", messages(request));
    ArrayNode tools = body.putArray("tools");
    for (Tool tool : request.tools()) {
      tools
          .addObject()
          .put("name", tool.name())
          .put("description", tool.description())
          .set("parameters", Json.value(tool.schema()));
    }
    settings(request.settings(), body.putObject("settings"));
    return Json.bytes(body);
  }

  /// The same in a form of the team's own: a text that is `{{messages}}` becomes the messages, and
  /// `{{prompt}}` in any text the prompt.
  public static byte[] request(String form, ChatRequest request) {
    return Json.bytes(filled(Json.value(form), request));
  }

  private static JsonNode filled(JsonNode node, ChatRequest request) {
    if (node.isString()) {
      String text = node.stringValue();
      return text.strip().equals(MESSAGES)
          ? messages(request)
          : Json.newArray().add(text.replace(PROMPT, prompt(request))).get(0);
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.newObject();
      object
          .properties()
          .forEach(each -> copy.set(each.getKey(), filled(each.getValue(), request)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.newArray();
      array.forEach(each -> copy.add(filled(each, request)));
      return copy;
    }
    return node;
  }

  /// The answer in what an application gave, which is all of it but a line break at the end where
  /// nobody said where it stands.
  ///
  /// @throws MalformedException when there is none where it should be
  public static Given answer(String given, Application application) {
    if (application.at().isEmpty()) {
      return new Given(given.replaceFirst("\\R\\z", ""), Optional.empty());
    }
    String at = application.at().get();
    JsonNode json =
        Json.tryValue(given)
            .orElseThrow(() -> new MalformedException("no JSON: " + Json.cut(given)));
    JsonNode value = JsonPath.of(at).in(json);
    if (value.isMissingNode()) {
      throw new MalformedException("no `" + at + "` in what it gave: " + Json.cut(given));
    }
    JsonNode usage = json.path("usage");
    return new Given(
        value.isString() ? value.stringValue() : Json.compact(value),
        usage.isObject() ? Optional.of(TokenCounts.openAi(usage).usage()) : Optional.empty());
  }

  private static String prompt(ChatRequest request) {
    return request.messages().isEmpty() ? "" : text(request.messages().getLast());
  }

  private static String text(Message message) {
    return message.parts().stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining("\n"));
  }

  /// Content is text, or a list as in OpenAI's API where there are pictures.
  private static ArrayNode messages(ChatRequest request) {
    ArrayNode messages = Json.newArray();
    for (Message message : request.messages()) {
      ObjectNode said =
          messages.addObject().put("role", message.role().name().toLowerCase(Locale.ROOT));
      List<Part> pictures = message.parts().stream().filter(Part.Image.class::isInstance).toList();
      if (pictures.isEmpty()) {
        said.put("content", text(message));
      } else {
        ArrayNode content = said.putArray("content");
        content.addObject().put("type", "text").put("text", text(message));
        for (Part part : pictures) {
          content
              .addObject()
              .put("type", "image_url")
              .putObject("image_url")
              .put("url", ((Part.Image) part).url());
        }
      }
    }
    return messages;
  }

  private static void settings(Settings settings, ObjectNode to) {
    settings.maxTokens().ifPresent(value -> to.put("max_tokens", value));
    settings.temperature().ifPresent(value -> to.put("temperature", value));
    settings.seed().ifPresent(value -> to.put("seed", value));
    if (!settings.stop().isEmpty()) {
      ArrayNode stop = to.putArray("stop");
      settings.stop().forEach(stop::add);
    }
    settings.responseSchema().ifPresent(schema -> to.set("response_schema", Json.value(schema)));
    settings.extra().forEach((name, value) -> to.set(name, Json.value(value)));
  }
}
