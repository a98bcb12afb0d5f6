package dev.metier.server.clients;

import dev.metier.client.Client;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// An agent of the terminal: how it is connected, asked for one thing, and told to read a file.
enum CodingAgent {
  OPENCODE(Client.OPENCODE, "bash", List.of("run"), List.of()),
  /// With its provider for Anthropic's protocol.
  OPENCODE_ANTHROPIC(Client.OPENCODE, "bash", List.of("run"), List.of()),
  CODEX(
      Client.CODEX,
      "exec_command",
      List.of("exec", "--skip-git-repo-check", "--sandbox", "danger-full-access"),
      List.of()),
  QWEN(Client.QWEN_CODE, "run_shell_command", List.of("--yolo", "-p"), List.of()),
  CN(Client.CONTINUE, "Bash", List.of("--auto", "-p"), List.of()),
  CLINE(Client.CLINE, "run_commands", List.of(), List.of()),
  CLAUDE(Client.CLAUDE_CODE, "Bash", List.of("-p"), List.of("--allowedTools", "Bash"));

  private static final Map<String, String> CALLS =
      Map.of(
          "exec_command", "{\"cmd\":\"cat note.txt\"}",
          "run_shell_command",
              "{\"command\":\"cat note.txt\",\"is_background\":false,\"description\":\"Reads\"}",
          "run_commands", "{\"commands\":[\"cat note.txt\"]}");

  final Client client;
  private final String tool;

  // List.of never changes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> before;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> after;

  CodingAgent(Client client, String tool, List<String> before, List<String> after) {
    this.client = client;
    this.tool = tool;
    this.before = before;
    this.after = after;
  }

  static CodingAgent named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// What stands on the command line after the recipe's own words.
  List<String> arguments(String prompt) {
    return Stream.of(before, List.of(prompt), after).flatMap(List::stream).toList();
  }

  /// A prompt upon which the model calls the tool that runs commands.
  String readsNote() {
    String usual = "{\"command\":\"cat note.txt\",\"description\":\"Reads\"}";
    return "CALL " + tool + " " + CALLS.getOrDefault(tool, usual);
  }

  /// How many requests it sends for a turn without tools: opencode asks for a title meanwhile.
  int requests() {
    return client == Client.OPENCODE ? 2 : 1;
  }

  /// Claude Code has a sentence of its own, after it has asked once more.
  String unknownJob() {
    return this == CLAUDE ? "It may not exist" : "There is no job nope";
  }

  /// Codex has a sentence of its own.
  String spentBudget() {
    return this == CODEX ? "Quota exceeded" : "The budget of job dear";
  }

  /// Codex and Claude Code have sentences of their own.
  String tooLong() {
    return switch (this) {
      case CODEX -> "ran out of room in the model's context window";
      case CLAUDE -> "cannot be compacted";
      case OPENCODE_ANTHROPIC -> "prompt is too long: 9000 tokens > 4096 maximum";
      case OPENCODE, QWEN, CN, CLINE -> "maximum context length is 4096 tokens";
    };
  }
}
