package dev.metier.testing;

import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A scripted vendor that speaks Gemini's generateContent, strict where Google is: results follow
/// their calls, one for each, and calls come back with the signature that they were given.
final class ScriptedGemini {
  /// What each first call of an answer is signed with.
  static final String SIGNATURE = "U2lnbmVkQnlHb29nbGU=";

  private static final String LOST = "skip_thought_signature_validator";

  private static final String USAGE =
      "{'promptTokenCount':100,'cachedContentTokenCount':60,'candidatesTokenCount':15,"
          + "'thoughtsTokenCount':5,'totalTokenCount':120}";

  private ScriptedGemini() {}

  /// The request with the fields by which scripts are read.
  ///
  /// @throws IllegalArgumentException when Google would refuse it
  static JsonNode asked(String path, JsonNode body) {
    ObjectNode asked = Json.newObject();
    asked.put("model", path.replaceAll(".*/|:.*", ""));
    asked.put("stream", path.endsWith(":streamGenerateContent"));
    ArrayNode messages = asked.putArray("messages");
    int calls = 0;
    for (JsonNode content : body.path("contents")) {
      calls = check(content.path("parts"), calls);
      ObjectNode message = messages.addObject();
      message.put("role", Json.text(content, "role").equals("model") ? "assistant" : "user");
      ArrayNode blocks = message.putArray("content");
      content.path("parts").forEach(part -> block(part, blocks.addObject()));
    }
    JsonNode declared = body.path("tools").path(0).path("functionDeclarations");
    for (JsonNode tool : declared) {
      ObjectNode node = asked.withArray("tools").addObject().put("name", Json.text(tool, "name"));
      node.set("input_schema", tool.path("parametersJsonSchema"));
    }
    choice(body.path("toolConfig").path("functionCallingConfig"), asked);
    JsonNode schema = body.path("generationConfig").path("responseJsonSchema");
    if (schema.isObject()) {
      asked.putObject("output_config").putObject("format").set("schema", schema);
    }
    return asked;
  }

  /// Returns how many calls wait for their results.
  private static int check(JsonNode parts, int waiting) {
    int calls = 0;
    int results = 0;
    for (JsonNode part : parts) {
      if (part.path("functionCall").isObject()) {
        String signature = Json.text(part, "thoughtSignature");
        if (calls++ == 0 && !List.of(SIGNATURE, LOST).contains(signature)) {
          throw new IllegalArgumentException("a call without its signature: " + part);
        }
      } else if (part.path("functionResponse").isObject()) {
        results++;
      } else if (part.has("thoughtSignature")
          && !Json.text(part, "thoughtSignature").equals(SIGNATURE)) {
        throw new IllegalArgumentException("a signature of somebody else: " + part);
      }
    }
    if (results != waiting) {
      throw new IllegalArgumentException(waiting + " calls and " + results + " results");
    }
    return calls;
  }

  private static void block(JsonNode part, ObjectNode to) {
    JsonNode response = part.path("functionResponse").path("response");
    if (response.isObject()) {
      String text = Json.text(response, "output") + Json.text(response, "error");
      to.put("type", "tool_result").put("content", text);
    } else if (part.path("inlineData").isObject()) {
      to.put("type", "image");
    } else {
      to.put("type", "text").put("text", Json.text(part, "text"));
    }
  }

  private static void choice(JsonNode config, ObjectNode asked) {
    String name = config.path("allowedFunctionNames").path(0).asString("");
    if (!name.isEmpty()) {
      asked.putObject("tool_choice").put("name", name);
    } else if (Json.text(config, "mode").equals("ANY")) {
      asked.putObject("tool_choice").put("type", "any");
    }
  }

  static String whole(Script script, String model) {
    List<ObjectNode> parts = new ArrayList<>();
    if (!script.thinking().isEmpty()) {
      parts.add(part("text", script.thinking()).put("thought", true));
    }
    if (!script.text().isEmpty()) {
      parts.add(part("text", script.text()));
    }
    parts.addAll(calls(script));
    sign(parts, script);
    ObjectNode answer = answer(parts, model);
    ((ObjectNode) answer.path("candidates").path(0)).put("finishReason", "STOP");
    return answer.toString();
  }

  static List<String> stream(Script script, String model) {
    List<String> out = new ArrayList<>();
    for (String piece : ScriptedAnswers.pieces(script.thinking())) {
      out.add(event(List.of(part("text", piece).put("thought", true)), model));
    }
    for (String piece : ScriptedAnswers.pieces(script.text())) {
      out.add(event(List.of(part("text", piece)), model));
    }
    List<ObjectNode> last = new ArrayList<>(calls(script));
    if (last.isEmpty()) {
      last.add(part("text", ""));
    }
    sign(last, script);
    ObjectNode answer = answer(last, model);
    ((ObjectNode) answer.path("candidates").path(0)).put("finishReason", "STOP");
    out.add(ScriptedAnswers.event(answer));
    return out;
  }

  /// The first call is signed, or the last part where there is none.
  private static void sign(List<ObjectNode> parts, Script script) {
    int calls = script.calls().size();
    int at = calls == 0 ? parts.size() - 1 : parts.size() - calls;
    parts.get(at).put("thoughtSignature", SIGNATURE);
  }

  private static List<ObjectNode> calls(Script script) {
    List<ObjectNode> calls = new ArrayList<>();
    for (Script.Call call : script.calls()) {
      ObjectNode part = Json.newObject();
      ObjectNode function = part.putObject("functionCall").put("id", "g-" + call.id());
      function.put("name", call.name()).set("args", Json.value(call.arguments()));
      calls.add(part);
    }
    return calls;
  }

  private static ObjectNode part(String field, String text) {
    return Json.newObject().put(field, text);
  }

  private static String event(List<ObjectNode> parts, String model) {
    return ScriptedAnswers.event(answer(parts, model));
  }

  private static ObjectNode answer(List<ObjectNode> parts, String model) {
    ObjectNode answer = Json.newObject();
    ObjectNode candidate = answer.putArray("candidates").addObject();
    ArrayNode all = candidate.putObject("content").put("role", "model").putArray("parts");
    parts.forEach(all::add);
    candidate.put("index", 0);
    answer.set("usageMetadata", ScriptedAnswers.object(USAGE));
    return answer.put("modelVersion", model).put("responseId", "r-7");
  }
}
