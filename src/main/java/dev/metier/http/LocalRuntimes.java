package dev.metier.http;

import dev.metier.catalog.ProviderKind;
import dev.metier.http.Fetch.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;

/// Looks for model servers: on this machine at the ports where they usually listen, or at an
/// address that somebody names.
public final class LocalRuntimes {
  private static final List<ProviderKind> KINDS =
      List.of(ProviderKind.OLLAMA, ProviderKind.LLAMACPP, ProviderKind.LMSTUDIO, ProviderKind.VLLM);

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

  /// All servers that answer, in a fixed order; waits two seconds at most.
  public static List<Found> find() {
    Map<ProviderKind, Found> found = new ConcurrentSkipListMap<>();
    try (var wire = new HttpWire()) {
      var asking =
          KINDS.stream()
              .map(kind ->
                  Thread.ofVirtual()
                      .start(() ->
                          listed(kind, kind.usualAddress().orElseThrow(), wire)
                              .ifPresent(f -> found.put(kind, f))))
              .toList();
      for (Thread thread : asking) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(found.values());
  }

  /// What answers at a base address, with or without its version at the end; of which kind it is,
  /// is told from what it says of itself.
  public static Look at(String address) {
    String root = address.replaceAll("/+$", "").replaceAll("/v1$", "");
    try (var wire = new HttpWire()) {
      Optional<Found> ollama = listed(ProviderKind.OLLAMA, root, wire);
      if (ollama.isPresent()) {
        return new Look.Answers(ollama.get());
      }
      for (String base : List.of(root + "/v1", root)) {
        Fetched answer = Fetch.get(wire, base + "/models", Map.of());
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
  }

  private static Optional<Found> listed(ProviderKind kind, String address, HttpWire wire) {
    boolean ollama = kind == ProviderKind.OLLAMA;
    Fetched answer = Fetch.get(wire, address + (ollama ? "/api/tags" : "/models"), Map.of());
    String list = ollama ? "models" : "data";
    return answer.ok() && answer.json().path(list).isArray()
        ? Optional.of(new Found(kind, address, names(answer.json(), list, ollama ? "name" : "id")))
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

  private static ProviderKind kind(String root, JsonNode models, HttpWire wire) {
    return switch (models.path("data").path(0).path("owned_by").asString("")) {
      case "llamacpp" -> ProviderKind.LLAMACPP;
      case "vllm" -> ProviderKind.VLLM;
      default -> {
        if (Fetch.get(wire, root + "/api/v0/models", Map.of()).ok()) {
          yield ProviderKind.LMSTUDIO;
        }
        boolean llama =
            Fetch.get(wire, root + "/props", Map.of()).json().has("default_generation_settings");
        yield llama ? ProviderKind.LLAMACPP : ProviderKind.OPENAI;
      }
    };
  }
}
