package dev.metier.label.draft;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Drafts in YAML and JSON files: a list of cases, or an object with one under `cases`. What a
/// decision makes of the text is read again before it counts: that case must have become what was
/// decided, and all others be what they were. Where anchors reach into it, it is refused.
final class DraftNodes implements DraftForm {
  @Override
  public List<Found> found(Path file, String text) {
    var found = new ArrayList<Found>();
    List<JsonNode> cases = cases(file, text, new ArrayList<>());
    for (int i = 0; i < cases.size(); i++) {
      JsonNode given = cases.get(i);
      DraftForm.read(file, i, i + 1, given.toString(), given).ifPresent(found::add);
    }
    return found;
  }

  private static List<JsonNode> cases(Path file, String text, List<Problem> problems) {
    Optional<Written> root = Yaml.read(file, text, "", problems::add);
    return root.map(whole ->
            whole instanceof Written.Entries entries && entries.find("cases").isPresent()
                ? entries.find("cases").get().value()
                : whole)
        .filter(Written.Items.class::isInstance)
        .map(Written.Items.class::cast)
        .map(list ->
            list.items().stream().map(each -> JsonMapper.shared().readTree(each.json())).toList())
        .orElse(List.of());
  }

  @Override
  public String accepted(Path file, String text, Found found, String expected) {
    JsonNode given = cases(file, text, new ArrayList<>()).get(found.number());
    JsonNode answer = given.path("draft").path("answer");
    boolean same = expected.equals(found.draft().answer());
    ObjectNode wanted = ((ObjectNode) given).deepCopy();
    wanted.remove("draft");
    if (same) {
      wanted.set("expected", answer);
    } else {
      wanted.put("expected", expected);
    }
    Optional<String> by =
        DraftForm.saysWho(given, found.draft())
            ? Optional.of(given.path("draft").path("by").stringValue())
            : Optional.empty();
    by.ifPresent(name -> wanted.put("expected_by", name));
    String after =
        CaseNodes.of(text)
            .flatMap(nodes -> nodes.expecting(found.number(), wanted.path("expected"), same, by))
            .orElseThrow(() -> unsafe(file, found));
    return sure(file, text, after, found, Optional.of(wanted));
  }

  @Override
  public String dropped(Path file, String text, Found found) {
    String after =
        CaseNodes.of(text)
            .flatMap(nodes -> nodes.without(found.number()))
            .orElseThrow(() -> unsafe(file, found));
    return sure(file, text, after, found, Optional.empty());
  }

  private static String sure(
      Path file, String before, String after, Found found, Optional<JsonNode> wanted) {
    var problems = new ArrayList<Problem>();
    List<JsonNode> is = cases(file, after, problems);
    List<JsonNode> due = new ArrayList<>(cases(file, before, new ArrayList<>()));
    wanted.ifPresentOrElse(one -> due.set(found.number(), one), () -> due.remove(found.number()));
    if (!problems.isEmpty() || !is.equals(due)) {
      throw unsafe(file, found);
    }
    return after;
  }

  private static ProblemsException unsafe(Path file, Found found) {
    return new ProblemsException(
        "Case "
            + found.id()
            + " of "
            + file
            + " cannot be changed without touching other cases, perhaps because of an anchor.",
        "Write `expected` in the place of `draft` there yourself, or remove the case.");
  }
}
