package dev.metier.chat;

/// Who says something in a chat.
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL
}
