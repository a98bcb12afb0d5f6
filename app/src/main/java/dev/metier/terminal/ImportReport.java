package dev.metier.terminal;

import dev.metier.core.problem.Place;
import dev.metier.core.text.NumberText;
import dev.metier.importer.GradeComparison;
import dev.metier.importer.Imported;
import dev.metier.importer.Loss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is told of a project that was made of another tool's file.
///
/// @param file the other tool's, as the user named it
/// @param folder the project's
public record ImportReport(
    Path file, Path folder, Imported imported, GradeComparison.Compared compared) {

  /// So many losses of a kind are told one by one.
  private static final int SINGLY = 3;

  /// What is not carried over, what is judged otherwise, and what was written.
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.addAll(losses());
    compared.differences().forEach(each -> lines.add(line(each)));
    imported.notes().forEach(note -> lines.add("Note: " + note));
    if (!lines.isEmpty()) {
      lines.add("");
    }
    if (imported.carried() > 0 || !imported.losses().isEmpty()) {
      lines.add(
          "Assertions that became graders: %d of %d. Named above: %d."
              .formatted(
                  imported.carried(),
                  imported.carried() + imported.refused(),
                  imported.losses().size()));
    }
    if (compared.grades() > 0) {
      int differences = compared.differences().size();
      lines.add(
          "Grades of %s that were compared: %d. Equal: %d. Different: %d."
              .formatted(
                  NumberText.count(imported.outcomes().size(), "recorded answer"),
                  compared.grades(),
                  compared.grades() - differences,
                  differences));
    }
    if (compared.unrun() > 0) {
      lines.add(
          "Not compared, since importing runs no program: %d; `metier qualify` grades them."
              .formatted(compared.unrun()));
    }
    lines.addAll(written());
    return lines;
  }

  /// Of losses that differ in their place alone the first is told, and how many more there are.
  private List<String> losses() {
    Map<List<Object>, List<Loss>> alike = new LinkedHashMap<>();
    for (Loss loss : imported.losses()) {
      var key = List.<Object>of(loss.type(), loss.why(), loss.instead(), loss.place().file());
      alike.computeIfAbsent(key, _ -> new ArrayList<>()).add(loss);
    }
    var lines = new ArrayList<String>();
    for (List<Loss> group : alike.values()) {
      group.stream().limit(group.size() > SINGLY ? 1 : SINGLY).map(this::line).forEach(lines::add);
      if (group.size() > SINGLY) {
        int more = group.size() - 1;
        int last = group.getLast().place().line();
        lines.add("  and the same in %,d more places, up to line %d.".formatted(more, last));
      }
    }
    return lines;
  }

  private List<String> written() {
    if (imported.cases() == 0 || imported.jobs() == 0) {
      return List.of(
          "Nothing was written: there is "
              + (imported.jobs() == 0 ? "no prompt" : "no test with a grader")
              + " left.");
    }
    return List.of(
        "Wrote %s with %s and %s."
            .formatted(
                folder.resolve("metier.yaml"),
                NumberText.count(imported.jobs(), "job"),
                NumberText.count(imported.cases(), "case")),
        "Look at its models, data classes and bars, then:",
        "  " + Invocation.of(Optional.of(folder)).command("check"));
  }

  private String line(Loss loss) {
    return "%s: %s: %s %s"
        .formatted(place(loss.place()), loss.type(), loss.why(), loss.instead())
        .stripTrailing();
  }

  private String line(GradeComparison.Difference each) {
    return "%s: %s: the answer of %s to \"%s\" %s there. Here: %s"
        .formatted(
            place(each.place()),
            each.type(),
            each.model(),
            each.id(),
            each.there() ? "passed" : "failed",
            each.reason());
  }

  /// The place from where the user stands.
  private String place(Place at) {
    Path root = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(file);
    Path named = at.file();
    Path shown =
        named.isAbsolute() && named.startsWith(root)
            ? file.resolveSibling(root.relativize(named).toString())
            : named;
    return shown + ":" + Math.max(1, at.line());
  }

  /// The same for programs.
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("folder", folder.toString());
    node.put("jobs", imported.jobs()).put("cases", imported.cases());
    node.put("carried", imported.carried());
    node.put("refused", imported.refused());
    var losses = node.putArray("not_carried");
    for (Loss loss : imported.losses()) {
      losses
          .addObject()
          .put("type", loss.type())
          .put("place", place(loss.place()))
          .put("why", loss.why())
          .put("instead", loss.instead());
    }
    imported.notes().forEach(node.putArray("notes")::add);
    if (!imported.outcomes().isEmpty()) {
      node.put("outcomes", imported.outcomes().size()).put("compared", compared.grades());
      node.put("not_run", compared.unrun());
      var differences = node.putArray("different");
      for (GradeComparison.Difference each : compared.differences()) {
        differences
            .addObject()
            .put("type", each.type())
            .put("place", place(each.place()))
            .put("case", each.id())
            .put("model", each.model())
            .put("there", each.there())
            .put("reason", each.reason());
      }
    }
    return node;
  }
}
