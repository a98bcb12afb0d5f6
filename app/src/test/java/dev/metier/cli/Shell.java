package dev.metier.cli;

import dev.metier.Metier;
import dev.metier.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Runs commands as a user would, in this process, and keeps what they print.
public final class Shell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private int exit;

  private Shell() {}

  /// Runs `metier ARGS` without a terminal.
  public static Shell run(String... args) {
    return run(Map.of(), args);
  }

  public static Shell run(Map<String, String> env, String... args) {
    var shell = new Shell();
    var console =
        new Console(
            new PrintStream(shell.out, true, StandardCharsets.UTF_8),
            new PrintStream(shell.err, true, StandardCharsets.UTF_8),
            false,
            env);
    shell.exit = Metier.run(console, args);
    return shell;
  }

  public int exit() {
    return exit;
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  public static Path write(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(Path folder, String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A project with one job of 200 recorded cases: `good` passes all, `bad` half, and `outside` may
  /// not read them.
  static Path recorded(Path folder) {
    var outcomes = new StringBuilder("case_id,model,passed\n");
    var cases = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      cases
          .append("{\"id\": \"c")
          .append(i)
          .append("\", \"prompt\": \"p")
          .append(i)
          .append("\"}\n");
      outcomes.append("c").append(i).append(",good,1\n");
      outcomes.append("c").append(i).append(",bad,").append(i % 2).append("\n");
    }
    write(folder, "cases.jsonl", cases.toString());
    write(folder, "outcomes.csv", outcomes.toString());
    write(
        folder,
        "metier.yaml",
        """
        models:
          good: {use: "recorded/outcomes.csv#good"}
          bad: {use: "recorded/outcomes.csv#bad"}
          outside: {use: "recorded/outcomes.csv#good", host: elsewhere}
        hosts:
          elsewhere: {clearance: public}
        jobs:
          triage:
            purpose: a test
            data: internal
            prompt: "{{prompt}}"
            cases: cases.jsonl
            needs:
              quality: {at_least: 0.90}
        """);
    return folder;
  }
}
