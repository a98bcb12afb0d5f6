package dev.metier.label.draft;

import dev.metier.job.Case.Draft;
import dev.metier.project.cases.DraftKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// How the drafts of cases stand in files of one form, and what a decision makes of such a file's
/// text. Texts come without a byte order mark.
interface DraftForm {
  /// The keys of a case that are no variables.
  Set<String> OURS =
      Set.of(
          "id",
          "expected",
          "slices",
          "cluster",
          "graders",
          "draft",
          "critical",
          "written_by",
          "expected_by",
          "vars");

  /// A draft that waits.
  ///
  /// @param number its case's among all of the file, from 0
  /// @param own what must still stand there when it is decided on
  /// @param id the case's; file and line when it was given none
  record Found(
      int number, String own, String id, Map<String, String> vars, String slices, Draft draft) {}

  /// The drafts that wait, in their order; none of what cannot be read, which `metier check` tells.
  List<Found> found(Path file, String text);

  /// The text with a draft, or what a person made of it, as what is expected.
  ///
  /// @throws dev.metier.core.problem.ProblemsException when that would change more
  String accepted(Path file, String text, Found found, String expected);

  /// The text without a draft's case.
  ///
  /// @throws dev.metier.core.problem.ProblemsException when that would change more
  String dropped(Path file, String text, Found found);

  /// The form of a file, by the end of its name; empty when cases have no such files.
  static Optional<DraftForm> of(Path file) {
    String name = file.getFileName().toString();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson" -> Optional.of(new DraftLines());
      case "csv" -> Optional.of(new DraftRows(','));
      case "tsv" -> Optional.of(new DraftRows('\t'));
      case "json", "yaml", "yml" -> Optional.of(new DraftNodes());
      default -> Optional.empty();
    };
  }

  /// The draft of a case; empty when it has none or something is expected.
  ///
  /// @param line where the case begins, or its number from 1
  static Optional<Found> read(Path file, int number, int line, String own, JsonNode given) {
    boolean open = !given.has("expected") || given.get("expected").isNull();
    if (!open || !given.path("draft").isObject()) {
      return Optional.empty();
    }
    Map<String, String> vars = new LinkedHashMap<>();
    given.path("vars").properties().forEach(e -> vars.put(e.getKey(), text(e.getValue())));
    given.properties().stream()
        .filter(e -> !OURS.contains(e.getKey()))
        .forEach(e -> vars.putIfAbsent(e.getKey(), text(e.getValue())));
    JsonNode tags = given.path("slices");
    String slices =
        tags.isArray()
            ? tags.valueStream().map(DraftForm::text).collect(Collectors.joining(", "))
            : tags.asString("");
    String id =
        given.path("id").isMissingNode() ? file.getFileName() + ":" + line : text(given.path("id"));
    return DraftKey.read(given.path("draft").toString())
        .map(draft -> new Found(number, own, id, vars, slices, draft));
  }

  /// Whether an accepted draft still has to say which model wrote it.
  static boolean saysWho(JsonNode given, Draft draft) {
    return draft.model().isPresent() && !given.has("written_by") && !given.has("expected_by");
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }
}
