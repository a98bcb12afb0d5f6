package dev.metier.dialect.gemini;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.dialect.Media;
import dev.metier.dialect.ThoughtSignature;
import dev.metier.dialect.Turns;
import dev.metier.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the turns of a chat for Gemini: the user's first, results of calls in a turn of their own
/// behind the calls, no part empty. A signature goes back with the next call, also where a client
/// put it in front of the text. See <https://ai.google.dev/gemini-api/docs/thought-signatures>. Not
/// thread-safe.
final class GeminiTurns {
  private static final String BEGINNING = "[The conversation begins.]";

  /// Google's word for a call that another model made, or whose signature a client lost.
  private static final String UNSIGNED = "skip_thought_signature_validator";

  private final ArrayNode contents;
  private final String signer;
  private final boolean checked;
  private final Map<String, String> names = new HashMap<>();
  private String side = "";
  private ArrayNode parts = Json.newArray();

  /// @param signer whose signatures the model takes back
  /// @param checked whether the model checks signatures and ids of calls, and then needs them
  GeminiTurns(ArrayNode contents, String signer, boolean checked) {
    this.contents = contents;
    this.signer = signer;
    this.checked = checked;
  }

  void write(List<Message> messages) {
    for (Message message : Turns.settled(messages, true)) {
      switch (message.role()) {
        case SYSTEM -> {}
        case USER -> message.parts().forEach(part -> shown(part, "user"));
        case ASSISTANT -> said(message.parts());
        case TOOL -> {
          // also when the same user goes on after it, or answers another call
          side = "";
          message.parts().forEach(this::answered);
          side = "";
        }
      }
    }
    if (contents.isEmpty()) {
      turn("user").addObject().put("text", BEGINNING);
    }
    if (checked && side.equals("model") && !parts.get(parts.size() - 1).has("functionCall")) {
      turn("user").addObject().put("text", Turns.GO_ON);
    }
  }

  private ArrayNode turn(String next) {
    if (contents.isEmpty() && next.equals("model")) {
      turn("user").addObject().put("text", BEGINNING);
    }
    if (!next.equals(side)) {
      side = next;
      parts = Json.newArray();
      contents.addObject().put("role", next).set("parts", parts);
    }
    return parts;
  }

  private void said(List<Part> said) {
    boolean first = true;
    String signature = "";
    for (Part part : said) {
      if (part instanceof Part.Thinking thinking) {
        signature = ThoughtSignature.by(signer, thinking).orElse(signature);
      } else if (part instanceof Part.ToolUse use) {
        call(use, signature.isEmpty() && first && checked ? UNSIGNED : signature);
        first = false;
        signature = "";
      } else {
        shown(part, "model");
      }
    }
  }

  private void call(Part.ToolUse use, String signature) {
    names.put(use.id(), use.name());
    ObjectNode part = turn("model").addObject();
    ObjectNode call = part.putObject("functionCall");
    id(call, use.id());
    call.put("name", GeminiNames.written(use.name())).set("args", Json.arguments(use.arguments()));
    if (!signature.isEmpty()) {
      part.put("thoughtSignature", signature);
    }
  }

  private void answered(Part part) {
    if (part instanceof Part.ToolResult result) {
      ObjectNode answer = turn("user").addObject().putObject("functionResponse");
      id(answer, result.id());
      answer.put("name", GeminiNames.written(names.getOrDefault(result.id(), "")));
      answer.putObject("response").put(result.error() ? "error" : "output", result.text());
    }
  }

  /// Older models refuse the ids.
  private void id(ObjectNode to, String id) {
    if (checked) {
      to.put("id", id);
    }
  }

  /// What the model is shown.
  private void shown(Part part, String next) {
    switch (part) {
      case Part.Text text -> text(text.text(), next);
      case Part.Refused refused -> text(refused.text(), next);
      case Part.Image image ->
          Media.of(image.url())
              .ifPresentOrElse(
                  media -> inline(media.pictureType(), media.base64(), next),
                  () -> text("[A picture was left out: it came as an address.]", next));
      case Part.Document document ->
          Media.of(document.url())
              .filter(media -> media.text().isEmpty())
              .ifPresentOrElse(
                  media -> inline(media.type(), media.base64(), next),
                  () -> text(Media.told(document), next));
      case Part.Thinking _, Part.Sealed _, Part.ToolUse _, Part.ToolResult _ -> {}
    }
  }

  private void text(String text, String next) {
    if (!text.isBlank()) {
      turn(next).addObject().put("text", text);
    }
  }

  private void inline(String type, String base64, String next) {
    turn(next).addObject().putObject("inlineData").put("mimeType", type).put("data", base64);
  }
}
