package dev.metier.http;

import dev.metier.catalog.ProviderKind;
import dev.metier.http.Fetch.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;

/// Looks for model servers that listen on this machine, at the ports where they usually do.
public final class LocalRuntimes {
  private static final List<ProviderKind> KINDS =
      List.of(ProviderKind.OLLAMA, ProviderKind.LLAMACPP, ProviderKind.LMSTUDIO, ProviderKind.VLLM);

  private LocalRuntimes() {}

  /// A server and the models it offers.
  public record Found(ProviderKind kind, String address, List<String> models) {
    public Found {
      models = List.copyOf(models);
    }
  }

  /// All servers that answer, in a fixed order; waits two seconds at most.
  public static List<Found> find() {
    Map<ProviderKind, Found> found = new ConcurrentSkipListMap<>();
    try (var wire = new HttpWire()) {
      var asking =
          KINDS.stream()
              .map(kind -> Thread.ofVirtual().start(() -> ask(kind, wire, found)))
              .toList();
      for (Thread thread : asking) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(found.values());
  }

  private static void ask(ProviderKind kind, HttpWire wire, Map<ProviderKind, Found> found) {
    String address = kind.usualAddress().orElseThrow();
    boolean ollama = kind == ProviderKind.OLLAMA;
    Fetched answer = Fetch.get(wire, address + (ollama ? "/api/tags" : "/models"), Map.of());
    if (answer.ok()) {
      var models = new ArrayList<String>();
      for (JsonNode model : answer.json().path(ollama ? "models" : "data")) {
        models.add(model.path(ollama ? "name" : "id").asString(""));
      }
      models.removeIf(String::isBlank);
      found.put(kind, new Found(kind, address, models));
    }
  }
}
