package dev.metier.upstream;

import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.wire.Fields;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// A client's request, as far as its answering needs it.
///
/// @param fields the request's body
/// @param asked the request read whole; only called when it must be translated, and throws
///   [dev.metier.protocol.RefusedException]
/// @param allowed fields and hosted tools that its job allows beyond the usual
/// @param headers those of the client that a model of the same dialect is to see, lower-case
public record Incoming(
    Protocol protocol,
    Fields fields,
    boolean stream,
    boolean usageInStream,
    Supplier<ParsedRequest> asked,
    ReplyMetadata heading,
    Map<String, String> headers,
    Set<String> allowed) {
  /// A request of a job that allows nothing beyond the usual.
  public Incoming(
      Protocol protocol,
      Fields fields,
      boolean stream,
      boolean usageInStream,
      Supplier<ParsedRequest> asked,
      ReplyMetadata heading,
      Map<String, String> headers) {
    this(protocol, fields, stream, usageInStream, asked, heading, headers, Set.of());
  }

  /// The same number for the same request sent again.
  int fingerprint() {
    return Arrays.hashCode(fields.json());
  }
}
