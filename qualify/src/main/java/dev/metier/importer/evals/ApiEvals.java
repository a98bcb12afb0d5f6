package dev.metier.importer.evals;

import dev.metier.importer.evals.ApiObjects.Eval;
import dev.metier.importer.evals.EvalsProject.JobText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Evals as the API tells them: a job for each prompt that runs of an eval asked with.
final class ApiEvals {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final EvalsProject project;
  private final ApiObjects told;

  ApiEvals(EvalsProject project, ApiObjects told) {
    this.project = project;
    this.told = told;
  }

  void read() {
    told.evals().forEach(this::eval);
  }

  private void eval(Eval eval) {
    project.seen();
    String id = eval.node().path("id").asString("");
    String name = eval.node().path("name").asString("eval");
    List<JsonNode> runs = told.runs().stream().filter(run -> isOf(run, id)).toList();
    var criteria = new Criteria(project, eval.place());
    ArrayNode graders = JSON.createArrayNode();
    List<JudgedCriteria.Judged> judged = new ArrayList<>();
    for (JsonNode each : eval.node().path("testing_criteria")) {
      criteria.grader(each).ifPresent(graders::add);
      criteria.judged(each).ifPresent(judged::add);
    }
    Set<JsonNode> items = items(id, runs);
    Set<JsonNode> prompts = prompts(runs);
    String label = "eval `" + name + "`";
    if (graders.isEmpty() && judged.isEmpty()) {
      project.lost(label, eval.place(), "None of its graders is carried over.", "");
    } else if (prompts.isEmpty()) {
      project.lost(
          label,
          eval.place(),
          "No run tells its prompt.",
          "Name also what the API tells of its runs: GET /v1/evals/" + id + "/runs.");
    } else if (items.isEmpty()) {
      project.lost(
          label,
          eval.place(),
          "Its items are in none of these files.",
          "Name also its runs' output items, or the file of rows that a run read.");
    } else {
      project.carried(graders.size() + judged.size());
      runs.forEach(this::model);
      Map<String, ArrayNode> jobs = jobs(name, graders, judged);
      prompts.forEach(prompt -> jobs.forEach((job, its) -> job(eval, job, prompt, its, items)));
    }
  }

  /// The graders of each job that is made of an eval: what a judge says stands in one of its own.
  private static Map<String, ArrayNode> jobs(
      String name, ArrayNode graders, List<JudgedCriteria.Judged> judged) {
    var jobs = new LinkedHashMap<String, ArrayNode>();
    if (!graders.isEmpty()) {
      jobs.put(name, graders);
    }
    judged.forEach(
        each -> jobs.put(name + " " + each.name(), JSON.createArrayNode().add(each.grader())));
    return jobs;
  }

  private static Set<JsonNode> prompts(List<JsonNode> runs) {
    var prompts = new LinkedHashSet<JsonNode>();
    runs.forEach(run -> prompts.add(run.path("data_source").path("input_messages")));
    prompts.removeIf(JsonNode::isMissingNode);
    return prompts;
  }

  private boolean isOf(JsonNode run, String eval) {
    String named = run.path("eval_id").asString("");
    return named.equals(eval) || (named.isEmpty() && told.evals().size() == 1);
  }

  /// The rows of an eval, each once.
  private Set<JsonNode> items(String id, List<JsonNode> runs) {
    var items = new LinkedHashSet<JsonNode>();
    for (JsonNode run : runs) {
      run.path("data_source")
          .path("source")
          .path("content")
          .forEach(row -> items.add(row.path("item")));
    }
    told.outputs().stream()
        .filter(output -> isOf(output, id))
        .forEach(output -> items.add(output.path("datasource_item")));
    if (told.evals().size() == 1) {
      told.rows().forEach(row -> items.add(row.path("item")));
    }
    items.removeIf(item -> !item.isObject());
    return items;
  }

  private void model(JsonNode run) {
    String id =
        Optional.of(run.path("data_source").path("model").asString(""))
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> run.path("model").asString(""));
    if (id.isEmpty()) {
      return;
    }
    var settings = new StringBuilder();
    JsonNode sampling = run.path("data_source").path("sampling_params");
    for (String key : List.of("temperature", "seed")) {
      if (sampling.path(key).isNumber()) {
        settings.append(", ").append(key).append(": ").append(sampling.path(key));
      }
    }
    Stream.of("max_completion_tokens", "max_completions_tokens")
        .map(sampling::path)
        .filter(JsonNode::isNumber)
        .findFirst()
        .ifPresent(most -> settings.append(", max_tokens: ").append(most));
    project.model(id, settings.toString());
  }

  private void job(
      Eval eval, String name, JsonNode prompt, ArrayNode graders, Set<JsonNode> items) {
    Optional<ArrayNode> turns = turns(eval, prompt);
    if (turns.isEmpty()) {
      return;
    }
    var cases = new ArrayList<ObjectNode>();
    var ids = new HashSet<String>();
    for (JsonNode item : items) {
      ObjectNode one = JSON.createObjectNode().put("id", id(item, cases.size() + 1, ids));
      variables("", item, one.putObject("vars"));
      cases.add(one);
    }
    project.job(name, new JobText(name, turns.get(), graders, cases));
  }

  private static String id(JsonNode item, int number, Set<String> ids) {
    String own = item.path("id").isValueNode() ? item.path("id").asString("") : "";
    String id = own.isBlank() ? "item " + number : own.strip();
    return ids.add(id) ? id : id + " (" + number + ")";
  }

  /// Every value of an item, objects in it by their path, lists as JSON.
  private static void variables(String path, JsonNode node, ObjectNode vars) {
    for (var field : node.properties()) {
      String inner = path + "." + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        variables(inner, value, vars);
      }
      if (!value.isNull()) {
        String text = value.isString() ? value.stringValue() : value.toString();
        vars.put(ItemTemplate.variable(inner), text);
      }
    }
  }

  private Optional<ArrayNode> turns(Eval eval, JsonNode prompt) {
    ArrayNode turns = JSON.createArrayNode();
    if (prompt.path("type").asString("").equals("item_reference")) {
      String path = prompt.path("item_reference").asString("").replaceFirst("^item\\.", "");
      turns.addObject().put("role", "user").put("text", "{{" + ItemTemplate.variable(path) + "}}");
      return Optional.of(turns);
    }
    for (JsonNode message : prompt.path("template")) {
      Optional<String> text = text(message.path("content"));
      Optional<String> ours = text.flatMap(said -> new ItemTemplate(said).ours());
      if (ours.isEmpty()) {
        project.lost(
            "prompt of `" + eval.node().path("name").asString("") + "`",
            eval.place(),
            "A turn of it is no text, or reads an answer.",
            "Write the prompt by hand.");
        return Optional.empty();
      }
      String role = message.path("role").asString("user").toLowerCase(Locale.ROOT);
      turns
          .addObject()
          .put("role", role.equals("developer") ? "system" : role)
          .put("text", ours.get());
    }
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns);
  }

  /// The text of a message, in one piece or several; empty when some of it is no text.
  static Optional<String> text(JsonNode content) {
    if (content.isString()) {
      return Optional.of(content.stringValue());
    }
    if (content.isObject()) {
      return content.path("text").isString()
          ? Optional.of(content.path("text").stringValue())
          : Optional.empty();
    }
    var parts = new ArrayList<String>();
    for (JsonNode part : content) {
      Optional<String> text = text(part);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      parts.add(text.get());
    }
    return content.isArray() ? Optional.of(String.join("\n", parts)) : Optional.empty();
  }
}
