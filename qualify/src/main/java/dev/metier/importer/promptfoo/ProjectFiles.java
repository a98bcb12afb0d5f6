package dev.metier.importer.promptfoo;

import dev.metier.chat.FinishReason;
import dev.metier.importer.RecordedAnswer;
import dev.metier.importer.promptfoo.config.PromptTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The files of a project that is made of a configuration.
///
/// @param named the configuration, as the user named it
/// @param purpose what it is about; may be empty
/// @param models lines of `models` by their names
/// @param hosts the hosts that these name
/// @param tools that they may call
/// @param judge the model that judges, as `use` has it, where one does
record ProjectFiles(
    Path named,
    String purpose,
    Map<String, String> models,
    List<String> hosts,
    Optional<String> judge,
    ToolDeclarations tools) {
  private static final Pattern AT_VENDORS = Pattern.compile("(openai|anthropic|google)/.*");
  private static final String CASES = "cases/promptfoo.jsonl";
  private static final JsonMapper JSON = JsonMapper.shared();

  /// What is written.
  ///
  /// @param texts of the files, by their paths
  record Made(Map<String, String> texts, int jobs) {}

  /// A job for each prompt, all with these cases, and one more for each way of judging; cases that
  /// only some models get stand in jobs of their own.
  Made with(
      List<PromptTexts.Said> prompts,
      List<ObjectNode> cases,
      Map<JudgedCases.Way, List<ObjectNode>> judged,
      JobsOfPrompts.Asked asked) {
    Map<String, String> out = new LinkedHashMap<>();
    var yaml = head();
    var candidates = new LinkedHashMap<>(models);
    if (models.isEmpty()) {
      candidates.put(AskedModels.EXAMPLE, "{use: ollama/qwen3.6:27b}");
    }
    candidates.forEach(
        (name, line) -> yaml.append("  ").append(name).append(": ").append(line).append('\n'));
    boolean judgeHosted = judge.filter(use -> AT_VENDORS.matcher(use).matches()).isPresent();
    judge.ifPresent(use ->
        yaml.append("  judge: {use: ")
            .append(JSON.writeValueAsString(use))
            .append(judgeHosted ? ", host: vendor}\n" : "}\n"));
    hosts(judgeHosted, yaml);
    yaml.append("jobs:\n");
    for (PromptTexts.Said prompt : prompts) {
      complete(cases, prompt.variables());
      judged.values().forEach(ones -> complete(ones, prompt.variables()));
    }
    var jobs = new JobsOfPrompts(this, prompts, judge.isPresent(), asked, out, yaml);
    List<String> all = List.copyOf(candidates.keySet());
    List<String> names = names(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      if (!cases.isEmpty() || judged.isEmpty()) {
        jobs.add(i, names.get(i), all, cases, CASES, "");
      }
      for (var each : judged.entrySet()) {
        JudgedCases.Way way = each.getKey();
        jobs.add(
            i,
            names.get(i) + "-" + way.word(),
            all,
            each.getValue(),
            "cases/promptfoo-" + way.word() + ".jsonl",
            "    graders: [" + way.grader() + "]\n");
      }
    }
    out.put("metier.yaml", yaml.toString());
    return new Made(out, jobs.count());
  }

  private void hosts(boolean judgeHosted, StringBuilder yaml) {
    var all = new TreeSet<>(hosts);
    if (judgeHosted) {
      all.add("vendor");
    }
    if (!all.isEmpty()) {
      yaml.append(
          "hosts:\n"
              + "  # These got the tests' texts from promptfoo too; your contracts with them"
              + " decide.\n");
      all.forEach(host -> yaml.append("  ").append(host).append(": {clearance: internal}\n"));
    }
  }

  private StringBuilder head() {
    String made = "# Made from " + named.getFileName() + " by `metier import promptfoo`.\n";
    return new StringBuilder(made).append("models:\n");
  }

  /// The same with answers that are there already in place of the models, which stand as comments.
  ///
  /// @param asked by the case's name and the prompt's number which models were asked, by name
  Made recorded(
      List<PromptTexts.Said> prompts,
      List<ObjectNode> cases,
      List<RecordedAnswer> outcomes,
      Map<String, Map<Integer, List<String>>> asked) {
    Map<String, String> out = new LinkedHashMap<>();
    var yaml = head();
    models.forEach(
        (name, line) -> yaml.append("  # ").append(name).append(": ").append(line).append('\n'));
    prompts.forEach(prompt -> complete(cases, prompt.variables()));
    List<String> names = names(prompts);
    var text = new StringBuilder("jobs:\n");
    var jobs =
        new JobsOfPrompts(
            this,
            prompts,
            true,
            (one, prompt) ->
                asked
                    .getOrDefault(one.path("id").asString(), Map.of())
                    .getOrDefault(prompt, List.of())
                    .stream()
                    .map(model -> named(model, names, prompt))
                    .toList(),
            out,
            text);
    for (int i = 0; i < prompts.size(); i++) {
      int number = i;
      String path = "recorded/" + names.get(i) + ".jsonl";
      List<RecordedAnswer> ours = outcomes.stream().filter(o -> o.prompt() == number).toList();
      out.put(path, answers(ours));
      var candidates = new ArrayList<String>();
      for (String model : new TreeSet<>(ours.stream().map(RecordedAnswer::model).toList())) {
        String name = named(model, names, i);
        candidates.add(name);
        yaml.append("  ").append(name).append(": {use: \"recorded/");
        yaml.append(path).append('#').append(model).append("\"}\n");
      }
      jobs.add(i, names.get(i), candidates, cases, CASES, "");
    }
    out.put("metier.yaml", yaml.append(text).toString());
    return new Made(out, jobs.count());
  }

  /// What a recorded model is called, which has one name for each prompt.
  private static String named(String model, List<String> names, int prompt) {
    return names.size() == 1 ? model : model + "-" + names.get(prompt);
  }

  private static String answers(List<RecordedAnswer> outcomes) {
    var text = new StringBuilder();
    for (RecordedAnswer each : outcomes) {
      ObjectNode row = JSON.createObjectNode().put("case_id", each.id()).put("model", each.model());
      row.put("text", each.text());
      if (each.finish() == FinishReason.LENGTH) {
        row.put("finish_reason", "length");
      }
      each.took().ifPresent(took -> row.put("latency_ms", took.toNanos() / 1e6));
      text.append(JSON.writeValueAsString(row)).append('\n');
    }
    return text.toString();
  }

  /// The jobs' names, in the order of the prompts.
  private List<String> names(List<PromptTexts.Said> prompts) {
    var names = new ArrayList<String>();
    for (PromptTexts.Said prompt : prompts) {
      names.add(unique(prompt.label().isEmpty() ? purpose : prompt.label(), names));
    }
    return names;
  }

  static String unique(String text, List<String> taken) {
    String plain = Yamls.name(text, "job").replace(".", "-");
    String name = plain;
    for (int i = 2; taken.contains(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }

  /// A variable that a test does not have is an empty text in promptfoo's prompts.
  private static void complete(List<ObjectNode> cases, Set<String> needed) {
    for (ObjectNode one : cases) {
      var vars = (ObjectNode) one.path("vars");
      needed.stream().filter(name -> !vars.has(name)).forEach(name -> vars.put(name, ""));
    }
  }

  /// Appends a job up to its needs.
  void job(
      String name,
      PromptTexts.Said prompt,
      String cases,
      Map<String, String> out,
      StringBuilder yaml) {
    yaml.append("  ").append(name).append(":\n");
    if (!purpose.isEmpty()) {
      yaml.append("    purpose: ").append(JSON.writeValueAsString(purpose)).append('\n');
    }
    yaml.append(
        "    data: internal          # how sensitive the cases are: public, internal, confidential,"
            + " restricted\n");
    yaml.append(
        "    scope: suite            # these cases are all there is; `traffic` when they stand for"
            + " what will come\n");
    if (prompt.turns().size() == 1 && prompt.turns().getFirst().role().equals("user")) {
      String path = "prompts/" + name + ".md";
      out.put(path, prompt.turns().getFirst().text());
      yaml.append("    prompt: ").append(path).append('\n');
    } else {
      yaml.append("    prompt:\n");
      for (PromptTexts.Turn turn : prompt.turns()) {
        yaml.append("      - {role: ").append(Yamls.text(turn.role())).append(", text: ");
        yaml.append(JSON.writeValueAsString(turn.text())).append("}\n");
      }
    }
    if (!tools.tools().isEmpty()) {
      yaml.append("    tools: ").append(tools.tools()).append('\n');
    }
    yaml.append("    cases: ").append(cases).append('\n');
    yaml.append("    needs: {quality: {at_least: 0.9}}\n");
  }

  static String lines(List<ObjectNode> cases) {
    var text = new StringBuilder();
    cases.forEach(one -> text.append(JSON.writeValueAsString(one)).append('\n'));
    return text.toString();
  }
}
