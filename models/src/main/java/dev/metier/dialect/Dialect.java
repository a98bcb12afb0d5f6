package dev.metier.dialect;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.wire.Fields;
import dev.metier.wire.MalformedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One vendor's wire format and all that is known of it: nothing outside asks which one it is.
/// Stateless; pure functions between bytes and chat.
public interface Dialect {
  /// How a client's request goes through as bytes, because vendor and client speak the same format.
  ///
  /// @param path below the base URL
  /// @param content the field without which an answer is none
  /// @param opening the first byte of that field's value; `0` stands for any digit
  /// @param typedEvents whether each event of a stream tells its type, and only the first the model
  /// @param usageOption fields, as JSON text, without which a stream tells no usage
  record Passthrough(
      String path,
      String content,
      char opening,
      boolean typedEvents,
      Map<String, String> usageOption) {
    public Passthrough {
      usageOption = Map.copyOf(usageOption);
    }
  }

  /// The path below the base URL that takes requests.
  String path(String model, boolean stream);

  /// Headers of every request, without the key.
  default Map<String, String> headers() {
    return Map.of();
  }

  /// The headers that carry the key.
  default Map<String, String> keyHeaders(String key) {
    return Map.of("authorization", "Bearer " + key);
  }

  /// This dialect in the version that a forwarded client names in its headers.
  ///
  /// @param headers of the client, lower-case
  default Dialect inVersionOf(Map<String, String> headers) {
    return this;
  }

  /// What the limit of an answer's tokens is called.
  default String limitField() {
    return "max_tokens";
  }

  /// Fields that are never written.
  Set<String> without();

  /// A request that goes through, as this vendor takes it.
  ///
  /// @param told what the client asked for and the model does not hear of
  record Passable(Fields request, List<String> told) {
    public Passable {
      told = List.copyOf(told);
    }
  }

  /// A client's request without what this vendor refuses of its earlier turns, since another vendor
  /// said it; every other byte stays.
  default Passable passable(Fields request) {
    return new Passable(request, List.of());
  }

  /// How requests of a client protocol, by its word, go through as bytes; empty when they must be
  /// translated.
  Optional<Passthrough> passthrough(String protocol);

  /// What of a request that goes through is changed, because this model does not take it so.
  default FieldChanges changes(Fields request) {
    return FieldChanges.NONE;
  }

  /// Reads the vendor's usage object.
  Usage readUsage(JsonNode usage);

  /// The body of a request for `model`, as UTF-8 JSON.
  byte[] writeRequest(ChatRequest request, String model, boolean stream);

  /// A question how many tokens a request has.
  ///
  /// @param path below the base URL
  /// @param answer the field of the answer that holds the number
  @SuppressWarnings("ArrayRecordComponent") // compared with no other
  record CountQuestion(String path, byte[] body, String answer) {}

  /// How the vendor is asked how many tokens a request for `model` has; empty when it is not.
  default Optional<CountQuestion> countTokens(ChatRequest request, String model) {
    return Optional.empty();
  }

  /// What [#writeRequest] leaves out of a request because this vendor has no word for it or its
  /// server refuses it: `top_k`, `reasoning_effort`, `documents` and the like, sorted.
  List<String> cannotExpress(ChatRequest request);

  /// Reads a whole answer that was not streamed.
  ///
  /// @throws MalformedException when it is not in this format
  default ChatReply readReply(byte[] body) {
    var assembly = new ReplyAssembly();
    reader().readWhole(body).forEach(assembly::add);
    return assembly.reply();
  }

  /// Reads one answer, whole or a chunk of bytes at a time.
  StreamReader reader();

  /// Reads the body of an answer whose status is not 2xx; never throws.
  default WireError readError(int status, byte[] body) {
    return ErrorReader.read(status, body);
  }
}
