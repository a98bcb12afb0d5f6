package dev.metier.importer.promptfoo;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Written;
import dev.metier.importer.Imported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A project from a promptfoo configuration (0.123): a job for each prompt, with the same cases.
public final class PromptfooImport {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String CASES = "cases/promptfoo.jsonl";

  private final ConfigFolder source;
  private final TestFiles files;
  private final Variables variables;
  private final Assertions assertions;
  private final List<ObjectNode> cases = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int without;

  private PromptfooImport(Path folder) {
    this.source = new ConfigFolder(folder);
    this.files = new TestFiles(source);
    this.variables = new Variables(source);
    this.assertions = new Assertions(source);
  }

  /// Reads a configuration.
  ///
  /// @throws ProblemsException when it is none
  public static Imported read(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(whole)) {
      throw new ProblemsException("There is no file " + file + ".", "Name a promptfooconfig.yaml.");
    }
    return new PromptfooImport(Optional.ofNullable(whole.getParent()).orElse(whole))
        .read(whole, file);
  }

  private Imported read(Path file, Path named) {
    Written root =
        source
            .written(file, Place.of(file))
            .orElseThrow(() -> {
              var first = source.losses().getFirst();
              return new ProblemsException(
                  named + ":" + first.place().line() + ": " + first.why(), first.instead());
            });
    if (!(root instanceof Written.Entries config)
        || Set.of("prompts", "providers", "targets", "tests", "scenarios").stream()
            .allMatch(key -> config.find(key).isEmpty())) {
      throw new ProblemsException(
          named + " is no configuration of promptfoo.",
          "It has `prompts`, `providers` and `tests`.");
    }
    ignored(config);
    List<PromptTexts.Said> prompts =
        config
            .find("prompts")
            .map(e -> new PromptTexts(source).prompts(e.value()))
            .orElse(List.of());
    var providers = new Providers(source);
    Map<String, String> models =
        config
            .find("providers")
            .or(() -> config.find("targets"))
            .map(e -> providers.models(e.value()))
            .orElse(Map.of());
    tests(config).forEach(this::add);
    if (without > 0) {
      source.note(
          without
              + " tests have no assertion that is carried over, and are left out of the cases.");
    }
    return project(config, named, prompts, models, providers.hosted());
  }

  private void ignored(Written.Entries config) {
    config
        .find("assert")
        .ifPresent(e ->
            source.lost(
                "assert",
                e.place(),
                "promptfoo itself ignores it here.",
                "Put it under `defaultTest`."));
    for (String key : List.of("transform", "extensions", "redteam", "nunjucksFilters")) {
      config.find(key).ifPresent(e -> source.lost(key, e.place(), "It is not carried over.", ""));
    }
  }

  private List<TestCase> tests(Written.Entries config) {
    TestCase usual =
        config
            .find("defaultTest")
            .flatMap(e -> usual(e.value()))
            .orElse(TestCase.nothing(config.place()));
    var all = new ArrayList<TestCase>();
    config
        .find("tests")
        .ifPresent(e -> files.tests(e.value()).forEach(test -> all.add(test.over(usual))));
    config
        .find("scenarios")
        .map(Written.Entry::value)
        .filter(Written.Items.class::isInstance)
        .ifPresent(w -> ((Written.Items) w).items().forEach(item -> scenario(item, usual, all)));
    return all.stream().flatMap(test -> variables.multiplied(test).stream()).toList();
  }

  private Optional<TestCase> usual(Written written) {
    if (written instanceof Written.Scalar named) {
      return source
          .file(named.text(), named.place())
          .flatMap(file -> source.written(file, named.place()))
          .flatMap(this::usual);
    }
    return written instanceof Written.Entries entries
        ? Optional.of(files.test(entries))
        : Optional.empty();
  }

  private void scenario(Written written, TestCase usual, List<TestCase> all) {
    if (!(written instanceof Written.Entries scenario)) {
      source.lost("scenario", written.place(), "A scenario is an object.", "");
      return;
    }
    var configs = scenario.find("config").map(e -> files.tests(e.value())).orElse(List.of());
    var tests = scenario.find("tests").map(e -> files.tests(e.value())).orElse(List.of());
    for (TestCase config : configs) {
      for (TestCase test : tests) {
        all.add(test.over(config).over(usual));
      }
    }
  }

  private void add(TestCase test) {
    for (String key : List.of("transform", "postprocess", "transformVars")) {
      Written code = test.options().get(key);
      if (code != null) {
        source.lost(
            "options." + key,
            code.place(),
            "It is code, which is not run.",
            "Its tests are left out.");
        without++;
        return;
      }
    }
    Optional<Map<String, String>> vars = variables.texts(test);
    boolean counted = test.threshold().isPresent();
    var graders = assertions.graders(test.assertions(), counted);
    if (vars.isEmpty() || graders.isEmpty()) {
      without++;
      return;
    }
    var typed = new CodeVariables(test.vars());
    graders.forEach(typed::addTo);
    ObjectNode one = JSON.createObjectNode().put("id", id(test));
    ObjectNode values = one.putObject("vars");
    vars.get().forEach(values::put);
    if (counted) {
      ObjectNode own = one.putObject("graders");
      own.putArray("of").addAll(graders);
      own.put("threshold", Math.clamp(test.threshold().getAsDouble(), 0, 1));
    } else {
      one.putArray("graders").addAll(graders);
    }
    cases.add(one);
  }

  /// What the test is called, or its number; no two alike.
  private String id(TestCase test) {
    String plain = test.description().map(String::strip).filter(t -> !t.isEmpty()).orElse("test");
    String id = test.description().isPresent() ? plain : plain + " " + (cases.size() + 1);
    for (int i = 2; !ids.add(id); i++) {
      id = plain + " (" + i + ")";
    }
    return id;
  }

  // The files ------------------------------------------------------------------------------------

  private Imported project(
      Written.Entries config,
      Path named,
      List<PromptTexts.Said> prompts,
      Map<String, String> models,
      boolean hosted) {
    String purpose = config.find("description").map(e -> e.value().textOrJson()).orElse("");
    Map<String, String> out = new LinkedHashMap<>();
    var yaml =
        new StringBuilder(
            "# Made from " + named.getFileName() + " by `metier import promptfoo`.\n");
    yaml.append("models:\n");
    if (models.isEmpty()) {
      source.note("No model is carried over; metier.yaml names a local one as an example.");
      yaml.append("  local: {use: ollama/qwen3.6:27b}\n");
    }
    models.forEach(
        (name, line) -> yaml.append("  ").append(name).append(": ").append(line).append('\n'));
    if (hosted) {
      yaml.append(
          "hosts:\n  # These vendors got the tests' texts from promptfoo too; your contract with them decides.\n");
      yaml.append("  vendor: {clearance: internal}\n");
    }
    yaml.append("jobs:\n");
    var names = new ArrayList<String>();
    for (PromptTexts.Said prompt : prompts) {
      String name = unique(prompt.label().isEmpty() ? purpose : prompt.label(), names);
      names.add(name);
      complete(prompt.variables());
      job(name, purpose, prompt, out, yaml);
    }
    out.put(CASES, lines());
    out.put("metier.yaml", yaml.toString());
    return new Imported(
        out, names.size(), cases.size(), source.carriedCount(), source.losses(), source.notes());
  }

  private static String unique(String text, List<String> taken) {
    String plain = Yamls.name(text, "job").replace(".", "-");
    String name = plain;
    for (int i = 2; taken.contains(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }

  /// A variable that a test does not have is an empty text in promptfoo's prompts.
  private void complete(Set<String> needed) {
    for (ObjectNode one : cases) {
      var vars = (ObjectNode) one.path("vars");
      needed.stream().filter(name -> !vars.has(name)).forEach(name -> vars.put(name, ""));
    }
  }

  private static void job(
      String name,
      String purpose,
      PromptTexts.Said prompt,
      Map<String, String> out,
      StringBuilder yaml) {
    yaml.append("  ").append(name).append(":\n");
    if (!purpose.isEmpty()) {
      yaml.append("    purpose: ").append(JSON.writeValueAsString(purpose)).append('\n');
    }
    yaml.append(
        "    data: internal          # how sensitive the cases are: public, internal, confidential, restricted\n");
    yaml.append(
        "    scope: suite            # these cases are all there is; `traffic` when they stand for what will come\n");
    if (prompt.turns().size() == 1 && prompt.turns().getFirst().role().equals("user")) {
      String path = "prompts/" + name + ".md";
      out.put(path, prompt.turns().getFirst().text() + "\n");
      yaml.append("    prompt: ").append(path).append('\n');
    } else {
      yaml.append("    prompt:\n");
      for (PromptTexts.Turn turn : prompt.turns()) {
        yaml.append("      - {role: ").append(Yamls.text(turn.role())).append(", text: ");
        yaml.append(JSON.writeValueAsString(turn.text())).append("}\n");
      }
    }
    yaml.append("    cases: ").append(CASES).append('\n');
    yaml.append("    needs: {quality: {at_least: 0.9}}\n");
  }

  private String lines() {
    var text = new StringBuilder();
    cases.forEach(one -> text.append(JSON.writeValueAsString(one)).append('\n'));
    return text.toString();
  }
}
