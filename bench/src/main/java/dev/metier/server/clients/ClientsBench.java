package dev.metier.server.clients;

import dev.metier.client.Client;
import dev.metier.client.Recipe;
import dev.metier.client.Target;
import dev.metier.job.JobName;
import dev.metier.journal.RequestRecord;
import dev.metier.server.Served;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs a real agent, connected as `metier connect` says, through the gateway against scripted
/// models, and prints a row of a table for each scene: what it printed, and what the gateway saw.
///
/// Arguments: a scratch folder, the agent's name here, and its program with leading arguments.
final class ClientsBench {
  private static final String NOTE = "The number of the note is 4711.";
  private static final int WINDOW = 131_072;
  private static final int LONGEST_SECONDS = 90;
  private static final int TAIL = 160;

  private final Path scratch;
  private final String agent;
  private final List<String> program;

  private ClientsBench(Path scratch, String agent, List<String> program) {
    this.scratch = scratch;
    this.agent = agent;
    this.program = program;
  }

  /// One scene: a job, a prompt, and what must be printed.
  private record Scene(String name, String job, String prompt, String wanted) {}

  /// How it went.
  private record Outcome(int exit, boolean late, String output, List<RequestRecord> records) {}

  public static void main(String[] args) throws Exception {
    var bench = new ClientsBench(Path.of(args[0]), args[1], List.of(args).subList(2, args.length));
    String only = System.getProperty("scene", "");
    for (Scene scene : bench.scenes()) {
      if (scene.name().contains(only)) {
        bench.show(scene, bench.play(scene));
      }
    }
  }

  private List<Scene> scenes() {
    var scenes = new ArrayList<Scene>();
    for (String job : List.of(Stage.CHAT, Stage.CLAUDE, Stage.LLAMA)) {
      scenes.add(new Scene("text", job, "SAY Everything is fine.", "Everything is fine."));
      scenes.add(new Scene("tool", job, tool(), "4711"));
    }
    String personal = "Transfer it to DE89 3704 0044 0532 0130 00 and tell anna.schmidt@posteo.de.";
    scenes.add(new Scene("privacy refusal", "abroad", personal, "It was sent nowhere."));
    scenes.add(new Scene("unknown job", "nope", "Hi", "There is no job nope"));
    String spent = agent.equals("codex") ? "Quota exceeded" : "The budget of job dear";
    scenes.add(new Scene("budget spent", "dear", "Hi", spent));
    scenes.add(new Scene("slow down, once", Stage.CHAT, "FAIL slow_down 1", "Hello world"));
    scenes.add(new Scene("too long, once", Stage.CHAT, "FAIL too_long 1", ""));
    scenes.add(new Scene("too long, always", Stage.CHAT, "FAIL too_long", ""));
    return scenes;
  }

  /// A call of the tool by which this agent reads a file.
  private String tool() {
    return switch (agent) {
      case "codex" -> "CALL exec_command {\"cmd\":\"cat note.txt\"}";
      case "qwen" ->
          "CALL run_shell_command {\"command\":\"cat note.txt\",\"is_background\":false,"
              + "\"description\":\"Reads\"}";
      case "cn" -> "CALL Bash {\"command\":\"cat note.txt\"}";
      default -> "CALL bash {\"command\":\"cat note.txt\",\"description\":\"Reads\"}";
    };
  }

  private Outcome play(Scene scene) throws Exception {
    Path home = Files.createTempDirectory(scratch, "home");
    Path work = Files.createTempDirectory(scratch, "work");
    Files.writeString(work.resolve("note.txt"), NOTE + "\n");
    try (var stage = new Stage(Files.createTempDirectory(scratch, "journal"))) {
      connect(scene.job(), stage.address(), home, work);
      Path output = scratch.resolve("output.txt");
      var builder = new ProcessBuilder(command(scene));
      builder.directory(work.toFile()).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.environment().clear();
      builder.environment().putAll(environment(home, scene.job(), stage.address()));
      Process process = builder.start();
      boolean late = !process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Outcome(process.exitValue(), late, plain(said), stage.served.restOfRecords());
    }
  }

  private Map<String, String> environment(Path home, String job, String address) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", home.toString());
    variables.put("PATH", System.getenv("PATH"));
    variables.put("TERM", "dumb");
    variables.put("METIER_KEY", Served.KEY);
    // what these agents would else ask the network for
    variables.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
    variables.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    variables.put("CONTINUE_TELEMETRY_ENABLED", "0");
    if (agent.equals("qwen")) {
      variables.put("OPENAI_BASE_URL", address + "/v1");
      variables.put("OPENAI_MODEL", job);
      variables.put("OPENAI_API_KEY", Served.KEY);
    }
    return variables;
  }

  private List<String> command(Scene scene) {
    var command = new ArrayList<>(program);
    List<String> more =
        switch (agent) {
          case "codex" ->
              List.of(
                  "exec",
                  "--skip-git-repo-check",
                  "--profile",
                  "metier",
                  "--sandbox",
                  "danger-full-access",
                  scene.prompt());
          case "qwen" -> List.of("--auth-type", "openai", "--yolo", "-p", scene.prompt());
          case "cn" -> List.of("-p", "--config", "metier.continue.yaml", "--auto", scene.prompt());
          default -> List.of("run", scene.prompt());
        };
    command.addAll(more);
    return command;
  }

  /// Writes the settings of the recipe that users get.
  private void connect(String job, String address, Path home, Path work) throws IOException {
    var target = new Target(new JobName(job), address, "METIER_KEY", true, OptionalInt.of(WINDOW));
    Client client =
        switch (agent) {
          case "codex" -> Client.CODEX;
          case "qwen" -> Client.QWEN_CODE;
          case "cn" -> Client.CONTINUE;
          default -> Client.OPENCODE;
        };
    for (Recipe.Step step : client.recipe(target).steps()) {
      if (step instanceof Recipe.Step.Settings settings) {
        String path = settings.path();
        Path to = path.startsWith("~/") ? home.resolve(path.substring(2)) : work.resolve(path);
        Files.createDirectories(to.getParent());
        Files.writeString(
            to, agent.equals("opencode-anthropic") ? anthropic(job, address) : settings.text());
      }
    }
  }

  /// opencode's other dialect: its provider for Anthropic, at the gateway.
  private static String anthropic(String job, String address) {
    return """
    {"$schema": "https://opencode.ai/config.json",
     "provider": {"anthropic": {
       "options": {"baseURL": "%s/v1", "apiKey": "{env:METIER_KEY}"},
       "models": {"%s": {"name": "%s", "limit": {"context": %d, "output": 8192}}}}},
     "model": "anthropic/%s", "small_model": "anthropic/%s"}
    """
        .formatted(address, job, job, WINDOW, job, job);
  }

  /// Without the colours of a terminal.
  private static String plain(String output) {
    return output.replaceAll("\u001B\\[[0-9;?]*[A-Za-z]", "").replace("\r", "");
  }

  private void show(Scene scene, Outcome outcome) {
    boolean found = scene.wanted().isEmpty() || outcome.output().contains(scene.wanted());
    String seen =
        outcome.records().stream()
            .map(record -> record.status() + record.refusal().map(code -> " " + code).orElse(""))
            .collect(Collectors.groupingBy(each -> each, LinkedHashMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " x " + entry.getKey())
            .collect(Collectors.joining(", "));
    String last = outcome.output().strip();
    last =
        last.substring(Math.max(0, last.length() - TAIL)).replace("\n", " / ").replace("|", "\\|");
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s | `%s` |%n",
        agent,
        scene.name(),
        scene.job(),
        outcome.late() ? "LATE" : found ? "yes" : "NO",
        outcome.late() ? "-" : "" + outcome.exit(),
        seen,
        last);
    if (Boolean.getBoolean("verbose")) {
      System.err.println(outcome.output());
    }
  }
}
