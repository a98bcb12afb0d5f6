package dev.metier.chat;

/// Why a model stopped.
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_USE,
  FILTERED,
  OTHER;

  /// Whether the model had more to say.
  public boolean cuts() {
    return this == LENGTH || this == FILTERED;
  }
}
