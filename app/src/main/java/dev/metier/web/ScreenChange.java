package dev.metier.web;

import dev.metier.qualify.CellResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is no longer as a page showed it: named, never told.
sealed interface ScreenChange {
  /// The verdict of a model for a job, or the evidence for it.
  record Cell(String job, String model) implements ScreenChange {}

  /// What would do a job, which was being searched for when its page was shown.
  record Route(String job) implements ScreenChange {}

  /// The jobs, models or needs themselves, or whether they can be read.
  record Project() implements ScreenChange {}

  /// How a run of this process goes.
  record Run() implements ScreenChange {}

  /// What a page hears it as.
  default String kind() {
    return switch (this) {
      case Cell _ -> "cell";
      case Route _ -> "route";
      case Project _ -> "project";
      case Run _ -> "run";
    };
  }

  /// The names that belong to it, as JSON.
  default String names() {
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    switch (this) {
      case Cell(String job, String model) -> names.put("job", job).put("model", model);
      case Route(String job) -> names.put("job", job);
      case Project _, Run _ -> {}
    }
    return names.toString();
  }

  /// What became of a project from one look to the next.
  @SuppressWarnings("ReferenceEquality") // the very same, as long as nothing was read anew
  static List<ScreenChange> between(ProjectSnapshot before, ProjectSnapshot now) {
    if (before == now) {
      return List.of();
    }
    if (!sameProject(before, now)) {
      return List.of(new Project());
    }
    Map<List<String>, CellResult> known = new HashMap<>();
    before.results().forEach(result -> known.put(names(result), result));
    var changes = new ArrayList<ScreenChange>();
    for (CellResult result : now.results()) {
      CellResult was = known.get(names(result));
      if (was == null || !same(was, result)) {
        changes.add(new Cell(result.job().name().text(), result.model().name().text()));
      }
    }
    return List.copyOf(changes);
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private static boolean sameProject(ProjectSnapshot before, ProjectSnapshot now) {
    return before.project() == now.project()
        || (before.project().jobs().equals(now.project().jobs())
            && before.project().models().equals(now.project().models()));
  }

  private static List<String> names(CellResult result) {
    return List.of(result.job().name().text(), result.model().name().text());
  }

  private static boolean same(CellResult was, CellResult now) {
    return was.kept() == now.kept()
        && was.verdict().equals(now.verdict())
        && was.setting().equals(now.setting())
        && was.notes().equals(now.notes());
  }
}
