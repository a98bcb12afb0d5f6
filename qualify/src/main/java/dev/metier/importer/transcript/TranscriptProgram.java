package dev.metier.importer.transcript;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// Programs whose sessions can be read, and where each keeps them.
public enum TranscriptProgram {
  CLAUDE_CODE("claude-code", "CLAUDE_CONFIG_DIR", ".claude", "projects", ClaudeCodeReader::new),
  CODEX("codex", "CODEX_HOME", ".codex", "sessions", CodexReader::new),
  OPENCODE("opencode", "XDG_DATA_HOME", ".local/share", "opencode", OpencodeReader::new),
  QWEN_CODE("qwen-code", "", ".qwen", "projects", QwenCodeReader::new);

  private final String word;
  private final String variable;
  private final String usual;
  private final String below;
  private final Supplier<TranscriptReader> reader;

  TranscriptProgram(
      String word, String variable, String usual, String below, Supplier<TranscriptReader> reader) {
    this.word = word;
    this.variable = variable;
    this.usual = usual;
    this.below = below;
    this.reader = reader;
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
    return reader.get();
  }
}
