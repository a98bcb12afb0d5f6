package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.nunjucks.NotRendered;
import dev.metier.importer.nunjucks.NunjucksTemplate;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.PromptTexts;
import dev.metier.importer.promptfoo.config.PromptTexts.Said;
import dev.metier.importer.promptfoo.config.PromptTexts.Turn;
import dev.metier.importer.promptfoo.config.TestCase;
import dev.metier.importer.promptfoo.config.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// Prompts with code of Nunjucks: what they come to is rendered for each test, and stands in the
/// cases as a variable. Not thread-safe.
final class RenderedPrompts {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NAME = "rendered";

  private final List<Said> prompts = new ArrayList<>();
  private final IdentityHashMap<TestCase, Map<String, String>> texts = new IdentityHashMap<>();

  /// Renders all prompts that need it; one that cannot be is told and left out.
  RenderedPrompts(
      ConfigFolder source, List<Said> prompts, List<TestCase> tests, Variables variables) {
    for (Said prompt : prompts) {
      if (prompt.coded().isEmpty()) {
        this.prompts.add(prompt);
        continue;
      }
      String name = name(tests);
      try {
        for (TestCase test : tests) {
          Optional<Map<String, String>> vars = variables.texts(test);
          if (vars.isPresent()) {
            String text = rendered(prompt, values(test.vars(), vars.get()));
            texts.computeIfAbsent(test, _ -> new HashMap<>()).put(name, text);
          }
        }
        this.prompts.add(prompt.as("{{" + name + "}}"));
        source.note(
            "A prompt with Nunjucks code is rendered for each test, and stands in the cases as `"
                + name
                + "`.");
      } catch (NotRendered e) {
        source.lost(
            "prompt",
            prompt.place(),
            "It has " + e.what() + ", which is not rendered here.",
            "Write what it comes to into a variable of the tests.");
      }
    }
  }

  List<Said> prompts() {
    return prompts;
  }

  /// The test's variables with what its prompts came to.
  Map<String, String> with(TestCase test, Map<String, String> vars) {
    Map<String, String> more = texts.getOrDefault(test, Map.of());
    if (more.isEmpty()) {
      return vars;
    }
    var all = new LinkedHashMap<>(vars);
    all.putAll(more);
    return all;
  }

  /// A name that no variable has.
  private String name(List<TestCase> tests) {
    String name = NAME;
    for (int i = 2; isTaken(name, tests); i++) {
      name = NAME + "_" + i;
    }
    return name;
  }

  private boolean isTaken(String name, List<TestCase> tests) {
    return tests.stream().anyMatch(test -> test.vars().containsKey(name))
        || texts.values().stream().anyMatch(more -> more.containsKey(name));
  }

  /// The values of a test's variables as its templates see them.
  ///
  /// @param texts the same as texts, with what files say
  static Map<String, JsonNode> values(Map<String, Written> vars, Map<String, String> texts) {
    var values = new HashMap<String, JsonNode>();
    vars.forEach((name, value) -> {
      boolean text = value instanceof Written.Scalar(_, _, var sort) && sort == Written.Sort.TEXT;
      values.put(
          name,
          text
              ? StringNode.valueOf(texts.getOrDefault(name, "").replaceFirst("\n$", ""))
              : JSON.readTree(value.json()));
    });
    return values;
  }

  /// Whether a value has more of Nunjucks than plain variables.
  static boolean hasCode(Written value) {
    return PromptTexts.CODE.matcher(value.textOrJson()).find();
  }

  /// An assertion's value with such code, as it comes to for the test.
  static Written value(Written value, Assertions.Mode mode) throws NotRendered {
    if (value instanceof Written.Items(var place, var items)) {
      var all = new ArrayList<Written>();
      for (Written item : items) {
        all.add(hasCode(item) ? value(item, mode) : item);
      }
      return new Written.Items(place, all);
    }
    if (!(value instanceof Written.Scalar(var place, var text, var sort))) {
      throw new NotRendered("Nunjucks code in an object");
    }
    String rendered = NunjucksTemplate.of(text).rendered(values(mode.vars(), mode.texts()));
    if (rendered.contains("{{")) {
      throw new NotRendered("`{{` in what it comes to");
    }
    return new Written.Scalar(place, rendered, sort);
  }

  /// A text, or a chat as JSON.
  private static String rendered(Said prompt, Map<String, JsonNode> values) throws NotRendered {
    List<Turn> turns = new ArrayList<>();
    if (prompt.turns().isEmpty()) {
      String text = NunjucksTemplate.of(prompt.coded().orElse("")).rendered(values);
      turns.addAll(PromptTexts.chat(text, prompt.place()).orElse(List.of(new Turn("user", text))));
    }
    for (Turn turn : prompt.turns()) {
      turns.add(new Turn(turn.role(), NunjucksTemplate.of(turn.text()).rendered(values)));
    }
    if (turns.size() == 1 && turns.getFirst().role().equals("user")) {
      return turns.getFirst().text();
    }
    var chat = JSON.createArrayNode();
    turns.forEach(turn -> chat.addObject().put("role", turn.role()).put("content", turn.text()));
    return chat.toString();
  }
}
