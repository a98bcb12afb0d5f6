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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Runs a real agent, connected as `metier connect` says, through the gateway against scripted
/// models, and prints a row of a table for each scene: what it printed, and what the gateway saw.
/// Ends with 1 when a scene did not go as wanted.
///
/// Arguments: a scratch folder and the agent's name; its program stands in `PATH`.
final class ClientsBench {
  private static final String NOTE = "The number of the note is 4711.";
  private static final int WINDOW = 131_072;
  private static final int LONGEST_SECONDS = 90;
  private static final int TAIL = 160;
  private static final int ANY = Integer.MAX_VALUE;

  /// Where in their own code the warnings of an agent's libraries come from.
  private static final Pattern NOISE =
      Pattern.compile("(?m)^(?:\\s+at .*|DeprecationWarning: .*|Warning: AI SDK .*)?\\n");

  private final Path scratch;
  private final CodingAgent agent;

  private ClientsBench(Path scratch, CodingAgent agent) {
    this.scratch = scratch;
    this.agent = agent;
  }

  /// What the recipe's own settings must not bring about.
  private static final Pattern WARNING = Pattern.compile("(?im)^\\W*warn(?:ing)?\\b|deprecated");

  /// The vendor says three seconds.
  private static final Duration RETRY_AFTER = Duration.ofMillis(2500);

  private static final String SLOW_DOWN = "slow down, once";

  /// One scene: a job, a prompt, what must be printed, and the most requests that it may take.
  private record Scene(String name, String job, String prompt, String wanted, int most) {}

  /// How it went.
  private record Outcome(int exit, boolean late, String output, List<RequestRecord> records) {
    boolean asWanted(Scene scene) {
      return !late
          && output.contains(scene.wanted())
          && records.size() <= scene.most()
          && (exit != 0 || !WARNING.matcher(NOISE.matcher(output).replaceAll("")).find())
          && (!scene.name().equals(SLOW_DOWN) || waited());
    }

    /// Whether it did not ask again before `retry-after` was over.
    private boolean waited() {
      List<Instant> began = records.stream().map(RequestRecord::at).sorted().toList();
      Duration between = Duration.between(began.getFirst(), began.getLast());
      return between.compareTo(RETRY_AFTER) >= 0;
    }
  }

  public static void main(String[] args) throws Exception {
    var bench = new ClientsBench(Path.of(args[0]), CodingAgent.named(args[1]));
    String only = System.getProperty("scene", "");
    boolean right = true;
    for (Scene scene : bench.scenes()) {
      if (scene.name().contains(only)) {
        Outcome outcome = bench.play(scene);
        bench.show(scene, outcome);
        right &= outcome.asWanted(scene);
      }
    }
    System.exit(right ? 0 : 1);
  }

  private List<Scene> scenes() {
    var scenes = new ArrayList<Scene>();
    for (String job : List.of(Stage.CHAT, Stage.CLAUDE, Stage.LLAMA)) {
      scenes.add(new Scene("text", job, "SAY Everything is fine.", "Everything is fine.", ANY));
      scenes.add(new Scene("tool", job, agent.readsNote(), "4711", ANY));
    }
    int once = agent.requests();
    String personal = "Transfer it to DE89 3704 0044 0532 0130 00 and tell anna.schmidt@posteo.de.";
    scenes.add(new Scene("privacy refusal", "abroad", personal, "It was sent nowhere.", once));
    int unknown = once + (agent == CodingAgent.CLAUDE ? 1 : 0);
    scenes.add(new Scene("unknown job", "nope", "Hi there", agent.unknownJob(), unknown));
    scenes.add(new Scene("budget spent", "dear", "Hi there", agent.spentBudget(), once));
    scenes.add(
        new Scene("job closed", Stage.CLOSED, "Hi there", "No model is FIT for closed", once));
    scenes.add(
        new Scene(
            "upstream key wrong", Stage.CHAT, "FAIL wrong_key", "its key is missing, wrong", once));
    scenes.add(new Scene(SLOW_DOWN, Stage.CHAT, "FAIL slow_down 1", "Hello world", ANY));
    scenes.add(new Scene("too long", Stage.CHAT, "FAIL too_long", agent.tooLong(), once + 1));
    return scenes;
  }

  private Outcome play(Scene scene) throws Exception {
    Path home = Files.createTempDirectory(scratch, "home");
    Path work = Files.createTempDirectory(scratch, "work");
    Files.writeString(work.resolve("note.txt"), NOTE + "\n");
    try (var stage = new Stage(Files.createTempDirectory(scratch, "journal"))) {
      Recipe recipe = recipe(scene.job(), stage.address());
      settings(recipe, scene.job(), stage.address(), home, work);
      Path output = scratch.resolve("output.txt");
      var builder = new ProcessBuilder(command(recipe, scene));
      builder.directory(work.toFile()).redirectErrorStream(true);
      builder.redirectOutput(output.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      builder.environment().clear();
      builder.environment().putAll(environment(home));
      Process process = builder.start();
      boolean late = !process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      if (Boolean.getBoolean("verbose")) {
        System.err.println(said);
        stage.behind(scene.job()).received().forEach(System.err::println);
      }
      return new Outcome(process.exitValue(), late, plain(said), stage.served.restOfRecords());
    }
  }

  private static Map<String, String> environment(Path home) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("HOME", home.toString());
    variables.put("PATH", System.getenv("PATH"));
    variables.put("TERM", "dumb");
    variables.put("METIER_KEY", Served.KEY);
    // what these agents would else ask the network for
    variables.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
    variables.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    variables.put("CONTINUE_TELEMETRY_ENABLED", "0");
    variables.put("CLINE_TELEMETRY_DISABLED", "1");
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    // of `--yolo`, which stands for the person who would agree
    variables.put("QWEN_CODE_SUPPRESS_YOLO_WARNING", "1");
    return variables;
  }

  private Recipe recipe(String job, String address) {
    return agent.client.recipe(
        new Target(new JobName(job), address, "METIER_KEY", true, OptionalInt.of(WINDOW)));
  }

  /// The lines for the shell that the recipe prints, the last one with what is asked. Where the
  /// settings do without, the program's name.
  private List<String> command(Recipe recipe, Scene scene) {
    String lines = agent.client == Client.QWEN_CODE ? "qwen" : "claude";
    for (Recipe.Step step : recipe.steps()) {
      if (step instanceof Recipe.Step.Shell shell && !shell.instead()) {
        lines = shell.text().strip();
      }
    }
    var command = new ArrayList<>(List.of("bash", "-c", lines + " \"$@\"", "bash"));
    command.addAll(agent.arguments(scene.prompt()));
    return command;
  }

  /// Writes the settings of the recipe that users get.
  private void settings(Recipe recipe, String job, String address, Path home, Path work)
      throws IOException {
    for (Recipe.Step step : recipe.steps()) {
      if (step instanceof Recipe.Step.Settings settings) {
        String path = settings.path();
        Path to = path.startsWith("~/") ? home.resolve(path.substring(2)) : work.resolve(path);
        Files.createDirectories(to.getParent());
        boolean other = agent == CodingAgent.OPENCODE_ANTHROPIC;
        Files.writeString(to, other ? anthropic(job, address) : settings.text());
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
    String seen =
        outcome.records().stream()
            .map(record -> record.status() + record.refusal().map(code -> " " + code).orElse(""))
            .collect(Collectors.groupingBy(each -> each, LinkedHashMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " x " + entry.getKey())
            .collect(Collectors.joining(", "));
    String last = NOISE.matcher(outcome.output()).replaceAll("").strip();
    last =
        last.substring(Math.max(0, last.length() - TAIL)).replace("\n", " / ").replace("|", "\\|");
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s | `%s` |%n",
        agent.name().toLowerCase(Locale.ROOT),
        scene.name(),
        scene.job(),
        outcome.late() ? "LATE" : outcome.asWanted(scene) ? "yes" : "NO",
        outcome.late() ? "-" : "" + outcome.exit(),
        seen,
        last);
  }
}
