package dev.metier.protocol.responses;

import dev.metier.chat.Usage;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.wire.JsonOut;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/// The response object, which says again what was asked. Instructions and tools are only said in
/// the last one: with an agent they are larger than everything else, and a stream has three.
record ResponseObject(ReplyMetadata metadata, ParsedRequest asked) {
  private static final byte[] NULL = ascii("null");

  /// The object of an answer that begins.
  void begin(JsonOut out) {
    write(out, Item.IN_PROGRESS, NULL, "null", List.of());
    out.raw(",\"usage\":null}");
  }

  /// The object of an answer that is over.
  ///
  /// @param cut why it is incomplete; empty when it is complete
  /// @param items as JSON
  void end(JsonOut out, String cut, Collection<byte[]> items, Usage usage) {
    if (cut.isEmpty()) {
      write(out, Item.COMPLETED, NULL, "null", items);
    } else {
      write(out, Item.INCOMPLETE, NULL, "{\"reason\":\"" + cut + "\"}", items);
    }
    usage(out, usage);
  }

  /// The object of an answer that failed.
  void fail(JsonOut out, byte[] error, Collection<byte[]> items, Usage usage) {
    write(out, "failed", error, "null", items);
    usage(out, usage);
  }

  private void write(
      JsonOut out, String status, byte[] error, String incomplete, Collection<byte[]> items) {
    boolean over = !status.equals(Item.IN_PROGRESS);
    out.raw("{\"id\":").string("resp_" + metadata.requestId()).raw(",\"object\":\"response\"");
    out.raw(",\"created_at\":").number(metadata.created().getEpochSecond());
    out.raw(",\"status\":\"").raw(status).raw("\",\"background\":false,\"error\":").raw(error);
    out.raw(",\"incomplete_details\":").raw(incomplete).raw(",\"instructions\":");
    out.raw(over ? said(RequestReader.INSTRUCTIONS, "null") : NULL).raw(",\"model\":");
    out.string(metadata.model()).raw(",\"output\":[");
    String comma = "";
    for (byte[] item : items) {
      out.raw(comma).raw(item);
      comma = ",";
    }
    out.raw("],\"previous_response_id\":").raw(said(Responses.PREVIOUS, "null"));
    out.raw(",\"store\":").raw(said(Responses.STORED, "false")).raw(",\"tools\":");
    out.raw(over ? said(RequestReader.TOOLS, "[]") : ascii("[]")).raw(",");
    out.raw(said(RequestReader.ECHO, "\"metadata\":{}"));
  }

  private byte[] said(String key, String otherwise) {
    return asked.memory().getOrDefault(key, otherwise).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void usage(JsonOut out, Usage told) {
    out.raw(",\"usage\":{\"input_tokens\":").number(told.input());
    out.raw(",\"input_tokens_details\":{\"cached_tokens\":").number(told.cached());
    out.raw(",\"cache_write_tokens\":").number(told.written());
    out.raw("},\"output_tokens\":").number(told.output());
    out.raw(",\"output_tokens_details\":{\"reasoning_tokens\":").number(told.reasoning());
    out.raw("},\"total_tokens\":").number(told.input() + told.output()).raw("}}");
  }
}
