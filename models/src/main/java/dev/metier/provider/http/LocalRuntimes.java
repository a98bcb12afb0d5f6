package dev.metier.provider.http;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.http.Fetch.Fetched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;

/// Looks for model servers: on this machine at the ports where they usually listen, or at an
/// address that somebody names.
public final class LocalRuntimes {
  private static final List<ProviderKind> KINDS = ProviderKind.runtimes();

  private LocalRuntimes() {}

  /// A server and the models it offers.
  public record Found(ProviderKind kind, String address, List<String> models) {
    public Found {
      models = List.copyOf(models);
    }

    /// Whether it listens where its kind usually does.
    public boolean usual() {
      return kind.usualAddress().filter(address::equals).isPresent();
    }
  }

  /// What answers at an address that somebody names.
  public sealed interface Look {
    /// A server of models.
    record Answers(Found found) implements Look {}

    /// It tells nothing without a key.
    record WantsKey(String address) implements Look {}

    /// Nothing, or something else.
    record Nothing() implements Look {}
  }

  /// What is at the usual ports.
  ///
  /// @param found servers that tell their models, in a fixed order
  /// @param wantKey addresses where something tells nothing without a key
  public record Survey(List<Found> found, List<String> wantKey) {
    public Survey {
      found = List.copyOf(found);
      wantKey = List.copyOf(wantKey);
    }
  }

  /// Looks at the usual ports. What does not answer within two seconds is not there.
  public static Survey survey() {
    Map<ProviderKind, Look> found = new ConcurrentSkipListMap<>();
    try (var wire = new HttpConnections()) {
      var asking =
          KINDS.stream()
              .map(kind ->
                  Thread.ofVirtual()
                      .start(() ->
                          found.put(kind, look(root(kind.usualAddress().orElseThrow()), wire))))
              .toList();
      for (Thread thread : asking) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return survey(found.values());
  }

  /// What was seen, sorted.
  static Survey survey(Collection<Look> seen) {
    var found = new ArrayList<Found>();
    var wantKey = new ArrayList<String>();
    for (Look look : seen) {
      switch (look) {
        case Look.Answers(Found answers) -> found.add(answers);
        case Look.WantsKey(String address) -> wantKey.add(address);
        case Look.Nothing _ -> {}
      }
    }
    return new Survey(found, wantKey);
  }

  /// What answers at a base address, with or without its version at the end.
  public static Look at(String address) {
    try (var wire = new HttpConnections()) {
      return look(root(address), wire);
    }
  }

  private static String root(String address) {
    return address.replaceAll("/+$", "").replaceAll("/v1$", "");
  }

  /// Of which kind it is, is told from what it says of itself, and never from its port: any server
  /// may listen at any. A server that does not say is spoken to as OpenAI's are.
  private static Look look(String root, HttpConnections wire) {
    Optional<Found> ollama = ollama(root, wire);
    if (ollama.isPresent()) {
      return new Look.Answers(ollama.get());
    }
    for (String base : List.of(root + "/v1", root)) {
      Fetched answer = Fetch.get(wire, base + "/models", Map.of(), Fetch.SHORT);
      if (answer.ok() && answer.json().path("data").isArray()) {
        ProviderKind kind = kind(root, answer.json(), wire);
        return new Look.Answers(new Found(kind, base, names(answer.json(), "data", "id")));
      }
      if (answer.status() == 401 || answer.status() == 403) {
        return new Look.WantsKey(base);
      }
    }
    return new Look.Nothing();
  }

  /// Others list their models as Ollama does too, but only it tells its version there.
  private static Optional<Found> ollama(String root, HttpConnections wire) {
    if (!Fetch.get(wire, root + "/api/version", Map.of(), Fetch.SHORT)
        .json()
        .path("version")
        .isString()) {
      return Optional.empty();
    }
    JsonNode tags = Fetch.get(wire, root + "/api/tags", Map.of(), Fetch.SHORT).json();
    return tags.path("models").isArray()
        ? Optional.of(new Found(ProviderKind.OLLAMA, root, names(tags, "models", "name")))
        : Optional.empty();
  }

  private static List<String> names(JsonNode json, String list, String field) {
    var names = new ArrayList<String>();
    for (JsonNode model : json.path(list)) {
      names.add(model.path(field).asString(""));
    }
    names.removeIf(String::isBlank);
    return names;
  }

  private static ProviderKind kind(String root, JsonNode models, HttpConnections wire) {
    return switch (models.path("data").path(0).path("owned_by").asString("")) {
      case "llamacpp" -> ProviderKind.LLAMACPP;
      case "vllm" -> ProviderKind.VLLM;
      default -> {
        if (Fetch.get(wire, root + "/props", Map.of(), Fetch.SHORT)
            .json()
            .has("default_generation_settings")) {
          yield ProviderKind.LLAMACPP;
        }
        // it answers unknown paths with status 200 too
        JsonNode listed = Fetch.get(wire, root + "/api/v0/models", Map.of(), Fetch.SHORT).json();
        yield listed.path("data").path(0).has("compatibility_type")
            ? ProviderKind.LMSTUDIO
            : ProviderKind.OPENAI;
      }
    };
  }
}
