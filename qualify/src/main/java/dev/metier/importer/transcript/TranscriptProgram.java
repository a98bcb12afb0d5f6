package dev.metier.importer.transcript;

import java.nio.file.Path;
import java.util.Map;

/// Programs whose sessions can be read, and where each keeps them.
public enum TranscriptProgram {
  CLAUDE_CODE("claude-code", "CLAUDE_CONFIG_DIR", ".claude", "projects"),
  CODEX("codex", "CODEX_HOME", ".codex", "sessions"),
  OPENCODE("opencode", "XDG_DATA_HOME", ".local/share", "opencode"),
  QWEN_CODE("qwen-code", "", ".qwen", "projects");

  private final String word;
  private final String variable;
  private final String usual;
  private final String below;

  TranscriptProgram(String word, String variable, String usual, String below) {
    this.word = word;
    this.variable = variable;
    this.usual = usual;
    this.below = below;
  }

  /// What it is called on the command line.
  public String word() {
    return word;
  }

  /// Where its sessions lie.
  ///
  /// @param home the user's folder
  public Path place(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault(variable, "");
    return (named.isBlank() ? home.resolve(usual) : Path.of(named)).resolve(below);
  }

  TranscriptReader reader() {
    return switch (this) {
      case CLAUDE_CODE -> new ClaudeCodeReader();
      case CODEX -> new CodexReader();
      case OPENCODE -> new OpencodeReader();
      case QWEN_CODE -> new QwenCodeReader();
    };
  }
}
