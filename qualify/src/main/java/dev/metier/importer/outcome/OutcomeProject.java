package dev.metier.importer.outcome;

import dev.metier.core.problem.Place;
import dev.metier.core.text.ShortText;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The project that is made: a job for each task, and each model's outcomes. Not thread-safe.
final class OutcomeProject {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_NAME = 40;
  private static final int FEW = 30;

  /// One answer.
  ///
  /// @param repeat from 0
  /// @param score 0..1
  /// @param seconds for the whole answer
  record Scored(
      String caseId,
      String model,
      int repeat,
      double score,
      OptionalDouble seconds,
      Optional<Tokens> tokens) {}

  /// What an answer took.
  record Tokens(long input, long output) {}

  private record Task(String name, Map<String, ObjectNode> cases, List<Scored> outcomes) {}

  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, String> models = new LinkedHashMap<>();
  private final Set<Loss> losses = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  void lost(String type, Place place, String why, String instead) {
    losses.add(new Loss(type, place, why, instead));
  }

  void note(String note) {
    notes.add(note);
  }

  /// Adds a case of a task, once.
  ///
  /// @param expected empty when there is none
  void given(String task, String id, String input, Optional<String> expected, List<String> slices) {
    ObjectNode node = JSON.createObjectNode().put("id", id);
    node.putObject("vars").put("input", input);
    expected.ifPresent(text -> node.put("expected", text));
    if (!slices.isEmpty()) {
      slices.forEach(node.putArray("slices")::add);
    }
    task(task).cases.putIfAbsent(id, node);
  }

  void outcome(String task, Scored scored) {
    models.computeIfAbsent(
        scored.model, name -> named(name.replaceFirst(".*/", ""), models.values()));
    task(task).outcomes.add(scored);
  }

  private Task task(String name) {
    return tasks.computeIfAbsent(
        name, text -> new Task(named(text, names()), new LinkedHashMap<>(), new ArrayList<>()));
  }

  private List<String> names() {
    return tasks.values().stream().map(Task::name).toList();
  }

  private static String named(String text, java.util.Collection<String> taken) {
    String plain =
        CaseScreening.withoutSecrets(text)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    String cut = ShortText.of(plain, LONGEST_NAME);
    String base = cut.isEmpty() ? "task" : cut;
    String name = base;
    for (int i = 2; taken.contains(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  Imported imported() {
    var files = new LinkedHashMap<String, String>();
    var yaml = new StringBuilder("# Made of what another evaluation found.\nmodels:\n");
    models
        .values()
        .forEach(
            name -> yaml.append("  " + name + ": {use: recorded/outcomes.csv#" + name + "}\n"));
    yaml.append("jobs:\n");
    var rows =
        new StringBuilder("job,case_id,model,repeat,score,latency_s,input_tokens,output_tokens\n");
    int cases = 0;
    for (Task task : tasks.values()) {
      if (task.outcomes.isEmpty()) {
        continue;
      }
      cases += task.cases.size();
      job(task, yaml);
      var lines = new StringBuilder();
      task.cases.values().forEach(one -> lines.append(JSON.writeValueAsString(one)).append('\n'));
      files.put("cases/" + task.name + ".jsonl", lines.toString());
      task.outcomes.forEach(scored -> row(task, scored, rows));
    }
    files.put("outcomes.csv", rows.toString());
    files.put("metier.yaml", yaml.toString());
    int jobs = (int) tasks.values().stream().filter(task -> !task.outcomes.isEmpty()).count();
    return new Imported(files, jobs, cases, 0, new ArrayList<>(losses), new ArrayList<>(notes));
  }

  private void job(Task task, StringBuilder yaml) {
    yaml.append("  ").append(task.name).append(":\n");
    yaml.append(
        "    data: internal          # how sensitive the cases are: public, internal, confidential,"
            + " restricted\n");
    yaml.append(
        "    scope: suite            # these cases are all there is; `traffic` when they stand for"
            + " what will come\n");
    yaml.append("    prompt: \"{{input}}\"\n");
    yaml.append("    cases: cases/").append(task.name).append(".jsonl\n");
    int repeats = task.outcomes.stream().mapToInt(Scored::repeat).max().orElse(0) + 1;
    if (repeats > 1) {
      yaml.append("    repeats: ").append(repeats).append('\n');
    }
    yaml.append("    needs: {quality: {at_least: ").append(task.cases.size() < FEW ? "0.8" : "0.9");
    yaml.append("}}    # your bar\n");
  }

  private void row(Task task, Scored scored, StringBuilder rows) {
    rows.append(task.name).append(',').append(quoted(scored.caseId)).append(',');
    rows.append(models.getOrDefault(scored.model, "")).append(',').append(scored.repeat);
    rows.append(',').append(scored.score).append(',');
    scored.seconds.ifPresent(rows::append);
    rows.append(',');
    scored.tokens.ifPresent(t -> rows.append(t.input).append(',').append(t.output));
    if (scored.tokens.isEmpty()) {
      rows.append(',');
    }
    rows.append('\n');
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9._ -]+") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
