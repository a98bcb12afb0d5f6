package dev.metier.protocol.responses;

import dev.metier.protocol.responses.ToolBox.Kind;
import dev.metier.protocol.responses.ToolBox.Known;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import dev.metier.wire.ObjectText;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// One item of an answer while it grows. Not thread-safe.
abstract sealed class Item {
  static final String IN_PROGRESS = "in_progress";
  static final String COMPLETED = "completed";
  static final String INCOMPLETE = "incomplete";

  final int index;
  final String id;

  /// `,"item_id":…,"output_index":…`, which most events tell.
  final byte[] place;

  private Item(int index, String id) {
    this.index = index;
    this.id = id;
    this.place =
        new JsonOut()
            .raw(",\"item_id\":")
            .string(id)
            .raw(",\"output_index\":")
            .number(index)
            .take();
  }

  /// Writes the item as the client is to see it; what grows is left empty while it is in progress.
  abstract void write(JsonOut out, String status);

  void open(JsonOut out, String type, String status) {
    out.raw("{\"id\":").string(id).raw(",\"type\":\"").raw(type).raw("\",\"status\":\"");
    out.raw(status).raw("\"");
  }

  /// What the assistant says: an answer, or why it gives none.
  enum Saying {
    TEXT("output_text", "text", ",\"logprobs\":[]", "\"annotations\":[],\"logprobs\":[],"),
    REFUSAL("refusal", "refusal", "", "");

    /// What its events are called.
    final String event;

    final String field;

    /// What stands in its events beside the text.
    final String besides;

    private final String part;

    Saying(String event, String field, String besides, String part) {
      this.event = event;
      this.field = field;
      this.besides = besides;
      this.part = part;
    }
  }

  /// Text of the assistant.
  static final class Said extends Item {
    final Growing text = new Growing();
    final Saying kind;

    Said(int index, String requestId, Saying kind) {
      super(index, "msg_" + requestId + "_" + index);
      this.kind = kind;
    }

    @Override
    void write(JsonOut out, String status) {
      open(out, "message", status);
      out.raw(",\"role\":\"assistant\",\"content\":[");
      if (!status.equals(IN_PROGRESS)) {
        part(out, text.text());
      }
      out.raw("]}");
    }

    void part(JsonOut out, String text) {
      out.raw("{\"type\":\"").raw(kind.event).raw("\",").raw(kind.part).raw("\"");
      out.raw(kind.field).raw("\":").string(text).raw("}");
    }
  }

  /// Reasoning, told as its summary: that is what clients show and give back.
  static final class Thought extends Item {
    /// How ids of reasoning begin.
    static final String PREFIX = "rs_";

    final Growing text = new Growing();
    final StringBuilder signature = new StringBuilder();

    /// Whether its summary was begun.
    boolean begun;

    private final String data;

    /// @param data reasoning that only the vendor can read; empty when there is text
    Thought(int index, String requestId, String data) {
      super(index, PREFIX + requestId + "_" + index);
      this.data = data;
    }

    @Override
    void write(JsonOut out, String status) {
      out.raw("{\"id\":").string(id).raw(",\"type\":\"reasoning\",\"summary\":[");
      if (!status.equals(IN_PROGRESS)) {
        String whole = text.text();
        if (begun) {
          part(out, whole);
        }
        out.raw("]");
        if (!data.isEmpty()) {
          out.raw(",\"encrypted_content\":").string(Seal.of(data));
        } else if (!signature.isEmpty()) {
          out.raw(",\"encrypted_content\":").string(Seal.of(whole, signature.toString()));
        }
        out.raw("}");
      } else {
        out.raw("]}");
      }
    }

    static void part(JsonOut out, String text) {
      out.raw("{\"type\":\"summary_text\",\"text\":").string(text).raw("}");
    }
  }

  /// A call of one of the client's tools.
  static final class Call extends Item {
    final Known tool;
    final Growing text = new Growing();
    final FreeformInput input = new FreeformInput();

    /// The arguments as the model wrote them.
    final ObjectText arguments = new ObjectText();

    private final String callId;

    Call(int index, String requestId, Known tool, String callId) {
      super(index, prefix(tool.kind()) + requestId + "_" + index);
      this.tool = tool;
      this.callId = callId;
    }

    private static String prefix(Kind kind) {
      return switch (kind) {
        case FUNCTION -> "fc_";
        case CUSTOM -> "ctc_";
        case SEARCH -> "tsc_";
        case SHELL -> "lsh_";
      };
    }

    @Override
    void write(JsonOut out, String status) {
      String whole = status.equals(IN_PROGRESS) ? "" : text.text();
      switch (tool.kind()) {
        case FUNCTION -> {
          open(out, "function_call", status);
          named(out);
          out.raw(",\"arguments\":").string(whole).raw("}");
        }
        case CUSTOM -> {
          open(out, "custom_tool_call", status);
          named(out);
          out.raw(",\"input\":").string(whole).raw("}");
        }
        case SEARCH -> {
          open(out, "tool_search_call", status);
          out.raw(",\"call_id\":").string(callId).raw(",\"execution\":\"client\",\"arguments\":");
          String arguments = Json.arguments(whole).toString();
          out.raw(arguments.getBytes(StandardCharsets.UTF_8)).raw("}");
        }
        case SHELL -> {
          open(out, "local_shell_call", status);
          ObjectNode action = Json.arguments(whole).put("type", "exec");
          if (!action.has("env")) {
            action.putObject("env");
          }
          out.raw(",\"call_id\":").string(callId).raw(",\"action\":").raw(Json.bytes(action));
          out.raw("}");
        }
      }
    }

    private void named(JsonOut out) {
      out.raw(",\"call_id\":").string(callId).raw(",\"name\":").string(tool.name());
      if (!tool.namespace().isEmpty()) {
        out.raw(",\"namespace\":").string(tool.namespace());
      }
    }
  }
}
