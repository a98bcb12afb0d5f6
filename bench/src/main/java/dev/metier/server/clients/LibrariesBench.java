package dev.metier.server.clients;

import dev.metier.client.Client;
import dev.metier.client.Recipe;
import dev.metier.client.Target;
import dev.metier.job.JobName;
import dev.metier.journal.RequestRecord;
import dev.metier.server.Served;
import dev.metier.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Runs a library of Python or JavaScript through the gateway, with the lines that `metier connect`
/// prints for it, against scripted models that speak OpenAI's protocol and Anthropic's; prints a
/// row of a table for each. Ends with 1 when a scene did not go as wanted.
///
/// Arguments: the program, the folder in which it finds the library, the library's scenes in
/// `bench/clients`, and its versions as they are to be told.
final class LibrariesBench {
  private static final int WINDOW = 131_072;
  private static final int LONGEST_SECONDS = 180;
  private static final int LONGEST_TOLD = 200;

  /// What each scene must return; the others must raise what their library has for it.
  private static final Map<String, String> WANTED =
      Map.of(
          "text", "Everything is fine.",
          "stream", "Everything is fine.",
          "tool", "Tools said: sun | snow",
          "schema", "{\"city\":\"Paris\"}",
          "turns", "once more",
          "slow_down", "Hello world");

  private static final List<String> COLUMNS =
      List.of("text", "stream", "tool", "schema", "turns", "too_long", "slow_down", "wrong_key");

  /// `# recipe: openai-sdk 2` takes the second of the recipe's pieces of code in this language.
  private static final Pattern RECIPE = Pattern.compile("(?m)^(?:#|//) recipe: (\\S+)(?: (\\d+))?");

  /// `# as: langchain.py` goes on with the scenes of another file.
  private static final Pattern SAME = Pattern.compile("(?m)^(?:#|//) as: (\\S+)");

  /// `// requests: 3` is for a library that asks again as often whatever the status says.
  private static final Pattern REQUESTS = Pattern.compile("(?m)^(?:#|//) requests: (\\d+)");

  /// What an error must tell.
  private static final Map<String, Pattern> TOLD =
      Map.of(
          "too_long",
              Pattern.compile(
                  "maximum context length is (?:4096|200000) tokens|prompt is too long: \\d+"
                      + " tokens"),
          "slow_down", Pattern.compile("asks us to slow down"),
          "wrong_key", Pattern.compile("its key is missing, wrong"),
          "closed", Pattern.compile("No model is FIT for closed"));

  /// What the gateway tells in its records when nobody may ask again.
  private static final Map<String, String> ONCE =
      Map.of("too_long", "too_long", "wrong_key", "upstream_refused", "closed", "route_closed");

  private final List<String> program;
  private final Path folder;
  private final Path scenes;
  private final long most;
  private boolean right = true;

  private LibrariesBench(String program, Path folder, Path scenes) throws IOException {
    this.program = List.of(program);
    this.folder = folder;
    this.scenes = scenes;
    Matcher requests = REQUESTS.matcher(Files.readString(scenes));
    this.most = requests.find() ? Long.parseLong(requests.group(1)) : 1;
  }

  public static void main(String[] args) throws Exception {
    var bench = new LibrariesBench(args[0], Path.of(args[1]), Path.of(args[2]));
    for (String job : List.of(Stage.CHAT, Stage.CLAUDE)) {
      bench.row(args[3], job);
    }
    System.exit(bench.right ? 0 : 1);
  }

  private void row(String versions, String job) throws Exception {
    var row = new StringBuilder("| ").append(versions).append(" | ").append(job);
    try (var stage = new Stage(Files.createTempDirectory(folder, "journal"))) {
      JsonNode told = run(stage.address(), job);
      List<RequestRecord> records = stage.served.restOfRecords();
      for (String scene : COLUMNS) {
        row.append(" | ").append(cell(scene, told.path(scene), records));
      }
      JsonNode closed = run(stage.address(), Stage.CLOSED);
      List<RequestRecord> refused = stage.served.restOfRecords();
      row.append(" | ").append(cell("closed", closed.path("closed"), refused));
      row.append(" | ").append(records.size()).append(" |");
    }
    System.out.println(row);
  }

  private String cell(String scene, JsonNode told, List<RequestRecord> records) {
    if (told.isMissingNode()) {
      return "-";
    }
    String raised = told.path("raised").path(0).asString("");
    boolean right =
        raised.isEmpty()
            ? told.asString(told.toString()).equals(WANTED.get(scene))
            : TOLD.containsKey(scene) && TOLD.get(scene).matcher(told.toString()).find();
    long asked = refused(ONCE.getOrDefault(scene, ""), records);
    if (right && asked <= most) {
      return raised.isEmpty() ? "yes" : "`" + raised.substring(0, raised.indexOf(':')) + "`";
    }
    this.right = false;
    String all = told.toString().replace("|", "\\|").replace("\n", " / ");
    String times = asked > most ? asked + " requests " : "";
    return "**NO** " + times + "`" + all.substring(0, Math.min(all.length(), LONGEST_TOLD)) + "`";
  }

  private static long refused(String code, List<RequestRecord> records) {
    return records.stream().filter(one -> one.refusal().filter(code::equals).isPresent()).count();
  }

  private JsonNode run(String address, String job) throws Exception {
    String name = scenes.getFileName().toString();
    Path script = folder.resolve("scenes" + name.substring(name.lastIndexOf('.')));
    Files.writeString(script, script(address, job));
    var command = new ArrayList<>(program);
    command.add(script.toString());
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment(address, job));
    Path output = folder.resolve("output.txt");
    builder.redirectOutput(output.toFile()).redirectError(folder.resolve("errors.txt").toFile());
    Process process = builder.start();
    boolean late = !process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    boolean ended = process.destroyForcibly().waitFor() == 0 && !late;
    String last = Files.readString(output).strip();
    last = last.substring(last.lastIndexOf('\n') + 1);
    if (!ended || !last.startsWith("{")) {
      System.err.println(Files.readString(folder.resolve("errors.txt")));
      throw new IOException(name + (late ? " did not end." : " failed."));
    }
    return Json.object(last.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, String> environment(String address, String job) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("HOME", folder.toString());
    variables.put("PATH", System.getenv("PATH"));
    variables.put("METIER_ADDRESS", address);
    variables.put("METIER_JOB", job);
    variables.put("METIER_KEY", Served.KEY);
    variables.put("OPENAI_AGENTS_DISABLE_TRACING", "1");
    variables.put("MASTRA_TELEMETRY_DISABLED", "1");
    return variables;
  }

  /// The common part, the recipe's lines, the scenes.
  private String script(String address, String job) throws IOException {
    boolean python = scenes.toString().endsWith(".py");
    String own = Files.readString(scenes);
    var script = new StringBuilder();
    if (python) {
      script.append(Files.readString(scenes.resolveSibling("common.py"))).append("\n\n");
    } else {
      script.append("const messages = [{ role: 'user', content: 'Hi' }];\n");
      Files.writeString(
          folder.resolve("common.mjs"), Files.readString(scenes.resolveSibling("common.mjs")));
    }
    Matcher recipe = RECIPE.matcher(own);
    if (recipe.find()) {
      int place = recipe.group(2) == null ? 1 : Integer.parseInt(recipe.group(2));
      String language = python ? "Python" : "TypeScript or JavaScript";
      String code = code(recipe.group(1), language, place, address, job);
      // lines that ask by themselves ask a job that answers
      boolean asks = code.contains(".create(");
      script.append(asks ? code.replace('"' + Stage.CLOSED + '"', '"' + Stage.CHAT + '"') : code);
      script.append('\n');
    }
    script.append(own);
    Matcher same = SAME.matcher(own);
    if (same.find()) {
      String other = Files.readString(scenes.resolveSibling(same.group(1)));
      script.append('\n').append(other);
    }
    return script.toString();
  }

  private static String code(String word, String language, int place, String address, String job) {
    Client client = Client.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    var target = new Target(new JobName(job), address, "METIER_KEY", true, OptionalInt.of(WINDOW));
    return client.recipe(target).steps().stream()
        .filter(step -> step instanceof Recipe.Step.Code c && c.language().equals(language))
        .map(Recipe.Step::text)
        .skip(place - 1L)
        .findFirst()
        .orElseThrow();
  }
}
