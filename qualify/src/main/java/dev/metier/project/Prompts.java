package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.Prompt;
import dev.metier.job.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a job says to a model: the keys `prompt`, `system`, `tools` and `settings`.
final class Prompts {
  private static final Pattern PROMPT_FILE =
      Pattern.compile("[^\\r\\n]+\\.(md|txt|prompt|tmpl|mustache)");

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*[A-Za-z_][\\w.-]*\\s*\\}\\}");

  private static final Slot<Double> TEMPERATURE =
      key(
          "temperature",
          ScalarReader.number(
              "a number from 0 to 2", v -> v >= 0 && v <= 2, ",\"minimum\":0,\"maximum\":2"),
          "Sampling temperature; not sent unless written, since some models refuse it.",
          "0");
  private static final Slot<Integer> MAX_TOKENS =
      key("max_tokens", ScalarReader.count(), "Most tokens of an answer.", "512");
  private static final Slot<Long> SEED =
      key("seed", ScalarReader.whole(Long.MIN_VALUE, Long.MAX_VALUE), "Seed of the sampling.", "7");
  private static final Slot<List<String>> STOP =
      key(
              "stop",
              Shape.either(Shape.list(ScalarReader.filled()), ScalarReader.filled().map(List::of)),
              "Texts that end the answer; may be a line break. Anthropic takes none of white"
                  + " space.",
              "[\"###\", \"\\n\\n\"]")
          .usually(List.of(), "none");
  private static final Slot<List<Shape.Named<String>>> EXTRA =
      key(
              "extra",
              Shape.named("field", ScalarReader.json("anything")),
              "Further fields of the request, sent as they are.",
              "{top_k: 40}")
          .usually(List.of(), "none");

  /// Keys that models and jobs share.
  static final List<Slot<?>> SAMPLING = List.of(TEMPERATURE, MAX_TOKENS, SEED, STOP, EXTRA);

  private static final Slot<String> RESPONSE_SCHEMA =
      key(
          "response_schema",
          schema(),
          "JSON Schema that the answer must follow: an object, or a path to a .json file.",
          "schemas/label.json");
  private static final Slot<String> TOOL_CHOICE =
      key(
          "tool_choice",
          ScalarReader.text(),
          "`auto`, `none`, `required`, or the name of a tool.",
          "auto");
  static final Slot<Settings> SETTINGS =
      key("settings", settings(), "How the model is to answer.", "{max_tokens: 16}")
          .usually(Settings.NONE, "left to the vendor");

  private static final Slot<Role> ROLE = key("role", role(), "Who says it.", "user").needed();
  private static final Slot<Template> TEXT =
      key("text", promptText(), "What is said; text, or a path to a file.", "\"{{question}}\"")
          .needed();
  static final Slot<List<Prompt.Turn>> PROMPT =
      key(
              "prompt",
              prompt(),
              "What is said to the model, with `{{variables}}` from the case: text, a path to a"
                  + " .md, .txt, .prompt, .tmpl or .mustache file, or a list of turns.",
              "prompts/triage.md")
          .otherwise("needed unless all candidates are recorded");
  static final Slot<Template> SYSTEM =
      key("system", promptText(), "A system turn before the prompt; text, or a path.", "Be brief.");

  private static final Slot<String> NAME =
      key(
              "name",
              ScalarReader.text(
                  "a name of letters, digits, `_` and `-`",
                  Pattern.compile("[A-Za-z0-9_-]{1,64}"),
                  "At most 64 characters."),
              "The tool's name.",
              "lookup_order")
          .needed();
  private static final Slot<String> DESCRIPTION =
      key("description", ScalarReader.text(), "What it does, for the model.", "Finds an order.")
          .usually("", "empty");
  private static final Slot<String> PARAMETERS =
      key(
              "parameters",
              schema(),
              "JSON Schema of its arguments: an object, or a path to a .json file.",
              "{type: object, properties: {id: {type: string}}}")
          .usually("{\"type\":\"object\",\"properties\":{}}", "no arguments");
  static final Slot<List<Tool>> TOOLS =
      key(
              "tools",
              Shape.list(
                  Table.shape(
                          "tool", "A tool that the model may call.", NAME, DESCRIPTION, PARAMETERS)
                      .then((table, place, reading) ->
                          table.sound()
                              ? Optional.of(
                                  new Tool(
                                      table.value(NAME),
                                      table.value(DESCRIPTION),
                                      table.value(PARAMETERS)))
                              : Optional.empty())),
              "What the model may call.",
              "[{name: lookup_order, parameters: {...}}]")
          .usually(List.of(), "none");

  private Prompts() {}

  private static Shape<Role> role() {
    var roles = new LinkedHashMap<String, Role>();
    roles.put("system", Role.SYSTEM);
    roles.put("user", Role.USER);
    roles.put("assistant", Role.ASSISTANT);
    return ScalarReader.choice(
        roles,
        ScalarReader.told(
            "system", "standing orders", "user", "the request", "assistant", "an example answer"));
  }

  private static Shape<List<Prompt.Turn>> prompt() {
    var turn =
        Table.shape("turn", "One turn of a prompt.", ROLE, TEXT)
            .then((table, place, reading) ->
                table.find(ROLE).flatMap(r -> table.find(TEXT).map(t -> new Prompt.Turn(r, t))));
    return Shape.either(
        promptText().map(text -> List.of(new Prompt.Turn(Role.USER, text))), Shape.some(turn));
  }

  /// Text of a prompt, or the content of a file when the text is a path.
  static Shape<Template> promptText() {
    return usedText("the prompt");
  }

  /// What a judge is told of the answer it looks at, which may name what is expected.
  static Shape<Template> judgingText() {
    return usedText("the judge");
  }

  private static Shape<Template> usedText(String by) {
    return text()
        .then((template, place, reading) -> {
          ProjectReading.of(reading).uses(template, place, by);
          return Optional.of(template);
        });
  }

  /// Text that no case fills in, or the content of a file when the text is a path.
  static Shape<Template> text() {
    return ScalarReader.text()
        .as(new Shape.Kind.Single("text, or a path to a prompt file", "\"type\":\"string\""))
        .then((text, place, reading) -> content(text, PROMPT_FILE, place, reading))
        .then((text, place, reading) -> {
          if (VARIABLE.matcher(text).replaceAll("").contains("{{")) {
            reading.note(
                "In line "
                    + place.line()
                    + " the prompt has `{{` that begins no variable; it is"
                    + " sent as it is.");
          }
          return Optional.of(new Template(text));
        });
  }

  /// A JSON Schema: an object, or a path to a .json file.
  static Shape<String> schema() {
    return Shape.either(
        ScalarReader.jsonObject("a JSON Schema"),
        ScalarReader.text()
            .as(new Shape.Kind.Single("a path to a .json file", "\"type\":\"string\""))
            .then(Prompts::schemaFile));
  }

  private static Optional<String> schemaFile(String path, Place place, Reading reading) {
    return ProjectReading.of(reading)
        .file(path, place)
        .flatMap(file ->
            ProjectReading.of(reading)
                .text(file, place)
                .flatMap(text -> Yaml.read(file, text, "", reading::problem))
                .flatMap(written -> {
                  if (written instanceof Written.Entries) {
                    return Optional.of(written.json());
                  }
                  reading.problem(written.place(), "A JSON Schema is an object.", "");
                  return Optional.<String>empty();
                }));
  }

  /// The text itself, or what the file says that it names. One line with the ending of a file is a
  /// path, unless it has spaces and there is no such file.
  private static Optional<String> content(String text, Pattern path, Place place, Reading reading) {
    String line = text.strip();
    if (!path.matcher(line).matches()
        || (line.contains(" ") && !ProjectReading.of(reading).isFile(line))) {
      return Optional.of(text);
    }
    return ProjectReading.of(reading)
        .file(line, place)
        .flatMap(file -> ProjectReading.of(reading).text(file, place));
  }

  private static Shape<Settings> settings() {
    var keys = new ArrayList<Slot<?>>(SAMPLING);
    keys.add(RESPONSE_SCHEMA);
    keys.add(TOOL_CHOICE);
    return Table.shape("settings", "How a model is to answer.", List.copyOf(keys))
        .map(Prompts::sampling);
  }

  /// The settings in a table; response schema and tool choice only where they may be written.
  static Settings sampling(Table table) {
    return new Settings(
        table.find(TEMPERATURE).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        table.find(MAX_TOKENS).map(OptionalInt::of).orElse(OptionalInt.empty()),
        table.find(SEED).map(OptionalLong::of).orElse(OptionalLong.empty()),
        table.find(STOP).orElse(List.of()),
        table.find(RESPONSE_SCHEMA),
        table.find(TOOL_CHOICE),
        table.find(EXTRA).orElse(List.of()).stream()
            .collect(Collectors.toMap(Shape.Named::name, Shape.Named::value)));
  }

  /// The prompt of a job; empty when it is not written or wrong.
  static Optional<Prompt> prompt(Table job, Reading reading) {
    var turns = new ArrayList<Prompt.Turn>();
    job.find(SYSTEM).ifPresent(text -> turns.add(new Prompt.Turn(Role.SYSTEM, text)));
    var written = job.find(PROMPT).orElse(List.of());
    if (job.has(SYSTEM) && written.stream().anyMatch(turn -> turn.role() == Role.SYSTEM)) {
      reading.problem(
          job.place(SYSTEM), "The prompt has a system turn already.", "Keep one of the two.");
    }
    turns.addAll(written);
    return written.isEmpty() ? Optional.empty() : Optional.of(new Prompt(turns));
  }

  /// Tells tools of the same name and a choice of a tool that there is not.
  static void checkTools(Table job, Reading reading) {
    var names = job.find(TOOLS).orElse(List.of()).stream().map(Tool::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        reading.problem(
            job.place(TOOLS), "Two tools are called `" + names.get(i) + "`.", "Rename one.");
      }
    }
    var known = new ArrayList<>(List.of("auto", "none", "required"));
    known.addAll(names);
    job.find(SETTINGS)
        .flatMap(Settings::toolChoice)
        .filter(choice -> !known.contains(choice))
        .ifPresent(choice ->
            reading.problem(
                job.place(SETTINGS),
                "`tool_choice` names no tool: \"" + choice + "\".",
                Nearest.hint(choice, known)));
  }

  /// Tells which stops a candidate will not get: Anthropic refuses those of white space alone.
  static void checkStops(String name, Table job, List<String> candidates, Reading reading) {
    List<String> own = job.find(SETTINGS).map(Settings::stop).orElse(List.of());
    for (String candidate : candidates) {
      Model model = ProjectReading.of(reading).models.get(candidate);
      if (model == null || model.kind() != ProviderKind.ANTHROPIC) {
        continue;
      }
      List<String> stops = own.isEmpty() ? model.settings().stop() : own;
      if (stops.stream().anyMatch(String::isBlank)) {
        reading.note(
            "Job "
                + name
                + " stops at white space, which Anthropic refuses: it is left out for model "
                + candidate
                + ", so that its answers go on.");
      }
    }
  }
}
