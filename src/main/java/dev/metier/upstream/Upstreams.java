package dev.metier.upstream;

import dev.metier.catalog.Model;
import dev.metier.job.DataClass;

/// Starts tries: the only door to the models.
public final class Upstreams {
  private Upstreams() {}

  /// Whether a model is called over the network.
  static boolean overHttp(Model model) {
    return switch (model.kind()) {
      case OPENAI, ANTHROPIC, OLLAMA, LLAMACPP, VLLM, LMSTUDIO -> true;
      case GGUF, RECORDED -> false;
    };
  }

  /// A try at this server.
  ///
  /// @throws IllegalStateException when the server's host may not read data of this class
  public static Attempt at(
      Server server, Loop loop, Incoming incoming, DataClass data, Attempt.Listener listener) {
    return new HttpAttempt(loop, server, incoming, data, listener);
  }
}
