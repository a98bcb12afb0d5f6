package dev.metier.provider;

import dev.metier.catalog.Model;
import java.util.Set;

/// Opens the right provider for each model; all that call over HTTP share one set of connections.
public final class Providers implements ProviderSource, AutoCloseable {
  private final HttpWire wire = new HttpWire();

  @Override
  public Provider open(Model model, Set<String> refused) {
    return switch (model.kind()) {
      case GGUF -> GgufProvider.open(model);
      case RECORDED -> RecordedProvider.open(model);
      case OPENAI, ANTHROPIC, OLLAMA, LLAMACPP, VLLM, LMSTUDIO ->
          new HttpProvider(model, wire, refused);
    };
  }

  @Override
  public void close() {
    wire.close();
  }
}
