package dev.metier.upstream;

import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.UserNote;
import dev.metier.wire.Fields;
import java.util.Arrays;
import java.util.List;
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
  private static final List<String> LIMITS =
      List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

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

  /// The fields in which the client limits the answer.
  List<String> limits() {
    return LIMITS.stream().filter(name -> fields.field(name).isPresent()).toList();
  }

  /// Most tokens that the client wants as an answer; 0 where it does not say.
  long limit() {
    long limit = 0;
    for (String name : LIMITS) {
      limit = Math.max(limit, fields.number(name).orElse(0L));
    }
    return limit;
  }

  /// The same request for a shorter answer.
  Incoming limited(long tokens) {
    var splice = new Splice(fields);
    limits().forEach(name -> splice.set(name, Long.toString(tokens)));
    return with(splice);
  }

  /// The same request for another answer, drawn at this temperature.
  public Incoming drawn(double temperature) {
    return with(new Splice(fields).set("temperature", Double.toString(temperature)));
  }

  /// The same request with a sentence for the model behind the last thing that the user says.
  public Incoming told(String sentence) {
    return UserNote.in(fields, sentence)
        .map(note -> with(new Splice(fields).set(note.field(), note.json())))
        .orElse(this);
  }

  private Incoming with(Splice splice) {
    byte[] other = splice.body().getBytes();
    return new Incoming(
        protocol,
        Fields.of(other).orElseThrow(),
        stream,
        usageInStream,
        () -> protocol.read(other),
        heading,
        headers,
        allowed);
  }

  /// The same number for the same request sent again.
  int fingerprint() {
    return Arrays.hashCode(fields.json());
  }
}
