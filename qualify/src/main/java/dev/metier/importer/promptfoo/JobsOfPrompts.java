package dev.metier.importer.promptfoo;

import dev.metier.importer.promptfoo.config.PromptTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The jobs of a project: one for each prompt and for each choice of models that get it. Not
/// thread-safe.
final class JobsOfPrompts {
  /// Which models get a case with a prompt, by the prompt's number.
  interface Asked {
    List<String> about(ObjectNode one, int prompt);
  }

  private final ProjectFiles files;
  private final List<PromptTexts.Said> prompts;
  private final boolean named;
  private final Asked asked;
  private final Map<String, String> out;
  private final StringBuilder yaml;
  private final List<String> names = new ArrayList<>();

  /// @param named whether each job names its models, also if these are all
  /// @param out texts of files by their paths, which become more
  /// @param yaml of the project, which becomes longer
  JobsOfPrompts(
      ProjectFiles files,
      List<PromptTexts.Said> prompts,
      boolean named,
      Asked asked,
      Map<String, String> out,
      StringBuilder yaml) {
    this.files = files;
    this.prompts = prompts;
    this.named = named;
    this.asked = asked;
    this.out = out;
    this.yaml = yaml;
  }

  /// How many there are.
  int count() {
    return names.size();
  }

  /// The jobs of a prompt with these cases.
  ///
  /// @param prompt its number
  /// @param candidates the names of all models
  /// @param path where the cases stand, if it is free
  /// @param graders a line of the job; may be empty
  void add(
      int prompt,
      String name,
      List<String> candidates,
      List<ObjectNode> cases,
      String path,
      String graders) {
    Map<List<String>, List<ObjectNode>> groups = groups(prompt, candidates, cases);
    groups.forEach((models, ones) -> {
      boolean all = models.equals(candidates);
      String own =
          all || groups.size() == 1
              ? name
              : name + "-" + (models.size() == 1 ? models.getFirst() : "some");
      String job = ProjectFiles.unique(own, names);
      names.add(job);
      files.job(job, prompts.get(prompt), casesFile(path, ones), out, yaml);
      yaml.append(graders);
      if (!all || named) {
        yaml.append("    models: [").append(String.join(", ", models)).append("]\n");
      }
    });
  }

  /// The cases by the models that get them, those for all models first.
  private Map<List<String>, List<ObjectNode>> groups(
      int prompt, List<String> candidates, List<ObjectNode> cases) {
    Map<List<String>, List<ObjectNode>> groups = new LinkedHashMap<>();
    groups.put(candidates, new ArrayList<>());
    for (ObjectNode one : cases) {
      List<String> models = asked.about(one, prompt);
      if (!models.isEmpty()) {
        groups.computeIfAbsent(models, _ -> new ArrayList<>()).add(one);
      }
    }
    if (!cases.isEmpty()) {
      groups.values().removeIf(List::isEmpty);
    }
    return groups;
  }

  /// The file that holds these cases, a new one unless there is one with the same.
  private String casesFile(String path, List<ObjectNode> cases) {
    String text = ProjectFiles.lines(cases);
    String free = path;
    for (int i = 2; !out.getOrDefault(free, text).equals(text); i++) {
      free = path.replace(".jsonl", "-" + i + ".jsonl");
    }
    out.put(free, text);
    return free;
  }
}
