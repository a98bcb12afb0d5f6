package dev.metier.chat;

/// Why a model stopped.
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_USE,
  FILTERED,
  OTHER
}
