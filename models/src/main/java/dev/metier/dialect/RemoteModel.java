package dev.metier.dialect;

import dev.metier.wire.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What [Ollama](https://github.com/ollama/ollama/blob/main/docs/api.md) tells of a model that it
/// only passes requests on to: in what it says of the model, and in each answer.
public final class RemoteModel {
  public static final String HOST = "remote_host";
  public static final String MODEL = "remote_model";

  private RemoteModel() {}

  /// The machine that really answers, or the model there; empty when none is told.
  public static Optional<String> of(JsonNode told) {
    String host = Json.text(told, HOST);
    return Optional.of(host.isEmpty() ? Json.text(told, MODEL) : host)
        .filter(where -> !where.isEmpty());
  }
}
