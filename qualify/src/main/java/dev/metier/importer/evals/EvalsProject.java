package dev.metier.importer.evals;

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
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The project that is made: its models, jobs and cases, and what was not carried over. Not
/// thread-safe.
final class EvalsProject {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_NAME = 40;
  private static final Pattern AT_OTHER_VENDORS = Pattern.compile("(anthropic|google)/.*");

  /// What the model that judges is called.
  static final String JUDGE = "judge";

  /// One job.
  ///
  /// @param prompt turns, each with `role` and `text`
  /// @param graders of the job, as in metier.yaml
  /// @param cases each with `id` and `vars`
  record JobText(String purpose, ArrayNode prompt, ArrayNode graders, List<ObjectNode> cases) {}

  private final Map<String, JobText> jobs = new LinkedHashMap<>();
  private final Map<String, String> models = new LinkedHashMap<>();
  private final Set<Loss> losses = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Optional<String> judge;
  private int carried;
  private boolean seen;

  /// @param judge the model that judges, as `use` has it
  EvalsProject(Optional<String> judge) {
    this.judge = judge;
  }

  /// Whether a judge is named.
  boolean isJudged() {
    return judge.isPresent();
  }

  void lost(String type, Place place, String why, String instead) {
    losses.add(new Loss(type, place, why, instead));
  }

  void note(String note) {
    notes.add(note);
  }

  void carried(int graders) {
    carried += graders;
  }

  /// Notes that there is an eval, whether anything of it is carried over or not.
  void seen() {
    seen = true;
  }

  /// Whether nothing like an eval was met.
  boolean isUnlike() {
    return !seen;
  }

  void model(String id, String settings) {
    String name = named(id.replaceFirst(".*/", ""), "model", models.keySet());
    String line =
        "{use: " + JSON.writeValueAsString("openai/" + id) + ", host: openai" + settings + "}";
    if (!models.containsValue(line)) {
      models.put(name, line);
    }
  }

  void job(String name, JobText job) {
    jobs.put(named(name, "job", jobs.keySet()), job);
  }

  private static String named(String text, String otherwise, Set<String> taken) {
    String plain =
        CaseScreening.withoutSecrets(text)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    String cut = ShortText.of(plain, LONGEST_NAME);
    String base = cut.isEmpty() ? otherwise : cut;
    String name = base;
    for (int i = 2; taken.contains(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  Imported imported() {
    var files = new LinkedHashMap<String, String>();
    var yaml = new StringBuilder("# Made from files of OpenAI's Evals.\nmodels:\n");
    if (models.isEmpty()) {
      note("No model is carried over; metier.yaml names a local one as an example.");
      models.put("local", "{use: ollama/qwen3.6:27b}");
    }
    models.forEach((name, line) -> yaml.append("  " + name + ": " + line + "\n"));
    judge.ifPresent(use -> yaml.append("  " + JUDGE + ": " + judgeLine(use) + "\n"));
    hosts(yaml);
    yaml.append("jobs:\n");
    String candidates =
        judge.isPresent() ? "    models: [" + String.join(", ", models.keySet()) + "]\n" : "";
    jobs.forEach((name, job) -> {
      job(name, job, yaml, files);
      yaml.append(candidates);
    });
    files.put("metier.yaml", yaml.toString());
    int cases = jobs.values().stream().mapToInt(job -> job.cases().size()).sum();
    return new Imported(
        files, jobs.size(), cases, carried, new ArrayList<>(losses), new ArrayList<>(notes));
  }

  private static String judgeLine(String use) {
    String line = "{use: " + JSON.writeValueAsString(use);
    if (use.startsWith("openai/")) {
      return line + ", host: openai}";
    }
    return AT_OTHER_VENDORS.matcher(use).matches() ? line + ", host: judges}" : line + "}";
  }

  private void hosts(StringBuilder yaml) {
    boolean openai = models.values().stream().anyMatch(line -> line.contains("host: openai"));
    if (openai || judge.filter(use -> use.startsWith("openai/")).isPresent()) {
      yaml.append(
          "hosts:\n  # OpenAI had the items' texts already; your contract with it decides.\n");
      yaml.append("  openai: {clearance: internal}\n");
    } else if (judge.filter(use -> AT_OTHER_VENDORS.matcher(use).matches()).isPresent()) {
      yaml.append("hosts:\n");
    }
    if (judge.filter(use -> AT_OTHER_VENDORS.matcher(use).matches()).isPresent()) {
      yaml.append("  # This vendor has not had the items' texts yet; your contract decides.\n");
      yaml.append("  judges: {clearance: public}\n");
    }
  }

  private static void job(String name, JobText job, StringBuilder yaml, Map<String, String> files) {
    String cases = "cases/" + name + ".jsonl";
    yaml.append("  ").append(name).append(":\n");
    if (!job.purpose().isEmpty()) {
      yaml.append("    purpose: ").append(JSON.writeValueAsString(job.purpose())).append('\n');
    }
    yaml.append(
        "    data: internal          # how sensitive the cases are: public, internal, confidential,"
            + " restricted\n");
    yaml.append(
        "    scope: suite            # these cases are all there is; `traffic` when they stand for"
            + " what will come\n");
    yaml.append("    prompt:\n");
    for (JsonNode turn : job.prompt()) {
      yaml.append("      - ").append(JSON.writeValueAsString(turn)).append('\n');
    }
    yaml.append("    cases: ").append(cases).append('\n');
    yaml.append("    graders:\n");
    for (JsonNode grader : job.graders()) {
      yaml.append("      - ").append(JSON.writeValueAsString(grader)).append('\n');
    }
    yaml.append("    needs: {quality: {at_least: 0.9}}\n");
    var lines = new StringBuilder();
    job.cases().forEach(one -> lines.append(JSON.writeValueAsString(one)).append('\n'));
    files.put(cases, lines.toString());
  }
}
