package dev.metier.importer.transcript;

import java.util.List;
import java.util.regex.Pattern;

/// What programs write in the user's name: surroundings, reminders, commands of their own.
final class Scaffolding {
  private static final Pattern BLOCKS =
      Pattern.compile(
          "<(system-reminder|environment_context|user_instructions|INSTRUCTIONS|ide_opened_file"
              + "|ide_selection|ide_diagnostics|turn_aborted|user_action|permissions"
              + "|collaboration_mode|skills?_instructions|local-command-caveat)\\b[^>]*>"
              + "[\\s\\S]*?</\\1>");
  private static final List<String> BEGINNINGS =
      List.of(
          "<command-",
          "<local-command-",
          "<bash-",
          "<task-notification",
          "Caveat: The messages below",
          "# AGENTS.md instructions",
          "This session is being continued from a previous conversation",
          "Another language model started to solve this problem",
          "This is the Qwen Code. We are setting up the context");
  private static final Pattern INTERRUPTED =
      Pattern.compile("^\\[Request interrupted by user.*\\]$");

  private Scaffolding() {}

  /// What a person wrote of it; empty when it was the program alone.
  static String typed(String text) {
    String rest = BLOCKS.matcher(text).replaceAll("").strip();
    return BEGINNINGS.stream().anyMatch(rest::startsWith) ? "" : rest;
  }

  /// Whether it tells that a person stopped the model.
  static boolean isInterruption(String text) {
    return INTERRUPTED.matcher(text.strip()).matches() || text.contains("<turn_aborted>");
  }
}
