package dev.metier.importer;

import dev.metier.job.Case.Draft;
import dev.metier.project.cases.DraftKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A case on its way from where it was found to a file of cases.
///
/// @param id its name; empty when its source gives none
/// @param vars what the prompt shows of it, and what its graders look at
/// @param origin where it was found, as `tickets.csv:12`
public record ImportedCase(
    String id,
    Map<String, String> vars,
    Optional<String> expected,
    List<String> slices,
    Optional<String> cluster,
    Optional<Draft> draft,
    String origin) {
  public ImportedCase {
    vars = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    slices = List.copyOf(slices);
  }

  /// The same with another name.
  public ImportedCase named(String other) {
    return new ImportedCase(other, vars, expected, slices, cluster, draft, origin);
  }

  /// The same with each of its texts rewritten, its name among them; not the names of variables.
  public ImportedCase rewritten(UnaryOperator<String> text) {
    var changed = new LinkedHashMap<String, String>();
    vars.forEach((name, value) -> changed.put(name, text.apply(value)));
    return new ImportedCase(
        text.apply(id),
        changed,
        expected.map(text),
        slices.stream().map(text).toList(),
        cluster.map(text),
        draft.map(d -> new Draft(text.apply(d.answer()), d.model())),
        origin);
  }

  /// Its line in a file of cases.
  String line() {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    if (!id.isBlank()) {
      node.put("id", id);
    }
    ObjectNode values = node.putObject("vars");
    vars.forEach(values::put);
    expected.ifPresent(text -> node.put("expected", text));
    if (!slices.isEmpty()) {
      var array = node.putArray("slices");
      slices.forEach(array::add);
    }
    cluster.ifPresent(name -> node.put("cluster", name));
    draft.ifPresent(d -> DraftKey.put(node, d));
    return JsonMapper.shared().writeValueAsString(node);
  }
}
