package dev.metier.testing;

import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A script's answer in the words of a vendor, complete enough for its own libraries. Every answer
/// has used 100 tokens of prompt (Ollama's more for long ones), of which 60 were cached, and 20 of
/// answer.
final class ScriptedAnswers {
  private static final int PIECE = 5;
  private static final int LONGEST_PIECES = 1000;

  private ScriptedAnswers() {}

  static String whole(Vendor vendor, Script script, String model) {
    return switch (vendor) {
      case OPENAI -> openAi(script, model).toString();
      case ANTHROPIC -> anthropic(script, model).toString();
      case GOOGLE -> ScriptedGemini.whole(script, model);
      case OLLAMA -> ollama(script.thinking(), script, true).toString();
    };
  }

  static List<String> stream(Vendor vendor, Script script, String model) {
    return switch (vendor) {
      case OPENAI -> openAiStream(script, model);
      case ANTHROPIC -> anthropicStream(script, model);
      case GOOGLE -> ScriptedGemini.stream(script, model);
      case OLLAMA -> ollamaStream(script);
    };
  }

  /// The body of a refusal in the words of such a server.
  static String fault(Vendor vendor, String kind) {
    String told =
        switch (kind) {
          case "too_long" ->
              switch (vendor) {
                case OPENAI ->
                    "request (9000 tokens) exceeds the available context size (4096 tokens), try"
                        + " increasing it";
                case ANTHROPIC -> "prompt is too long: 210000 tokens > 200000 maximum";
                case GOOGLE ->
                    "The input token count (9000) exceeds the maximum number of tokens allowed"
                        + " (4096).";
                case OLLAMA -> "the input length exceeds the context length";
              };
          case "bad_parameter" ->
              "Unsupported parameter: 'top_k' is not supported with this model.";
          case "slow_down" -> "Slow down, please.";
          case "wrong_key" -> "Incorrect API key provided: sk-...7.";
          default -> "Overloaded";
        };
    String type =
        switch (kind) {
          case "slow_down" -> "rate_limit_error";
          case "wrong_key" -> "authentication_error";
          case "overloaded" -> "overloaded_error";
          default -> "invalid_request_error";
        };
    return new String(vendor.error(type, told), java.nio.charset.StandardCharsets.UTF_8);
  }

  static int status(Vendor vendor, String kind) {
    return switch (kind) {
      case "slow_down" -> 429;
      case "wrong_key" -> 401;
      case "overloaded" -> vendor == Vendor.ANTHROPIC ? 529 : 503;
      default -> 400;
    };
  }

  static ObjectNode object(String readable) {
    return (ObjectNode) Json.value(readable.replace('\'', '"'));
  }

  static String event(ObjectNode data) {
    return "data: " + data + "\n\n";
  }

  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < text.length(); i += PIECE) {
      pieces.add(text.substring(i, Math.min(text.length(), i + PIECE)));
    }
    return pieces;
  }

  // OpenAI Chat Completions

  private static ObjectNode openAiUsage() {
    return object(
        "{'prompt_tokens':100,'completion_tokens':20,'total_tokens':120,"
            + "'prompt_tokens_details':{'cached_tokens':60},"
            + "'completion_tokens_details':{'reasoning_tokens':5}}");
  }

  private static ObjectNode openAi(Script script, String model) {
    ObjectNode body = object("{'id':'chatcmpl-7','object':'chat.completion','created':1700000000}");
    ObjectNode choice = body.put("model", model).putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant").putNull("refusal");
    if (script.text().isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", script.text());
    }
    if (!script.thinking().isEmpty()) {
      message.put("reasoning_content", script.thinking());
    }
    for (Script.Call call : script.calls()) {
      ObjectNode to = message.withArray("tool_calls").addObject();
      to.put("id", call.id()).put("type", "function");
      to.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
    choice
        .putNull("logprobs")
        .put("finish_reason", script.calls().isEmpty() ? "stop" : "tool_calls");
    body.set("usage", openAiUsage());
    return body;
  }

  private static ObjectNode chunk(String model) {
    return object("{'id':'chatcmpl-7','object':'chat.completion.chunk','created':1700000000}")
        .put("model", model);
  }

  private static String delta(String model, ObjectNode delta, String finish) {
    ObjectNode chunk = chunk(model);
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    if (finish.isEmpty()) {
      choice.putNull("finish_reason");
    } else {
      choice.put("finish_reason", finish);
    }
    return event(chunk);
  }

  private static List<String> openAiStream(Script script, String model) {
    List<String> out = new ArrayList<>();
    out.add(delta(model, object("{'role':'assistant','content':''}"), ""));
    for (String piece : pieces(script.thinking())) {
      out.add(delta(model, object("{}").put("reasoning_content", piece), ""));
    }
    for (String piece : pieces(script.text())) {
      out.add(delta(model, object("{}").put("content", piece), ""));
    }
    calls(script, model, out);
    out.add(delta(model, object("{}"), script.calls().isEmpty() ? "stop" : "tool_calls"));
    ObjectNode last = chunk(model);
    last.putArray("choices");
    last.set("usage", openAiUsage());
    out.add(event(last));
    out.add("data: [DONE]\n\n");
    return out;
  }

  private static void calls(Script script, String model, List<String> out) {
    int rounds = script.inTurns() ? 1 : script.calls().size();
    for (int round = 0; round < rounds; round++) {
      int from = script.inTurns() ? 0 : round;
      int to = script.inTurns() ? script.calls().size() : round + 1;
      for (int place = -1; place < LONGEST_PIECES; place++) {
        for (int index = from; index < to; index++) {
          Script.Call call = script.calls().get(index);
          List<String> pieces = pieces(call.arguments());
          if (place < pieces.size()) {
            String piece = place < 0 ? "" : pieces.get(place);
            out.add(delta(model, callDelta(call, index, place < 0, piece), ""));
          }
        }
      }
    }
  }

  private static ObjectNode callDelta(Script.Call call, int index, boolean first, String piece) {
    ObjectNode delta = object("{}");
    ObjectNode to = delta.putArray("tool_calls").addObject().put("index", index);
    ObjectNode function;
    if (first) {
      to.put("id", call.id()).put("type", "function");
      function = to.putObject("function").put("name", call.name());
    } else {
      function = to.putObject("function");
    }
    function.put("arguments", piece);
    return delta;
  }

  // Anthropic Messages

  private static final String ANTHROPIC_USAGE =
      "{'input_tokens':30,'cache_creation_input_tokens':10,'cache_read_input_tokens':60,"
          + "'output_tokens':20}";

  private static ObjectNode anthropic(Script script, String model) {
    ObjectNode body =
        object("{'id':'msg_7','type':'message','role':'assistant'}").put("model", model);
    ArrayNode content = body.putArray("content");
    if (!script.thinking().isEmpty()) {
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", script.thinking())
          .put("signature", "c2lnbmVk");
    }
    if (!script.text().isEmpty()) {
      content.addObject().put("type", "text").put("text", script.text());
    }
    for (Script.Call call : script.calls()) {
      ObjectNode block = content.addObject().put("type", "tool_use");
      block.put("id", "toolu_" + call.id()).put("name", call.name());
      block.set("input", Json.value(call.arguments()));
    }
    body.put("stop_reason", script.calls().isEmpty() ? "end_turn" : "tool_use")
        .putNull("stop_sequence");
    body.set("usage", object(ANTHROPIC_USAGE));
    return body;
  }

  private static String named(ObjectNode data) {
    return "event: " + data.path("type").stringValue() + "\n" + event(data);
  }

  private static List<String> anthropicStream(Script script, String model) {
    List<String> out = new ArrayList<>();
    ObjectNode start = object("{'type':'message_start'}");
    ObjectNode message = object("{'id':'msg_7','type':'message','role':'assistant','content':[]}");
    message.put("model", model).putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", object(ANTHROPIC_USAGE).put("output_tokens", 1));
    start.set("message", message);
    out.add(named(start));
    out.add(named(object("{'type':'ping'}")));
    int index = 0;
    if (!script.thinking().isEmpty()) {
      block(
          out,
          index,
          "{'type':'thinking','thinking':'','signature':''}",
          "thinking_delta",
          "thinking",
          script.thinking());
      signature(out, index++);
    }
    if (!script.text().isEmpty()) {
      block(out, index, "{'type':'text','text':''}", "text_delta", "text", script.text());
      stop(out, index++);
    }
    for (Script.Call call : script.calls()) {
      String opening =
          "{'type':'tool_use','id':'toolu_"
              + call.id()
              + "','name':'"
              + call.name()
              + "','input':{}}";
      block(out, index, opening, "input_json_delta", "partial_json", call.arguments());
      stop(out, index++);
    }
    ObjectNode end = object("{'type':'message_delta','delta':{'stop_sequence':null}}");
    ((ObjectNode) end.path("delta"))
        .put("stop_reason", script.calls().isEmpty() ? "end_turn" : "tool_use");
    end.set("usage", object(ANTHROPIC_USAGE));
    out.add(named(end));
    out.add(named(object("{'type':'message_stop'}")));
    return out;
  }

  private static void block(
      List<String> out, int index, String opening, String type, String field, String text) {
    ObjectNode start = object("{'type':'content_block_start'}").put("index", index);
    start.set("content_block", object(opening));
    out.add(named(start));
    for (String piece : pieces(text)) {
      ObjectNode delta = object("{'type':'content_block_delta'}").put("index", index);
      delta.putObject("delta").put("type", type).put(field, piece);
      out.add(named(delta));
    }
  }

  private static void signature(List<String> out, int index) {
    ObjectNode delta = object("{'type':'content_block_delta'}").put("index", index);
    delta.putObject("delta").put("type", "signature_delta").put("signature", "c2lnbmVk");
    out.add(named(delta));
    stop(out, index);
  }

  private static void stop(List<String> out, int index) {
    out.add(named(object("{'type':'content_block_stop'}").put("index", index)));
  }

  // Ollama

  private static ObjectNode ollama(String thinking, Script script, boolean done) {
    ObjectNode body = object("{'model':'m','created_at':'2026-11-22T00:00:00Z'}");
    ObjectNode message = body.putObject("message").put("role", "assistant");
    message.put("content", script.text());
    if (!thinking.isEmpty()) {
      message.put("thinking", thinking);
    }
    for (Script.Call call : script.calls()) {
      ObjectNode function = message.withArray("tool_calls").addObject().putObject("function");
      function.put("name", call.name()).set("arguments", Json.value(call.arguments()));
    }
    body.put("done", done);
    if (done) {
      body.put("done_reason", "stop")
          .put("prompt_eval_count", script.prompt())
          .put("eval_count", 20);
    }
    return body;
  }

  private static List<String> ollamaStream(Script script) {
    List<String> out = new ArrayList<>();
    var none = script.piece("", List.of());
    for (String piece : pieces(script.thinking())) {
      out.add(ollama(piece, none, false) + "\n");
    }
    for (String piece : pieces(script.text())) {
      out.add(ollama("", script.piece(piece, List.of()), false) + "\n");
    }
    if (!script.calls().isEmpty()) {
      out.add(ollama("", script.piece("", script.calls()), false) + "\n");
    }
    out.add(ollama("", none, true) + "\n");
    return out;
  }
}
