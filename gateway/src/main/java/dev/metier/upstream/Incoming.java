package dev.metier.upstream;

import dev.metier.chat.ChatRequest;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.protocol.UserNote;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// A client's request, as far as its answering needs it.
///
/// @param fields the request's body
/// @param asked the request read whole; only called when it must be translated, and throws
///   [dev.metier.protocol.RefusedException]
/// @param allowed fields and hosted tools that its job allows beyond the usual
/// @param headers those of the client that a model of the same dialect is to see, lower-case
/// @param data the class of what is asked
/// @param composed whether the gateway put it together, so that nothing of the client's bytes is
///   forwarded; the fields are then only its texts and limits
public record Incoming(
    Protocol protocol,
    Fields fields,
    boolean stream,
    boolean usageInStream,
    Supplier<ParsedRequest> asked,
    ReplyMetadata heading,
    Map<String, String> headers,
    Set<String> allowed,
    DataClass data,
    boolean composed) {
  private static final List<String> LIMITS =
      List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

  /// A request of the highest class, of a job that allows nothing beyond the usual.
  public Incoming(
      Protocol protocol,
      Fields fields,
      boolean stream,
      boolean usageInStream,
      Supplier<ParsedRequest> asked,
      ReplyMetadata heading,
      Map<String, String> headers) {
    this(
        protocol,
        fields,
        stream,
        usageInStream,
        asked,
        heading,
        headers,
        Set.of(),
        DataClass.RESTRICTED,
        false);
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
    return spliced(splice, settings -> settings.atMost(Math.toIntExact(tokens)));
  }

  /// The same request for another answer, drawn at this temperature.
  public Incoming drawn(double temperature) {
    var splice = new Splice(fields).set("temperature", Double.toString(temperature));
    return spliced(splice, settings -> settings.at(temperature));
  }

  /// The same request, where the model's server also tells how likely its tokens are. A client that
  /// did not ask for that does not hear of it, so that its answer is written anew.
  public Incoming withLikelihood() {
    if (fields.field(Settings.LIKELIHOOD).map(fields::raw).filter("true"::equals).isPresent()) {
      return this;
    }
    Supplier<ParsedRequest> read =
        () ->
            with(asked.get(), Settings::withLikelihood)
                .with(Map.of(ParsedRequest.WITHOUT_LIKELIHOOD, ""), List.of());
    return with(fields, read, data, true);
  }

  /// The same request with a sentence for the model behind the last thing that the user says.
  public Incoming told(String sentence) {
    return UserNote.in(fields, sentence)
        .map(note -> spliced(new Splice(fields).set(note.field(), note.json()), same -> same))
        .orElse(this);
  }

  private Incoming spliced(Splice splice, UnaryOperator<Settings> change) {
    byte[] body = splice.body().getBytes();
    Supplier<ParsedRequest> read =
        composed ? () -> with(asked.get(), change) : () -> protocol.read(body);
    return with(Fields.of(body).orElseThrow(), read, data, composed);
  }

  private static ParsedRequest with(ParsedRequest asked, UnaryOperator<Settings> change) {
    ChatRequest request = asked.request();
    return asked.asking(
        new ChatRequest(
            request.messages(),
            request.tools(),
            change.apply(request.settings()),
            request.hints()));
  }

  /// Another request in its place, put together here.
  ///
  /// @param other as what the answer is written for the client
  public Incoming composed(ParsedRequest other, DataClass of) {
    return with(Fields.of(texts(other.request())).orElseThrow(), () -> other, of, true);
  }

  private Incoming with(Fields body, Supplier<ParsedRequest> read, DataClass of, boolean ours) {
    return new Incoming(
        protocol, body, stream, usageInStream, read, heading, headers, allowed, of, ours);
  }

  /// What a model is told, for those who measure it.
  private static byte[] texts(ChatRequest request) {
    ObjectNode body = Json.newObject();
    var messages = body.putArray("messages");
    request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .forEach(part -> messages.add(part.toString()));
    var tools = body.putArray("tools");
    request.tools().forEach(tool -> tools.add(tool.toString()));
    request.settings().maxTokens().ifPresent(most -> body.put("max_tokens", most));
    return Json.bytes(body);
  }

  /// The same number for the same request sent again.
  int fingerprint() {
    return Arrays.hashCode(fields.json());
  }
}
