package dev.metier.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How a vendor's server words its answers.
public enum Vendor {
  OPENAI("/v1", "text/event-stream"),
  ANTHROPIC("", "text/event-stream"),
  GOOGLE("", "text/event-stream"),
  OLLAMA("", "application/x-ndjson");

  private static final String CALL = "\u0001";

  private final String root;
  private final String streamType;

  Vendor(String root, String streamType) {
    this.root = root;
    this.streamType = streamType;
  }

  /// The path that ends the base URL.
  String root() {
    return root;
  }

  String streamType() {
    return streamType;
  }

  /// The pieces of a streamed answer; the last one completes it, the first has no content.
  List<byte[]> stream(List<String> words, boolean usage) {
    List<String> pieces = new ArrayList<>();
    pieces.add(begin(usage));
    words.forEach(word -> pieces.add(word(word)));
    pieces.add(finish(words.size(), usage));
    return pieces.stream().map(Vendor::bytes).toList();
  }

  private String begin(boolean usage) {
    return switch (this) {
      case OPENAI -> event("{'choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}");
      case ANTHROPIC ->
          event(
                  "{'type':'message_start','message':{'role':'assistant','content':[]"
                      + (usage ? ",'usage':{'input_tokens':7,'output_tokens':1}" : "")
                      + "}}")
              + event(
                  "{'type':'content_block_start','index':0,"
                      + "'content_block':{'type':'text','text':''}}");
      case GOOGLE ->
          event(
              "{'candidates':[{'content':{'role':'model','parts':[{'text':''}]},'index':0}]"
                  + (usage ? ",'usageMetadata':{'promptTokenCount':7}" : "")
                  + "}");
      case OLLAMA -> line("{'message':{'role':'assistant','content':''},'done':false}");
    };
  }

  /// What stands among the words of an answer for the call of a tool; only in OpenAI's streams.
  public static String call(String name, String arguments) {
    return CALL + name + CALL + arguments;
  }

  private static String called(String word) {
    String[] parts = word.split(CALL, 3);
    String arguments = parts[2].replace("\\", "\\\\").replace("\"", "\\\"");
    return event(
        "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_1',"
            + "'type':'function','function':{'name':'"
            + parts[1]
            + "','arguments':'@'}}]}}]}",
        arguments);
  }

  private String word(String word) {
    if (word.startsWith(CALL)) {
      return called(word);
    }
    String text = word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return switch (this) {
      case OPENAI -> event("{'choices':[{'index':0,'delta':{'content':'@'}}]}", text);
      case ANTHROPIC ->
          event(
              "{'type':'content_block_delta','index':0,"
                  + "'delta':{'type':'text_delta','text':'@'}}",
              text);
      case GOOGLE ->
          event(
              "{'candidates':[{'content':{'role':'model','parts':[{'text':'@'}]},'index':0}]}",
              text);
      case OLLAMA ->
          line("{'message':{'role':'assistant','content':'@'},'done':false}").replace("@", text);
    };
  }

  private String finish(int words, boolean usage) {
    return switch (this) {
      case OPENAI ->
          event("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}")
              + (usage
                  ? event(
                      "{'choices':[],'usage':{'prompt_tokens':7,'completion_tokens':"
                          + words
                          + "}}")
                  : "")
              + "data: [DONE]\n\n";
      case ANTHROPIC ->
          event("{'type':'content_block_stop','index':0}")
              + event(
                  "{'type':'message_delta','delta':{'stop_reason':'end_turn'}"
                      + (usage ? ",'usage':{'output_tokens':" + words + "}" : "")
                      + "}")
              + event("{'type':'message_stop'}");
      case GOOGLE ->
          event(
              "{'candidates':[{'content':{'role':'model','parts':[{'text':''}]},"
                  + "'finishReason':'STOP','index':0}]"
                  + (usage
                      ? ",'usageMetadata':{'promptTokenCount':7,'candidatesTokenCount':"
                          + words
                          + "}"
                      : "")
                  + "}");
      case OLLAMA ->
          line(
              "{'message':{'role':'assistant','content':''},'done':true,'done_reason':'stop'"
                  + (usage
                      ? ",'prompt_eval_count':7,'eval_count':"
                          + words
                          + ",'eval_duration':1000000000,'load_duration':250000000"
                      : "")
                  + "}");
    };
  }

  /// The same answer whole.
  byte[] whole(String text) {
    return bytes(
        json(switch (this) {
              case OPENAI ->
                  "{'choices':[{'index':0,'message':{'role':'assistant','content':'@'},"
                      + "'finish_reason':'stop'}],"
                      + "'usage':{'prompt_tokens':7,'completion_tokens':2}}";
              case ANTHROPIC ->
                  "{'type':'message','role':'assistant','content':[{'type':'text','text':'@'}],"
                      + "'stop_reason':'end_turn',"
                      + "'usage':{'input_tokens':7,'output_tokens':2}}";
              case GOOGLE ->
                  "{'candidates':[{'content':{'role':'model','parts':[{'text':'@'}]},"
                      + "'finishReason':'STOP','index':0}],"
                      + "'usageMetadata':{'promptTokenCount':7,'candidatesTokenCount':2}}";
              case OLLAMA ->
                  "{'message':{'role':'assistant','content':'@'},'done':true,"
                      + "'done_reason':'stop','prompt_eval_count':7,'eval_count':2}";
            })
            .replace("@", text));
  }

  byte[] error(String type, String message) {
    return bytes(
        json(switch (this) {
              case OPENAI -> "{'error':{'message':'@','type':'" + type + "','code':null}}";
              case ANTHROPIC -> "{'type':'error','error':{'type':'" + type + "','message':'@'}}";
              case GOOGLE ->
                  "{'error':{'code':"
                      + code(type)
                      + ",'message':'@','status':'"
                      + status(type)
                      + "'}}";
              case OLLAMA -> "{'error':'@'}";
            })
            .replace("@", message));
  }

  /// Google repeats the status in the body, and in a stream it stands there alone.
  private static int code(String type) {
    return switch (type) {
      case "overloaded_error" -> 503;
      case "rate_limit_error", "insufficient_quota" -> 429;
      case "authentication_error" -> 401;
      case "not_found_error" -> 404;
      case "invalid_request_error" -> 400;
      default -> 500;
    };
  }

  private static String status(String type) {
    return switch (code(type)) {
      case 503 -> "UNAVAILABLE";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 401 -> "UNAUTHENTICATED";
      case 404 -> "NOT_FOUND";
      case 400 -> "INVALID_ARGUMENT";
      default -> "INTERNAL";
    };
  }

  /// Whether nothing in a stream but its end tells that the answer is complete.
  boolean endsWithTheBody() {
    return this == GOOGLE;
  }

  byte[] errorInStream(String type, String message) {
    String error = new String(error(type, message), StandardCharsets.UTF_8);
    return bytes(
        switch (this) {
          case OPENAI, ANTHROPIC -> "event: error\ndata: " + error + "\n\n";
          // without the frame of an event
          case GOOGLE -> error.replace(",", ",\n  ") + "\n";
          case OLLAMA -> error + "\n";
        });
  }

  /// A piece of a stream that holds `data` as it is.
  byte[] raw(byte[] data) {
    byte[] before = this == OLLAMA ? new byte[0] : bytes("data: ");
    byte[] all = new byte[before.length + data.length + 2];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(data, 0, all, before.length, data.length);
    all[all.length - 2] = '\n';
    all[all.length - 1] = '\n';
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String event(String json, String text) {
    return event(json).replace("@", text);
  }

  private static String event(String json) {
    return "data: " + json(json) + "\n\n";
  }

  private static String line(String json) {
    return json(json) + "\n";
  }

  private static String json(String readable) {
    return readable.replace('\'', '"');
  }
}
