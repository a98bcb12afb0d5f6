package dev.metier.protocol;

import dev.metier.chat.ChatRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A client's request, understood.
///
/// @param stream whether the answer is to be streamed
/// @param usageInStream whether a streamed answer is to tell its usage; others must not see it
/// @param dropped fields of the request that are not passed on, by the protocol's own names; told
///   in the header `x-metier-dropped`
/// @param memory what the answer must remember of the request, by the protocol's own keys (which
///   tools are free-form, say)
public record ParsedRequest(
    ChatRequest request,
    boolean stream,
    boolean usageInStream,
    List<String> dropped,
    Map<String, String> memory) {
  /// In the memory: log-probabilities were asked for, but not by the client.
  public static final String WITHOUT_LIKELIHOOD = "without_logprobs";

  public ParsedRequest {
    dropped = List.copyOf(dropped);
    memory = Map.copyOf(memory);
  }

  /// The same for another request.
  public ParsedRequest asking(ChatRequest other) {
    return new ParsedRequest(other, stream, usageInStream, dropped, memory);
  }

  /// The same with more to remember and to tell.
  public ParsedRequest with(Map<String, String> moreMemory, List<String> moreDropped) {
    var all = new HashMap<>(memory);
    all.putAll(moreMemory);
    List<String> told = Stream.concat(dropped.stream(), moreDropped.stream()).toList();
    return new ParsedRequest(request, stream, usageInStream, told, all);
  }
}
