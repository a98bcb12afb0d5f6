package dev.metier.policy;

import dev.metier.catalog.Model;
import dev.metier.core.text.Digest;
import dev.metier.job.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells whether a cascade or a workflow is what was compiled. What is proven of it is proven of
/// the whole: with another order, threshold, prompt or model nothing is. A short hash of each field
/// finds out what a hand changed; it keeps nobody off who wants to deceive.
final class RouteSeal {
  /// The models and their settings, which stand elsewhere in the file.
  private static final String MODELS = "models";

  /// Each stage of a workflow counts as a field.
  private static final String STAGES = "stages";

  private static final int LENGTH = 8;

  private RouteSeal() {}

  /// A hash of each field of a route, with the policy's evidence in it.
  ///
  /// @param written the route as it stands in the file
  static Map<String, String> of(ObjectNode written, Route route, Policy policy) {
    var seal = new LinkedHashMap<String, String>();
    written
        .properties()
        .forEach(field -> {
          if (field.getKey().equals(STAGES)) {
            stages(field.getValue(), policy, seal);
          } else {
            seal.put(field.getKey(), hash(policy, field.getValue().toString()));
          }
        });
    var digest = new StringBuilder();
    for (ModelName name : route.reached()) {
      Model model = policy.model(name).model();
      digest.append(model.kind().word()).append('/').append(model.id()).append('\n');
      digest.append(PolicyWriter.settings(model.settings())).append('\n');
    }
    seal.put(MODELS, hash(policy, digest.toString()));
    return seal;
  }

  /// Each with its place, so that their order counts.
  private static void stages(JsonNode stages, Policy policy, Map<String, String> seal) {
    int place = 0;
    for (Map.Entry<String, JsonNode> stage : stages.properties()) {
      seal.put(STAGES + "." + stage.getKey(), hash(policy, place + ":" + stage.getValue()));
      place++;
    }
  }

  /// Whether a route is proven as a whole only.
  static boolean isSealed(Route route) {
    return route instanceof Route.Cascade || route instanceof Route.Workflow;
  }

  private static String hash(Policy policy, String text) {
    return new Digest().add(policy.evidence()).add(text).hex().substring(0, LENGTH);
  }

  /// The fields that are not what was compiled: `evidence` when that is of another policy.
  static List<String> changed(Map<String, String> seal, Route route, Policy policy) {
    Map<String, String> now = of(PolicyWriter.whole(route), route, policy);
    var changed = new ArrayList<String>();
    now.forEach((field, hash) -> {
      if (!hash.equals(seal.get(field))) {
        changed.add(field);
      }
    });
    return changed.size() == now.size() ? List.of("evidence") : changed;
  }
}
