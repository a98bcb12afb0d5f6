package dev.metier.drill;

import java.nio.charset.StandardCharsets;

/// What the played models say, in the dialect that they are asked in.
@SuppressWarnings("StringConcatToTextBlock") // blank lines belong to the events
final class Speaker {
  private static final String OPENAI =
      "{'choices':[{'index':0,'message':{'role':'assistant','content':'Hello'},"
          + "'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'completion_tokens':1}}";
  private static final String OPENAI_STREAM =
      "data: {'choices':[{'index':0,'delta':{'role':'assistant','content':'Hello'}}]}\n\n"
          + "data: {'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}\n\n"
          + "data: [DONE]\n\n";
  private static final String ANTHROPIC =
      "{'type':'message','role':'assistant','content':[{'type':'text','text':'Hello'}],"
          + "'stop_reason':'end_turn','usage':{'input_tokens':1,'output_tokens':1}}";
  private static final String ANTHROPIC_STREAM =
      "event: message_start\ndata: {'type':'message_start','message':{'role':'assistant',"
          + "'content':[],'usage':{'input_tokens':1,'output_tokens':1}}}\n\n"
          + "event: content_block_start\ndata: {'type':'content_block_start','index':0,"
          + "'content_block':{'type':'text','text':''}}\n\n"
          + "event: content_block_delta\ndata: {'type':'content_block_delta','index':0,"
          + "'delta':{'type':'text_delta','text':'Hello'}}\n\n"
          + "event: content_block_stop\ndata: {'type':'content_block_stop','index':0}\n\n"
          + "event: message_delta\ndata: {'type':'message_delta','delta':"
          + "{'stop_reason':'end_turn'},'usage':{'output_tokens':1}}\n\n"
          + "event: message_stop\ndata: {'type':'message_stop'}\n\n";
  private static final String GEMINI =
      "{'candidates':[{'content':{'role':'model','parts':[{'text':'Hello'}]},"
          + "'finishReason':'STOP'}],"
          + "'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':1}}";
  private static final String OLLAMA =
      "{'message':{'role':'assistant','content':'Hello'},'done':true,'done_reason':'stop',"
          + "'prompt_eval_count':1,'eval_count':1}\n";
  private static final String TOO_LONG =
      "{'type':'error','error':{'type':'invalid_request_error','code':'context_length_exceeded',"
          + "'message':'prompt is too long: 5000 tokens > 4096 maximum'}}";
  private static final String ERROR =
      "{'type':'error','error':{'type':'server_error','message':'This is a drill.'}}";

  private static final String CLOUD =
      "{'remote_host':'https://cloud.example','remote_model':'drilled',";

  /// Where servers are asked what a model is.
  static final String SHOW = "/api/show";

  private static final String TEXT = "Hello";

  private Speaker() {}

  /// The bytes of a whole HTTP response; a broken one is shorter than it says.
  static byte[] response(FaultMode fault, String path, boolean stream) {
    return response(fault, path, stream, TEXT);
  }

  /// The same with what the model says.
  static byte[] response(FaultMode fault, String path, boolean stream, String says) {
    String body = body(path, stream).replace(TEXT, says.replace("\"", "\\\""));
    return switch (fault) {
      case LIMITED -> response("429 Limited", "retry-after-ms: 20\r\n", ERROR);
      case FAILING -> response("500 Failed", "", ERROR);
      case TOO_LONG -> response("400 Too long", "", TOO_LONG);
      case MALFORMED -> response("200 OK", "", "<html>");
      case WELL -> response("200 OK", type(path, stream), body);
      case CLOUD_SHOWN ->
          path.endsWith(SHOW)
              ? response("200 OK", "", CLOUD + "'details':{}}")
              : response("200 OK", type(path, stream), body);
      case CLOUD_TOLD ->
          path.endsWith(SHOW)
              ? response("404 Not found", "", ERROR)
              : response("200 OK", type(path, stream), cloud(body));
      case BROKEN -> {
        byte[] whole = response("200 OK", type(path, stream), body);
        yield java.util.Arrays.copyOf(whole, whole.length - whole.length / 4);
      }
      case DEAD, CUT, STALLED -> new byte[0];
    };
  }

  /// The same as told by a server that passed the request on.
  private static String cloud(String body) {
    String begun = body.startsWith("{") ? CLOUD + body.substring(1) : body;
    return begun.replace("data: {", "data: " + CLOUD);
  }

  private static byte[] response(String status, String headers, String body) {
    String json = body.replace('\'', '"');
    String type = headers.contains("content-type") ? "" : "content-type: application/json\r\n";
    String head =
        "HTTP/1.1 " + status + "\r\n" + type + headers + "content-length: " + json.length();
    return (head + "\r\n\r\n" + json).getBytes(StandardCharsets.US_ASCII);
  }

  private static String type(String path, boolean stream) {
    if (!streams(path, stream)) {
      return "";
    }
    return path.endsWith("/api/chat")
        ? "content-type: application/x-ndjson\r\n"
        : "content-type: text/event-stream\r\n";
  }

  /// Google's paths tell what others have a field for.
  private static boolean streams(String path, boolean stream) {
    return stream || path.contains(":streamgeneratecontent");
  }

  private static String body(String path, boolean stream) {
    if (path.endsWith("/api/chat")) {
      return OLLAMA;
    }
    if (path.contains("generatecontent")) {
      return streams(path, stream) ? "data: " + GEMINI + "\n\n" : GEMINI;
    }
    if (path.endsWith("/messages")) {
      return stream ? ANTHROPIC_STREAM : ANTHROPIC;
    }
    return stream ? OPENAI_STREAM : OPENAI;
  }
}
