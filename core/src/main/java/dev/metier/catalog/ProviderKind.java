package dev.metier.catalog;

import java.util.Locale;
import java.util.Optional;

/// What serves a model, and so how it is spoken to; the part before the slash in `use:`.
public enum ProviderKind {
  OPENAI("https://api.openai.com/v1", false, "OPENAI_API_KEY"),
  ANTHROPIC("https://api.anthropic.com", false, "ANTHROPIC_API_KEY"),
  OLLAMA("http://127.0.0.1:11434", true, ""),
  LLAMACPP("http://127.0.0.1:8080/v1", true, ""),
  VLLM("http://127.0.0.1:8000/v1", true, ""),
  LMSTUDIO("http://127.0.0.1:1234/v1", true, ""),
  /// In this process, from a GGUF file.
  GGUF("", true, ""),
  /// From a file of earlier outcomes; nothing is called.
  RECORDED("", true, "");

  private final String address;
  private final boolean local;
  private final String keyVariable;

  ProviderKind(String address, boolean local, String keyVariable) {
    this.address = address;
    this.local = local;
    this.keyVariable = keyVariable;
  }

  /// Where it usually listens; empty when nothing is called over the network.
  public Optional<String> usualAddress() {
    return address.isEmpty() ? Optional.empty() : Optional.of(address);
  }

  /// Whether it usually runs on the team's own machines and is paid for by hardware, not by token.
  public boolean local() {
    return local;
  }

  /// The environment variable that usually holds its key.
  public Optional<String> usualKeyVariable() {
    return keyVariable.isEmpty() ? Optional.empty() : Optional.of(keyVariable);
  }

  /// The word used in metier.yaml.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
