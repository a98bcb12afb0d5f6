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

  /// The texts of the files by their paths: a job for each prompt, all with these cases, and one
  /// more for each way of judging.
  Map<String, String> with(
      List<PromptTexts.Said> prompts,
      List<ObjectNode> cases,
      Map<JudgedCases.Way, List<ObjectNode>> judged) {
    Map<String, String> out = new LinkedHashMap<>();
    var yaml = head();
    var candidates = new LinkedHashMap<>(models);
    if (models.isEmpty()) {
      candidates.put("local", "{use: ollama/qwen3.6:27b}");
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
    List<String> names = names(prompts);
    for (int i = 0; i < prompts.size(); i++) {
      Set<String> needed = prompts.get(i).variables();
      String only =
          judge.isPresent() ? "    models: [" + String.join(", ", candidates.keySet()) + "]\n" : "";
      if (!cases.isEmpty() || judged.isEmpty()) {
        complete(cases, needed);
        job(names.get(i), prompts.get(i), out, yaml);
        yaml.append(only);
      }
      judgedJobs(names.get(i), prompts.get(i), judged, only, out, yaml);
    }
    if (!cases.isEmpty() || judged.isEmpty()) {
      out.put(CASES, lines(cases));
    }
    judged.forEach((way, ones) -> out.put(casesOf(way), lines(ones)));
    out.put("metier.yaml", yaml.toString());
    return out;
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

  private void judgedJobs(
      String name,
      PromptTexts.Said prompt,
      Map<JudgedCases.Way, List<ObjectNode>> judged,
      String only,
      Map<String, String> out,
      StringBuilder yaml) {
    judged.forEach((way, cases) -> {
      complete(cases, prompt.variables());
      job(name + "-" + way.word(), prompt, casesOf(way), out, yaml);
      yaml.append("    graders: [").append(way.grader()).append("]\n").append(only);
    });
  }

  private static String casesOf(JudgedCases.Way way) {
    return "cases/promptfoo-" + way.word() + ".jsonl";
  }

  private StringBuilder head() {
    String made = "# Made from " + named.getFileName() + " by `metier import promptfoo`.\n";
    return new StringBuilder(made).append("models:\n");
  }

  /// The same with answers that are there already in place of the models, which stand as comments.
  Map<String, String> recorded(
      List<PromptTexts.Said> prompts, List<ObjectNode> cases, List<RecordedAnswer> outcomes) {
    Map<String, String> out = new LinkedHashMap<>();
    var yaml = head();
    models.forEach(
        (name, line) -> yaml.append("  # ").append(name).append(": ").append(line).append('\n'));
    List<String> names = names(prompts);
    var jobs = new StringBuilder("jobs:\n");
    for (int i = 0; i < prompts.size(); i++) {
      int job = i;
      String path = "recorded/" + names.get(i) + ".jsonl";
      List<RecordedAnswer> ours = outcomes.stream().filter(o -> o.job() == job).toList();
      out.put(path, answers(ours));
      var candidates = new ArrayList<String>();
      for (String model : new TreeSet<>(ours.stream().map(RecordedAnswer::model).toList())) {
        String name = prompts.size() == 1 ? model : model + "-" + names.get(i);
        candidates.add(name);
        yaml.append("  ").append(name).append(": {use: \"recorded/");
        yaml.append(path).append('#').append(model).append("\"}\n");
      }
      complete(cases, prompts.get(i).variables());
      job(names.get(i), prompts.get(i), out, jobs);
      jobs.append("    models: [").append(String.join(", ", candidates)).append("]\n");
    }
    out.put(CASES, lines(cases));
    out.put("metier.yaml", yaml.append(jobs).toString());
    return out;
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

  private static String unique(String text, List<String> taken) {
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

  private void job(
      String name, PromptTexts.Said prompt, Map<String, String> out, StringBuilder yaml) {
    job(name, prompt, CASES, out, yaml);
  }

  private void job(
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

  private static String lines(List<ObjectNode> cases) {
    var text = new StringBuilder();
    cases.forEach(one -> text.append(JSON.writeValueAsString(one)).append('\n'));
    return text.toString();
  }
}
